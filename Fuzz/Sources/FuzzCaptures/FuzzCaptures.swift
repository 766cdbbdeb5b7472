internal import CaptureDecoding
import FuzzSupport
internal import MPTCP
internal import UAPIText

/// Bytes as an input of `uapi decode`, in one of its formats, with or without a word about what they are.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  var input = FuzzInput(start, count)
  let choice = input.byte()
  var run = DecodeRun()
  run.format = AnswerFormat.allCases[Int(choice) % AnswerFormat.allCases.count]
  run.kernel = choice & 8 == 0 ? .record : .none
  if choice & 4 != 0 {
    let options = MPTCPCapture.Option.allCases
    run.description = BytesDescription(
      subject: .option(options[input.number(below: options.count)]), capacity: nil)
  }
  let (output, errors) = (OutputBuffer(), OutputBuffer())
  let status = run.run(
    [.memory(name: "input", input.rest())], output: output, errors: errors)
  // What could not be decoded is said.
  precondition(status == 0 || !errors.bytes.isEmpty)
  return 0
}
