#if os(Linux)
  import UAPIText
  import DecodingSupport
  import TestSupport
  import Foundation
  import Testing

  @testable import UAPICommands

  /// `uapi mptcp capture` on this machine's kernel.
  @Suite(.waiting, .enabled(if: NetworkNamespace.kernelHasMPTCP, "this kernel has no MPTCP"))
  struct SocketCaptureTests {
    private static func text(_ path: String) throws -> String {
      try String(contentsOfFile: path, encoding: .utf8)
    }

    /// Connections within a namespace, at rest.
    private static func withConnections(
      _ count: Int = 2, _ body: (NetworkNamespace) throws -> Void
    ) throws {
      try NetworkNamespace.with { namespace in
        let crowd = try ConnectionCrowd(of: count, in: namespace)
        for connection in crowd.connections { try connection.exchange() }
        try withExtendedLifetime(crowd) { try body(namespace) }
      }
    }

    /// All structs of a listing by the cookie of their socket, without the ages, which go on.
    private static func structs(_ objects: [JSONObject]) -> [JSONObject: JSONObject] {
      var structs: [JSONObject: JSONObject] = [:]
      for object in objects {
        if let cookie = object["cookie"] { structs[cookie] = object["mptcp_info"].map(still) }
        for subflow in object.subflows {
          if let cookie = subflow["cookie"] { structs[cookie] = subflow["tcp_info"].map(still) }
        }
      }
      return structs
    }

    /// A decoded struct, and nothing else that a record carries.
    private static func still(_ decoded: JSONObject) -> JSONObject {
      let fields = (decoded["fields"]?.members ?? [:]).filter { !$0.key.contains("_last_") }
      return .object([
        "struct": decoded["struct"] ?? .null, "length": decoded["length"] ?? .null,
        "trailing": decoded["trailing"] ?? .null, "fields": .object(fields),
      ])
    }

    @Test func `Records decode to what the listing shows`() throws {
      try Self.withConnections { namespace in
        let command = try SocketListing.command("capture", [])
        let (listed, _, records) = try waiting(
          for: "two looks that saw the same", until: { $0.0 == $0.1 }
        ) {
          let before = Self.structs(try SocketListing.objects(in: namespace))
          let records = try namespace.run(command).output
          let after = Self.structs(try SocketListing.objects(in: namespace))
          return (before, after, records)
        }
        let decoded = try decode(records, kernel: "running")
        #expect(decoded.status == 0 && decoded.errors.isEmpty)
        let objects = try decoded.objects
        // Both ends of two connections with a subflow each, and the listener.
        #expect(objects.count == 9 && listed.count == 9)
        for object in objects {
          let cookie = try #require(object["cookie"])
          #expect(Self.still(object) == listed[cookie])
          #expect(object["source"]?.text == "inet_diag")
          #expect(object["time"]?.number ?? 0 > 1_700_000_000)
          #expect(object["local"]?.endpoint != nil && object["remote"]?.endpoint != nil)
        }
        let subflows = objects.filter { $0["struct"]?.text == "tcp_info" }
        #expect(subflows.count == 4)
        for subflow in subflows {
          #expect(subflow["local_id"]?.integer == 0 && subflow["subflow_flags"] != nil)
          #expect(
            objects.contains {
              $0["struct"]?.text == "mptcp_info" && $0["token"] == subflow["token"]
            })
        }
      }
    }

    @Test func `Looks are appended to what is in the file`() throws {
      try Self.withConnections { namespace in
        let folder = try ScratchFolder()
        let path = try folder.write("file", "# kept, without an end".utf8, mode: 0o644)
        try namespace.run(SocketListing.command("capture", [path]))
        try namespace.run(
          SocketListing.command("capture", ["--every", "0.02", "--count", "3", path]))
        let lines = try Self.text(path).split(separator: "\n")
        #expect(lines[0] == "# kept, without an end")
        let records = try lines.dropFirst().map { try JSONObject(String($0)) }
        #expect(records.count == 4 * 9)
        let looks = Dictionary(grouping: records) { $0["time"] }
        #expect(looks.count == 4 && looks.values.allSatisfy { $0.count == 9 })
        #expect(try Self.text(path).hasSuffix("}\n"))
      }
    }

    @Test func `A signal ends it after a whole line`() throws {
      try Self.withConnections { namespace in
        let folder = try ScratchFolder()
        let path = folder.path + "/file"
        for signal in [SIGINT, SIGTERM] {
          let size = (try? Self.text(path).utf8.count) ?? 0
          let capture = try namespace.start(
            SocketListing.command("capture", ["--every", "0.01", path]))
          try waiting(for: "records", until: { $0 > size + 20_000 }) {
            (try? Self.text(path).utf8.count) ?? 0
          }
          capture.send(signal: signal)
          let outcome = try capture.wait()
          #expect(outcome.status == 0 && outcome.errors.isEmpty && outcome.output.isEmpty)
          let text = try Self.text(path)
          #expect(text.hasSuffix("}\n"))
          let decoded = try decode(text)
          #expect(decoded.status == 0 && decoded.errors.isEmpty)
          #expect(try decoded.objects.count.isMultiple(of: 9))
        }
      }
    }

    @Test func `Nothing is lost where there is no room`() throws {
      try Self.withConnections { namespace in
        let full = try namespace.outcome(
          of: SocketListing.command("capture", ["--every", "0.01", "/dev/full"]))
        #expect(full.status == 1)
        #expect(full.errors == "Error: /dev/full: No space left on device\n")
        let output = try SocketListing.command("capture", []).joined(separator: " ")
        let pipe = try namespace.outcome(of: ["sh", "-c", "exec \(output) > /dev/full"])
        #expect(pipe.status == 1)
        #expect(pipe.errors == "Error: standard output: No space left on device\n")
        // The kernel takes the first lines of the second look, and part of another one.
        let folder = try ScratchFolder()
        let path = try folder.write("file", "{\"kept\":1}\n".utf8, mode: 0o644)
        try namespace.run(SocketListing.command("capture", [path]))
        let kept = try Self.text(path)
        let limit = kept.utf8.count + 1000
        let command = try SocketListing.command("capture", [path])
        let outcome = try namespace.outcome(
          of: ["prlimit", "--fsize=\(limit)"] + command)
        #expect(outcome.status == 1)
        #expect(outcome.errors == "Error: \(path): File too large\n")
        let text = try Self.text(path)
        #expect(text.hasPrefix(kept) && text.utf8.count <= limit && text.hasSuffix("\n"))
        for line in text.split(separator: "\n") { _ = try JSONObject(String(line)) }
        // Into a file that the shell opened, whoever writes next goes on at the end of the last line.
        let shared = folder.path + "/shared"
        let script = "prlimit --fsize=1500 \(output) > \(shared); echo '{}' >> \(shared)"
        let second = try namespace.outcome(of: ["sh", "-c", script])
        #expect(second.errors == "Error: standard output: File too large\n")
        let lines = try Self.text(shared).split(separator: "\n")
        #expect(lines.count >= 1)
        for line in lines { _ = try JSONObject(String(line)) }
      }
    }

    @Test func `Folders that cannot be written are errors`() throws {
      try NetworkNamespace.with { namespace in
        let folder = try ScratchFolder()
        let path = try folder.write("file", "kept".utf8, mode: 0o444)
        try #require(chmod(folder.path, 0o555) == 0)
        defer { chmod(folder.path, 0o755) }
        // Root may write anywhere, as long as it has its capabilities.
        for (file, reason) in [
          (folder.path + "/new", "Permission denied"), (path, "Permission denied"),
          (folder.path, "Is a directory"), (folder.path + "/a/b", "No such file or directory"),
        ] {
          let outcome = try namespace.outcome(
            of: ["setpriv", "--bounding-set", "-all"] + SocketListing.command("capture", [file]))
          #expect(outcome.status == 1)
          #expect(outcome.errors == "Error: \(file): \(reason)\n")
        }
        #expect(try Self.text(path) == "kept")
      }
    }

    @Test func `No sockets are no records`() throws {
      try NetworkNamespace.with { namespace in
        let outcome = try namespace.run(SocketListing.command("capture", []))
        #expect(outcome.output.isEmpty && outcome.errors.isEmpty)
      }
    }
  }
#endif
