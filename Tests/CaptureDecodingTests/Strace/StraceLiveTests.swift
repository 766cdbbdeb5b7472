#if os(Linux)
  import DecodingSupport
  import TestSupport
  import Foundation
  import Testing

  @testable import CaptureDecoding

  /// The installed strace, on a program that makes the calls of the kernel's own test.
  @Suite(.waiting)
  struct StraceLiveTests {
    /// What each run of strace is told besides what to trace.
    static let options = [
      ["-xx", "-s", "4096"], ["-s", "4096"], ["-x", "-s", "4096", "-f"],
      ["-xx", "-s", "4096", "-y"],
      ["-xx", "-s", "4096", "-yy", "-f", "-Y", "-tt", "-r", "-n", "-i", "-T", "-v"],
      ["-xx", "-s", "4096", "-X", "raw", "-ttt", "-f"],
      ["-xx", "-s", "4096", "-X", "verbose", "-k", "-C"],
      ["-xx", "-s", "4096", "--relative-timestamps=s", "-f", "-Y"],
      ["-xx", "-s", "4096", "--absolute-timestamps=format:unix,precision:s", "-f"],
      ["-xx", "-s", "4096", "-e", "inject=getsockopt:delay_exit=10", "-z"],
    ]

    @Test(arguments: options)
    func `Each answer is what the program saw`(options: [String]) throws {
      guard let run = try Self.run(options) else { return }
      let reading = StraceReading(run.log)
      #expect(reading.failures.isEmpty, "\(reading.failures)")
      // -z leaves failed calls out.
      let calls = run.calls.filter { !options.contains("-z") || $0.answer.isSuccess }
      try #require(reading.records.count == calls.count, "\(run.log.joined(separator: "\n"))")
      for (record, call) in zip(reading.records, calls) {
        #expect(record.record.subject.name == call.option)
        #expect(record.record.answer == call.answer, "\(call)")
        #expect(record.record.capacity == .bytes(call.offered))
        if options.contains("-Y"), options.contains("-f") {
          #expect(record.record.carriedText.contains("\"comm\":\"python3"))
        }
      }
    }

    @Test func `Every call is decoded or named where strace leaves bytes out`() throws {
      for options in [["-xx"], ["-e", "raw=getsockopt"], ["-e", "verbose=none"]] {
        guard let run = try Self.run(options) else { return }
        let reading = StraceReading(run.log)
        let lines = Set((reading.records.map(\.line) + reading.failures.map(\.line)))
        #expect(lines.count == run.calls.count, "\(options)")
        #expect(!reading.failures.isEmpty)
        #expect(reading.failures.allSatisfy { $0.reason.contains("run it with") })
      }
    }

    @Test func `What strace injects is left out`() throws {
      guard let run = try Self.run(["-e", "inject=getsockopt:error=EINVAL"]) else { return }
      let reading = StraceReading(run.log)
      #expect(reading.records.isEmpty)
      #expect(reading.failures.isEmpty)
      #expect(reading.remarks.count == run.calls.count)
    }

    @Test func `The whole log decodes`() throws {
      guard let run = try Self.run(Self.options[0]) else { return }
      let decoded = try decode(run.log.joined(separator: "\n"))
      #expect(decoded.status == 0, "\(decoded.errors)")
      #expect(try decoded.objects.count == run.calls.count)
    }

    // MARK: A run

    private struct Call {
      var option: String
      var offered: Int
      var answer: CaptureRecord.Answer
    }

    private static func run(_ options: [String]) throws -> (log: [String], calls: [Call])? {
      let isInstalled = try NetworkNamespace.with { namespace in
        try namespace.outcome(of: ["sh", "-c", "command -v strace python3"]).status == 0
      }
      guard isInstalled else {
        print("skipped: strace or python3 is not installed")
        return nil
      }
      let log = FileManager.default.temporaryDirectory
        .appending(path: "strace-\(UUID().uuidString)").path
      defer { try? FileManager.default.removeItem(atPath: log) }
      let outcome = try NetworkNamespace.with { namespace in
        try namespace.outcome(
          of: ["strace", "-o", log, "-e", "trace=getsockopt"] + options + [
            "python3", "-c", program,
          ])
      }
      if outcome.status == 77 {
        print("skipped: this kernel has no MPTCP, or it is switched off")
        return nil
      }
      try #require(outcome.status == 0, "\(outcome.errors)")
      let calls = try outcome.output.split(separator: "\n").map { line in
        let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        try #require(words.count == 4)
        let answer =
          try #require(Int(words[2])) == 0
          ? CaptureRecord.Answer.bytes(StraceSample.hex(words[3]))
          : .refused(errno: try #require(Int(words[2])))
        return Call(option: words[0], offered: try #require(Int(words[1])), answer: answer)
      }
      return (try Repository.lines(log), calls)
    }

    /// Prints for each call its option, the length that it offered, the error, and the bytes.
    private static let program = """
      import ctypes, socket, struct, sys
      libc = ctypes.CDLL(None, use_errno=True)
      names = {(284, 1): "MPTCP_INFO", (284, 2): "MPTCP_TCPINFO", (284, 3): "MPTCP_SUBFLOW_ADDRS",
               (284, 4): "MPTCP_FULL_INFO", (6, 11): "TCP_INFO"}
      def ask(sock, level, option, length, request=b""):
        buffer = ctypes.create_string_buffer(request, 8192)
        offered = ctypes.c_uint(length)
        status = libc.getsockopt(sock.fileno(), level, option, buffer, ctypes.byref(offered))
        error = ctypes.get_errno() if status else 0
        bytes = b"" if status else buffer.raw[:offered.value]
        print(names[level, option], length, error, bytes.hex(), flush=True)
        return bytes
      def words(*values): return struct.pack("=%dI" % len(values), *values)
      def headers(sock, option):
        ask(sock, 284, option, 16)
        ask(sock, 284, option, 16, words(16, 0, 0, 0))
        for length in 0, 4, 7, 15: ask(sock, 284, option, length, words(16, 0, 0, 0))
        ask(sock, 284, option, 16, words(16, 0, 1, 0))
        ask(sock, 284, option, 16, words(16, 1, 0, 0))
        ask(sock, 284, option, 24, words(24, 0, 0, 0))
        ask(sock, 284, option, 18, words(17, 0, 0, 1))
      def all(sock, family):
        ask(sock, 284, 1, 96)
        ask(sock, 284, 1, 4)
        ask(sock, 284, 2, 16 + 2 * 280, words(16, 0, 0, 280))
        ask(sock, 284, 2, 16 + 2 * 232, words(16, 0, 0, 232))
        ask(sock, 284, 2, 8192, words(24, 0, 0, 8))
        headers(sock, 2)
        ask(sock, 284, 3, 16 + 2 * 256, words(16, 0, 0, 256))
        ask(sock, 284, 3, 18, words(16, 0, 0, 2))
        headers(sock, 3)
        subflows, infos = ctypes.create_string_buffer(1024), ctypes.create_string_buffer(1024)
        pointers = struct.pack("=2Q", ctypes.addressof(subflows), ctypes.addressof(infos))
        ask(sock, 284, 4, 136, words(0, 280, 0, 264, 0, 2) + pointers)
        ask(sock, 284, 4, 512, words(0, 280, 0, 264, 0, 2) + pointers)
        for length in 0, 4, 104, 280, 512: ask(sock, 6, 11, length)
      for family, address in (socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"):
        try: listener = socket.socket(family, socket.SOCK_STREAM, 262)
        except OSError: sys.exit(77)
        listener.bind((address, 0))
        listener.listen()
        client = socket.socket(family, socket.SOCK_STREAM, 262)
        client.connect(listener.getsockname())
        server = listener.accept()[0]
        client.sendall(b"getsockopt(3, SOL_MPTCP, MPTCP_INFO, ")
        server.recv(100)
        for sock in client, server: all(sock, family)
        plain = socket.socket(family, socket.SOCK_STREAM)
        ask(plain, 284, 1, 96)
        ask(plain, 6, 11, 512)
      """
  }

  extension CaptureRecord.Answer {
    fileprivate var isSuccess: Bool { if case .refused = self { false } else { true } }
  }
#endif
