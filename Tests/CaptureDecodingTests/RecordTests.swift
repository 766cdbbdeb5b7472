import MPTCP
import DecodingSupport
import TestSupport
import UAPIText
import Testing

@testable import CaptureDecoding

/// Capture records: what is carried, and what is refused.
struct RecordTests {
  @Test func `Other keys are carried untouched`() throws {
    let record =
      #"{"time":1700000000.000100,"kernel":"6.1.0-56-cloud-amd64","\u0073ockopt":"MPTCP_INFO","#
      + #""capacity":512,"optlen":4,"bytes":"01000002","big":12345678901234567890123,"#
      + #""text":"\u00e9\/é","list":[1, {"a" : null}],"request":"","empty":{}}"#
    let decoded = try decode(record + "\n")
    #expect(decoded.status == 0, "\(decoded.errors)")
    let carried =
      #""trailing":"","time":1700000000.000100,"kernel":"6.1.0-56-cloud-amd64","#
      + #""big":12345678901234567890123,"text":"\u00e9\/é","list":[1,{"a":null}],"empty":{}}"#
    #expect(decoded.output.hasSuffix(carried + "\n"), "\(decoded.output)")
  }

  @Test func `Fields keep the order of the struct`() throws {
    let record = #"{"sockopt":"MPTCP_INFO","bytes":""}"#
    let output = try decode(record).output
    #expect(
      output.hasPrefix(
        #"{"struct":"mptcp_info","length":0,"fields":{"mptcpi_subflows":{"presence":"absent"},"#
          + #""mptcpi_add_addr_signal":"#))
  }

  @Test func `Decoded members cannot be replaced`() throws {
    let record = #"{"sockopt":"MPTCP_INFO","bytes":"","length":7,"fields":1,"trailing":"x"}"#
    let decoded = try decode(record)
    #expect(try decoded.object["length"]?.integer == 0)
    #expect(decoded.output.split(separator: "\"length\"").count == 2)
  }

  @Test(arguments: [
    (#"{"sockopt":"MPTCP_INFO","errno":95}"#, 95, "EOPNOTSUPP"),
    (#"{"sockopt":"TCP_INFO","errno":22,"capacity":-1,"request":""}"#, 22, "EINVAL"),
    (#"{"struct":"tcp_info","errno":92}"#, 92, "ENOPROTOOPT"),
    (#"{"sockopt":"MPTCP_INFO","errno":95,"machine":"mips64"}"#, 95, nil),
    (#"{"sockopt":"MPTCP_INFO","errno":4000}"#, 4000, nil),
  ])
  func `Refused calls name their error`(record: String, number: Int, name: String?) throws {
    let object = try decode(record).object
    #expect(object["errno"]?.integer == number)
    #expect(object["error"]?.text == name)
    #expect(object["capacity"] == nil)
  }

  @Test(arguments: [
    (#"{"sockopt":"MPTCP_INFO","optlen":2,"bytes":"010"}"#, "odd number"),
    (#"{"sockopt":"MPTCP_INFO","optlen":2,"bytes":"010g"}"#, "not a digit at 4"),
    (#"{"sockopt":"MPTCP_INFO","optlen":3,"bytes":"0102"}"#, "holds 2 bytes"),
    (#"{"sockopt":"MPTCP_INFO","optlen":-1,"bytes":""}"#, "'optlen' is -1"),
    (#"{"sockopt":"MPTCP_INFO","optlen":2,"capacity":1,"bytes":"0102"}"#, "larger than"),
    (#"{"sockopt":"MPTCP_INFO","capacity":-2,"bytes":"0102"}"#, "'capacity' is -2"),
    (#"{"sockopt":"TCP_INFO","capacity":-1,"bytes":"0102"}"#, "only MPTCP_INFO"),
    (#"{"sockopt":"MPTCP_INFO","optlen":1.5,"bytes":"01"}"#, "not an integer"),
    (#"{"sockopt":"MPTCP_INFO","optlen":"1","bytes":"01"}"#, "not an integer"),
    (#"{"sockopt":"MPTCP_INFO","optlen":99999999999999999999,"bytes":"01"}"#, "not an integer"),
    (#"{"sockopt":"MPTCP_INFO","bytes":7}"#, "not a string"),
    (#"{"sockopt":"MPTCP_INFO"}"#, "neither 'bytes' nor 'errno'"),
    (#"{"sockopt":"MPTCP_INFO","bytes":"","errno":1}"#, "and an answer"),
    (#"{"sockopt":"MPTCP_INFO","errno":0}"#, "not an error"),
    (#"{"sockopt":"MPTCP_INFO","struct":"mptcp_info","bytes":""}"#, "exclude"),
    (#"{"bytes":""}"#, "neither 'sockopt' nor 'struct'"),
    (#"{"sockopt":"MPTCP_INF","bytes":""}"#, "did you mean 'MPTCP_INFO"),
    (#"{"struct":"mptcp_inf","bytes":""}"#, "did you mean 'mptcp_info"),
    (#"{"struct":"mptcp_inf","errno":1}"#, "did you mean 'mptcp_info"),
    (#"{"sockopt":"MPTCP_INFO","bytes":"","machine":"pdp11"}"#, "pdp11"),
    (#"{"sockopt":"MPTCP_INFO","bytes":"","kernel":6}"#, "'kernel' is not a string"),
    (#"{"sockopt":"MPTCP_TCPINFO","optlen":3,"bytes":"010203"}"#, "MPTCP_TCPINFO, byte"),
    (#"{"sockopt":"MPTCP_FULL_INFO","optlen":3,"bytes":"010203"}"#, "MPTCP_FULL_INFO, byte"),
    (#"{"sockopt":"MPTCP_INFO","bytes":"","bytes":""}"#, "twice"),
    (#"{"sockopt":"MPTCP_INFO","bytes":"","x":1,"x":2}"#, "twice"),
    (#"{"sockopt":"MPTCP_INFO","bytes":"""#, "text ends"),
    (#"{"sockopt":"MPTCP_INFO","bytes":""} x"#, "follows"), (#"{"a":01}"#, "starts with 0"),
    (#"{"a":1,}"#, "byte 8: '\"' is due"), (#"{"a":tru}"#, "a value is due"),
    (#"{"a":"\q"}"#, "escape"), (#"{"a":"\ud800"}"#, "surrogate"), (#"{"a":+1}"#, "value"),
    ("{\"a\":\"\u{1}\"}", "control"), (#"[1]"#, "a record is an object"),
    (#"{"a":1.}"#, "digit"), (#"{"a" 1}"#, "':' is due"),
  ])
  func `Broken records are named by line`(record: String, reason: String) throws {
    // The lines around the broken one decode all the same.
    let good = #"{"sockopt":"MPTCP_INFO","optlen":1,"bytes":"01"}"#
    let decoded = try decode("\(good)\n\(record)\n\n\(good)\n")
    #expect(decoded.status == 1)
    #expect(decoded.errorLines == [2], "\(decoded.errors)")
    #expect(try decoded.objects.count == 2)
    let error = try JSONObject(String(decoded.errors.dropLast()))
    #expect(Set(error.members.keys) == ["line", "error"])
    #expect(error["error"]?.text?.contains(reason) == true, "\(decoded.errors)")
  }

  @Test func `Nesting is limited`() throws {
    for depth in [JSONScanner.depthLimit - 1, JSONScanner.depthLimit, 100_000] {
      let nested =
        String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
      let decoded = try decode("{\"sockopt\":\"MPTCP_INFO\",\"bytes\":\"\",\"x\":\(nested)}\n")
      #expect(decoded.status == (depth <= JSONScanner.depthLimit ? 0 : 1))
    }
  }

  @Test func `Bytes that are not UTF-8 are refused`() throws {
    let record = Array(#"{"sockopt":"MPTCP_INFO","bytes":"","x":"y"}"#.utf8)
      .flatMap { $0 == UInt8(ascii: "y") ? [0xFF] : [$0] }
    let good = Array("{\"sockopt\":\"MPTCP_INFO\",\"bytes\":\"\"}\n".utf8)
    let decoded = try decode(good + record)
    #expect(decoded.status == 1)
    #expect(decoded.errors.contains("UTF-8"))
  }

  @Test func `The description fills in what records lack`() throws {
    let decoded = try decode(
      "{\"bytes\":\"\(String(repeating: "00", count: 48))\"}\n", subject: .option(.info),
      capacity: 512)
    #expect(try decoded.object["fields"]?["mptcpi_retransmits"]?["presence"]?.text == "absent")
  }

  @Test func `Unlimited capacity makes the size known`() throws {
    let zeros = String(repeating: "00", count: 48)
    let record = #"{"sockopt":"MPTCP_INFO","capacity":-1,"optlen":48,"bytes":"ZEROS"}"#
    let object = try decode(record.replacing("ZEROS", with: zeros)).object
    #expect(object["fields"]?["mptcpi_retransmits"]?["presence"]?.text == "absent")
  }

  @Test func `Machines decide the order of bytes`() throws {
    let zeros = String(repeating: "00", count: 80)
    for (machine, value) in [("x86_64", 0x0400_0000), ("s390x", 4)] {
      let record =
        #"{"sockopt":"MPTCP_INFO","machine":"MACHINE","bytes":"000000000000000000000004ZEROS"}"#
        .replacing("MACHINE", with: machine).replacing("ZEROS", with: zeros)
      let token = try decode(record).object["fields"]
      #expect(token?["mptcpi_flags"]?["value"]?.integer == value)
    }
    // On i386 the struct of Linux 5.14 to 6.4 has 44 bytes.
    let record =
      #"{"sockopt":"MPTCP_INFO","machine":"i686","capacity":512,"bytes":"ZEROS"}"#
      .replacing("ZEROS", with: String(repeating: "00", count: 44))
    let fields = try decode(record, kernel: "6.1").object["fields"]
    #expect(fields?["mptcpi_csum_enabled"]?["presence"]?.text == "present")
    #expect(fields?["mptcpi_retransmits"]?["presence"]?.text == "absent")
  }

  @Test(arguments: [
    ("none", "indeterminate"), ("record", "present"), ("5.13", "absent"), ("v5.14", "present"),
    ("6.1.0-56-cloud-amd64", "present"), ("5.14.0-427.el9.x86_64", "indeterminate"),
    ("4.4", "indeterminate"),
  ])
  func `Kernels decide as far as they are told`(kernel: String, presence: String) throws {
    let zeros = String(repeating: "00", count: 48)
    let record =
      #"{"kernel":"6.1.0","sockopt":"MPTCP_INFO","capacity":512,"optlen":48,"bytes":"ZEROS"}"#
      .replacing("ZEROS", with: zeros)
    let object = try decode(record, kernel: kernel).object
    #expect(object["fields"]?["mptcpi_csum_enabled"]?["presence"]?.text == presence)
  }

  @Test func `Nonsense is not a kernel`() {
    #expect(KernelChoice("six") == nil)
    #expect(KernelChoice("") == nil)
  }
}
