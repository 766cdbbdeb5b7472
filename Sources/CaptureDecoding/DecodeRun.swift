package import UAPIText
internal import UAPIStructs

/// One run of `uapi decode`: inputs in, decoded answers out.
package struct DecodeRun {
  /// Where records come from.
  package enum Input {
    case file(String)
    case standardInput
    /// Bytes in memory, with a name for errors.
    case memory(name: String, [UInt8])
  }

  package var format: AnswerFormat
  package var kernel: KernelChoice
  package var description: BytesDescription
  /// Whether the table may use colours.
  package var isColored: Bool

  package init(
    format: AnswerFormat = .table, kernel: KernelChoice = .none,
    description: BytesDescription = BytesDescription(), isColored: Bool = false
  ) {
    self.format = format
    self.kernel = kernel
    self.description = description
    self.isColored = isColored
  }

  /// Decodes all inputs and returns the exit status: 1 where something could not be decoded.
  package func run(_ inputs: [Input], output: OutputBuffer, errors: OutputBuffer) -> Int32 {
    let structs = KnownStructs()
    let decoder = AnswerDecoder(structs: structs, kernel: kernel)
    let writer = AnswerWriter(
      format: format, structs: structs, isColored: isColored, output: output)
    var reporter = Reporter(
      format: format, namesInputs: inputs.count > 1, output: output, errors: errors)
    for input in inputs {
      reporter.input = input
      do throws(InputFailure) {
        var reader = InputReader(try Self.open(input), description: description)
        // An input need not have an end.
        while output.errorNumber == nil, let item = try reader.next() {
          switch item {
          case .failure(let failure): reporter.report(failure)
          case .remark(let remark): reporter.remark(remark)
          case .record(var record, let line):
            record.machine = record.machine ?? description.machine
            do throws(DecodingFailure) {
              writer.write(try decoder.decode(record), of: record)
            } catch {
              reporter.report(InputFailure(line: line, reason: error.reason))
            }
          }
          output.flushIfFull()
        }
      } catch {
        reporter.report(error)
      }
    }
    writer.finish()
    output.flush()
    errors.flush()
    return reporter.hasFailed ? 1 : 0
  }

  private static func open(_ input: Input) throws(InputFailure) -> ByteSource {
    switch input {
    case .file(let path): try ByteSource(path: path)
    case .standardInput: ByteSource(descriptor: 0)
    case .memory(_, let bytes): ByteSource(bytes)
    }
  }

  // MARK: - Errors

  /// Says what could not be decoded, and where.
  private struct Reporter {
    let format: AnswerFormat
    let namesInputs: Bool
    let output: OutputBuffer
    let errors: OutputBuffer
    var input = Input.standardInput
    private(set) var hasFailed = false

    init(format: AnswerFormat, namesInputs: Bool, output: OutputBuffer, errors: OutputBuffer) {
      self.format = format
      self.namesInputs = namesInputs
      self.output = output
      self.errors = errors
    }

    private var name: String {
      switch input {
      case .file(let path): TerminalText.printable(path)
      case .standardInput: "standard input"
      case .memory(let name, _): name
      }
    }

    mutating func report(_ failure: InputFailure) {
      hasFailed = true
      write(failure, word: "error")
    }

    func remark(_ remark: InputFailure) { write(remark, word: "remark") }

    private func write(_ failure: InputFailure, word: String) {
      // What was decoded before the error is to be seen before it.
      output.flush()
      if format == .table {
        let line = failure.line.map { ":\($0)" } ?? ""
        errors.append("\(name)\(line): \(word): \(TerminalText.printable(failure.reason))\n")
      } else {
        var text = Array("{".utf8)
        if namesInputs || failure.line == nil {
          text += Array("\"file\":".utf8)
          JSONText.append(string: name, to: &text)
          text.append(Ascii.comma)
        }
        if let line = failure.line {
          text += Array("\"line\":".utf8)
          JSONText.append(line, to: &text)
          text.append(Ascii.comma)
        }
        text += Array("\"\(word)\":".utf8)
        JSONText.append(string: failure.reason, to: &text)
        errors.bytes += text + [Ascii.closeBrace, Ascii.newline]
      }
      errors.flush()
    }
  }
}
