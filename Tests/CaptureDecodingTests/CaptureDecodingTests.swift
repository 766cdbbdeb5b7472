import DecodingSupport
import TestSupport
import UAPIText
import Foundation
import Testing

@testable import CaptureDecoding

/// Answers of real kernels.
struct CaptureDecodingTests {
  @Test func `Sample pairs decode exactly`() throws {
    let pairs = try Repository.expectedPairs()
    #expect(pairs.count == 255)
    let decoded = try decode(pairs.map(\.record).joined(separator: "\n"))
    #expect(decoded.status == 0, "\(decoded.errors)")
    let objects = try decoded.objects
    try #require(objects.count == pairs.count)
    for (pair, answer) in zip(pairs, objects) {
      let expected = try JSONObject(pair.expected)
      var object = answer
      let record = try JSONObject(pair.record)
      // Keys that are carried through are left out of the sample.
      for (key, value) in record.members where expected[key] == nil && object[key] == value {
        object[key] = nil
      }
      if expected["errno"] != nil {
        #expect(object["error"]?.text?.hasPrefix("E") == true)
        object["error"] = nil
      }
      #expect(object.withoutBytesOfUnreadFields == expected, "\(pair.record.prefix(200))")
    }
  }

  @Test(arguments: Repository.captureFiles, ["none", "record"])
  func `Every record decodes as the rule says`(path: String, kernel: String) throws {
    let output = OutputBuffer()
    let errors = OutputBuffer()
    let run = DecodeRun(format: .ndjson, kernel: try #require(KernelChoice(kernel)))
    #expect(run.run([.file(path)], output: output, errors: errors) == 0)
    #expect(errors.text.isEmpty, "\(errors.text.prefix(500))")
    let answers = output.bytes.split(separator: Ascii.newline)
    let records = try Repository.lines(path)
    try #require(answers.count == records.count)
    let comparison = try OracleComparison(usesKernel: kernel == "record")
    for (line, (record, answer)) in zip(records, answers).enumerated() {
      let problem = try comparison.problem(record: JSONObject(record), answer: answer)
      if let problem { Issue.record("\(path):\(line + 1): \(problem)") }
    }
    if kernel == "record" { #expect(!output.text.contains("indeterminate")) }
  }

  @Test(arguments: Repository.ownCaptureFiles, ["running", "4.4", "5.14.0-427.el9.x86_64"])
  func `Wrong kernels do not stop the decoder`(path: String, kernel: String) throws {
    let output = OutputBuffer()
    let run = DecodeRun(format: .ndjson, kernel: try #require(KernelChoice(kernel)))
    #expect(run.run([.file(path)], output: output, errors: OutputBuffer()) == 0)
    #expect(output.bytes.count { $0 == Ascii.newline } == (try Repository.lines(path).count))
  }

  @Test(arguments: Repository.ownCaptureFiles)
  func `Tables and documents have every record`(path: String) throws {
    let count = try Repository.lines(path).count
    let json = OutputBuffer()
    _ = DecodeRun(format: .json).run([.file(path)], output: json, errors: OutputBuffer())
    #expect(try JSONObject(json.text).elements.count == count)
    let table = OutputBuffer()
    let run = DecodeRun(format: .table)
    #expect(run.run([.file(path)], output: table, errors: OutputBuffer()) == 0)
    #expect(!table.text.contains("\u{1B}"))
  }

  @Test func `Embedded captures decode`() throws {
    let decoded = try decode(EmbeddedCaptures.text)
    #expect(decoded.status == 0, "\(decoded.errors)")
    let kernels = Set(try decoded.objects.compactMap { $0["kernel"]?.text?.prefix(4) })
    #expect(kernels == ["5.10", "6.1.", "6.18", "7.2."])
  }
}

extension JSONObject {
  /// Without the raw bytes of fields that are not present, which the sample leaves out.
  var withoutBytesOfUnreadFields: JSONObject {
    switch self {
    case .object(var members):
      if let presence = members["presence"]?.text, presence != "present" { members["bytes"] = nil }
      return .object(members.mapValues(\.withoutBytesOfUnreadFields))
    case .array(let elements): return .array(elements.map(\.withoutBytesOfUnreadFields))
    default: return self
    }
  }
}

/// Compares decoded answers with the oracle.
struct OracleComparison {
  private let mptcpInfo: Oracle
  private let tcpInfo: Oracle
  private let usesKernel: Bool

  init(usesKernel: Bool) throws {
    mptcpInfo = try Oracle("mptcp_info")
    tcpInfo = try Oracle("tcp_info")
    self.usesKernel = usesKernel
  }

  /// What the answer should have been, where it is something else; or what is wrong of its kernel.
  func problem(record: JSONObject, answer: ArraySlice<UInt8>) -> String? {
    var contradiction: String?
    func json(_ oracle: Oracle, _ bytes: [UInt8], kernelSize: Int?, kernel: String?) -> [UInt8] {
      contradiction =
        contradiction
        ?? oracle.contradiction(
          bytes, kernelSize: kernelSize, kernel: kernel,
          answering: record["kernel"]?.text ?? "")
      return oracle.json(bytes, kernelSize: kernelSize, kernel: kernel)
    }
    return problem(record: record, answer: answer, json: json) ?? contradiction
  }

  private func problem(
    record: JSONObject, answer: ArraySlice<UInt8>,
    json: (Oracle, [UInt8], _ kernelSize: Int?, _ kernel: String?) -> [UInt8]
  ) -> String? {
    let sockopt = record["sockopt"]?.text ?? ""
    if let errno = record["errno"]?.integer {
      return difference(answer, "{\"sockopt\":\"\(sockopt)\",\"errno\":\(errno),\"error\":\"E")
    }
    let bytes = Hex.bytes(Array((record["bytes"]?.text ?? "").utf8)) ?? []
    let kernel = usesKernel ? record["kernel"]?.text : nil
    func number(_ offset: Int) -> Int {
      (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }
    func kernelSize(_ length: Int, header: Int = 0) -> Int? {
      if record["source"]?.text == "inet_diag" { return length }
      guard let capacity = record["capacity"]?.integer else { return nil }
      return capacity < 0 || capacity - header > length ? length : nil
    }
    switch sockopt {
    case "MPTCP_INFO", "TCP_INFO":
      let oracle = sockopt == "TCP_INFO" ? tcpInfo : mptcpInfo
      let text = json(oracle, bytes, kernelSize(bytes.count), kernel)
      return difference(answer, text.dropLast())
    case "MPTCP_TCPINFO":
      let stride = number(12)
      var start = number(0)
      var elements: [[UInt8]] = []
      while stride > 0, start < bytes.count {
        elements.append(
          json(
            tcpInfo, Array(bytes[start..<min(bytes.count, start + stride)]), number(8), kernel))
        start += stride
      }
      let count = number(4)
      // An element of no bytes is an element all the same; how many there are is nobody's business.
      if stride == 0 { return nil }
      return difference(
        answer,
        Array("{\"sockopt\":\"MPTCP_TCPINFO\",\"num_subflows\":\(count),\"elements\":[".utf8)
          + elements.joined(separator: Array(",".utf8)) + Array("]".utf8))
    case "MPTCP_FULL_INFO":
      let info = Array(bytes.dropFirst(40))
      let beginning =
        Array("{\"sockopt\":\"MPTCP_FULL_INFO\",".utf8)
        + Array("\"num_subflows\":\(number(16)),\"mptcp_info\":".utf8)
        + json(mptcpInfo, info, kernelSize(info.count, header: 40), kernel)
      if let problem = difference(answer, beginning) { return problem }
      let array = Hex.bytes(Array((record["tcp_info"]?.text ?? "").utf8)) ?? []
      let stride = number(4)
      guard stride > 0 else { return nil }
      // What stands behind each key `tcp_info` is the struct of one subflow.
      let parts = String(decoding: answer, as: UTF8.self).split(separator: "\"tcp_info\":{")
        .dropFirst()
      let count = min(number(16), number(20))
      guard parts.count == count else { return "\(count) subflows" }
      for (index, part) in parts.enumerated() {
        let text = json(
          tcpInfo, Array(array[(index * stride)..<((index + 1) * stride)]), number(0), kernel)
        if let problem = difference(Array(part.utf8)[...], text.dropFirst()) { return problem }
      }
      return nil
    default: return nil
    }
  }

  private func difference(
    _ answer: ArraySlice<UInt8>, _ expected: some Collection<UInt8>
  ) -> String? {
    answer.starts(with: expected) ? nil : String(decoding: expected, as: UTF8.self)
  }

  private func difference(_ answer: ArraySlice<UInt8>, _ expected: String) -> String? {
    difference(answer, Array(expected.utf8))
  }
}
