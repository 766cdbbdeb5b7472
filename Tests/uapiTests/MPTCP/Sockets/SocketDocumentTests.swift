#if os(Linux)
  import TestSupport
  import UAPIText
  import Foundation
  import Glibc
  import MPTCP
  import Testing

  @testable import UAPICommands

  /// `--format json` of many sockets.
  struct SocketDocumentTests {
    typealias Model = ModelledSockets

    private static func look(_ count: Int) throws -> SocketLook {
      Model.look(
        try (0..<count).map {
          try Model.connection(UInt16($0 + 1), token: UInt32($0) + 1, sent: UInt64($0))
        },
        subflows: try (0..<count).map {
          try Model.subflow(of: UInt16($0 + 1), token: UInt32($0) + 1)
        })
    }

    private static func document(_ look: SocketLook) -> String {
      let output = OutputBuffer()
      SocketJSON().appendDocument(of: look, rates: SocketRates(), to: output)
      return output.text
    }

    @Test(arguments: [0, 1, 2, 50])
    func `A document holds the object of each socket, in their order`(count: Int) throws {
      let look = try Self.look(count)
      let text = Self.document(look)
      let objects = try look.entries.map {
        let object = SocketJSON().object($0, of: look, rates: SocketRates())
        return try JSONObject(String(decoding: object.bytes, as: UTF8.self))
      }
      #expect(objects.count == count)
      #expect(try JSONObject(text) == .object(["sockets": .array(objects)]))
      // It is laid out as if it were made in one piece.
      var whole: [UInt8] = []
      var document = JSONObjectText()
      document.add("sockets", array: look.entries) {
        SocketJSON().object($0, of: look, rates: SocketRates())
      }
      JSONText.appendReadable(document.bytes, indent: 0, to: &whole)
      #expect(text == String(decoding: whole, as: UTF8.self) + "\n")
    }

    @Test func `A document of thousands goes out as it is made`() throws {
      let path = FileManager.default.temporaryDirectory
        .appending(path: "sockets-\(getpid()).json").path
      let descriptor = open(path, O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0o600)
      try #require(descriptor >= 0)
      defer {
        close(descriptor)
        unlink(path)
      }
      let output = OutputBuffer(descriptor: descriptor)
      SocketJSON().appendDocument(of: try Self.look(1500), rates: SocketRates(), to: output)
      // What is left, and what it had to keep at once.
      #expect(output.bytes.count < 1 << 17 && output.bytes.capacity < 1 << 19)
      try output.finish()
      var status = stat()
      #expect(fstat(descriptor, &status) == 0 && status.st_size > 5_000_000)
    }

    // MARK: The layout

    private static func readable(_ text: String, indent: Int = 0) -> String {
      var result: [UInt8] = []
      JSONText.appendReadable(Array(text.utf8), indent: indent, to: &result)
      return String(decoding: result, as: UTF8.self)
    }

    @Test func `Objects in objects have lines of their own, short values stay on one`() {
      #expect(Self.readable("{}") == "{}" && Self.readable("[]") == "[]")
      #expect(Self.readable("-1.5") == "-1.5" && Self.readable("\"a,b:c\"") == "\"a,b:c\"")
      #expect(
        Self.readable(#"{"a":[1,2,[3]],"b":"x\",{"}"#) == #"{"a": [1, 2, [3]], "b": "x\",{"}"#)
      #expect(
        Self.readable(#"{"a":{},"b":[{"c":1},2],"d":[]}"#) == """
          {
            "a": {},
            "b": [
              {"c": 1},
              2
            ],
            "d": []
          }
          """)
      #expect(Self.readable(#"[{"a":1}]"#, indent: 1) == "[\n    {\"a\": 1}\n  ]")
      let long = (0..<60).map(String.init).joined(separator: ",")
      #expect(Self.readable("[\(long)]").split(separator: "\n").count == 62)
    }

    @Test func `Deep and wide texts take time that grows with their length alone`() {
      let depth = 1000
      let deep =
        String(repeating: "[{\"a\":", count: depth) + "1" + String(repeating: "}]", count: depth)
      let wide = "[" + (0..<10_000).map { "{\"a\":[\($0)]}" }.joined(separator: ",") + "]"
      let time = ContinuousClock().measure {
        #expect(Self.readable(deep).count > depth)
        #expect(Self.readable(wide).split(separator: "\n").count == 10_002)
      }
      #expect(time < .seconds(20))
      // What is cut off is written as far as it goes.
      for text in ["{", "[{\"a\":", "[1,", "{\"a", "}", "[[", "{\"a\":\"\\"] {
        let written = Self.readable(text).filter { !$0.isWhitespace }
        #expect(text.hasPrefix(written), "\(text): \(written)")
      }
    }
  }
#endif
