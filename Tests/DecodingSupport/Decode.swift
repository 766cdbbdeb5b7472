package import CaptureDecoding
package import TestSupport
internal import UAPIText

/// What one run of the decoder printed.
package struct Decoded {
  package var status: Int32
  package var output: String
  package var errors: String

  package init(status: Int32, output: String, errors: String) {
    self.status = status
    self.output = output
    self.errors = errors
  }

  /// The lines of the output as JSON objects.
  package var objects: [JSONObject] {
    get throws { try output.split(separator: "\n").map { try JSONObject(String($0)) } }
  }

  /// The only object of the output.
  package var object: JSONObject {
    get throws {
      let all = try objects
      guard all.count == 1 else { throw UnexpectedText(description: output + errors) }
      return all[0]
    }
  }

  /// The lines that the errors name.
  package var errorLines: [Int] {
    errors.split(separator: "\n").compactMap { line in
      (try? JSONObject(String(line)))?["line"]?.integer
    }
  }
}

/// A text that is not what a test needs.
private struct UnexpectedText: Error, CustomStringConvertible {
  let description: String
}

/// Decodes bytes in memory.
package func decode(
  _ bytes: some Sequence<UInt8>, format: AnswerFormat = .ndjson, kernel: String = "none",
  subject: CaptureRecord.Subject? = nil, capacity: Int? = nil, machine: String? = nil
) throws -> Decoded {
  guard let choice = KernelChoice(kernel) else { throw UnexpectedText(description: kernel) }
  let output = OutputBuffer()
  let errors = OutputBuffer()
  let run = DecodeRun(
    format: format, kernel: choice,
    description: BytesDescription(subject: subject, capacity: capacity, machine: machine))
  let status = run.run(
    [.memory(name: "input", Array(bytes))], output: output, errors: errors)
  return Decoded(status: status, output: output.text, errors: errors.text)
}

/// Decodes a text.
package func decode(
  _ text: String, format: AnswerFormat = .ndjson, kernel: String = "none",
  subject: CaptureRecord.Subject? = nil, capacity: Int? = nil, machine: String? = nil
) throws -> Decoded {
  try decode(
    text.utf8, format: format, kernel: kernel, subject: subject, capacity: capacity,
    machine: machine)
}
