import Foundation
import MPTCP
import TestSupport
import Testing
import UAPIStructs

/// Answers of Linux are judged by Linux's numbers, on whatever system.
struct LinuxNumbersTests {
  /// An MPTCP connection of IPv6 as Linux answers; on Darwin AF_INET6 is 30, ENOTCONN 57, ENOPROTOOPT 42
  /// and EOPNOTSUPP 102.
  private static func answers(
    domain: Int32 = 10, protocolNumber: Int32 = 262,
    peer: MPTCPSocket.StateAnswers.Answer<Int32> = .value(10),
    info: MPTCPSocket.StateAnswers.Answer<MPTCPInfo.Flags> = .value(.remoteKeyReceived),
    isMPTCP: MPTCPSocket.StateAnswers.Answer<Int32> = .value(1)
  ) -> MPTCPSocket.StateAnswers {
    MPTCPSocket.StateAnswers(
      type: .value(1), domain: .value(domain), protocolNumber: .value(protocolNumber),
      isListening: .value(0), peer: peer, tcpState: .value(1), info: info, isMPTCP: isMPTCP)
  }

  @Test func `States follow from the numbers of Linux`() {
    #expect(MPTCPSocket.State(Self.answers()) == .mptcp)
    #expect(MPTCPSocket.State(Self.answers(domain: 2)) == .mptcp)
    // AF_INET6 of Darwin and FreeBSD, AF_UNIX and AF_VSOCK of Linux.
    for domain in [30, 28, 1, 40] as [Int32] {
      #expect(MPTCPSocket.State(Self.answers(domain: domain)) == .otherStream)
    }
    #expect(MPTCPSocket.State(Self.answers(protocolNumber: 132)) == .otherStream)
    var file = Self.answers()
    file.type = .errno(88)
    #expect(MPTCPSocket.State(file) == .notSocket)

    #expect(MPTCPSocket.State(Self.answers(info: .errno(92), isMPTCP: .value(0))) == .fellBack)
    #expect(MPTCPSocket.State(Self.answers(info: .errno(92), isMPTCP: .errno(92))) == .fellBack)
    #expect(
      MPTCPSocket.State(Self.answers(domain: 2, info: .errno(95), isMPTCP: .errno(92))) == .fellBack
    )
    #expect(MPTCPSocket.State(Self.answers(info: .errno(95), isMPTCP: .errno(95))) == .mptcp)
    #expect(
      MPTCPSocket.State(Self.answers(peer: .errno(107), info: .errno(95), isMPTCP: .errno(92)))
        == .unconnected)
    // The numbers of Darwin say nothing.
    #expect(MPTCPSocket.State(Self.answers(info: .errno(42), isMPTCP: .errno(42))) == .undecided)
    #expect(MPTCPSocket.State(Self.answers(info: .errno(102), isMPTCP: .errno(102))) == .undecided)
  }

  @Test func `What socket(2) answers is judged by the numbers of Linux`() {
    let cases: [(Int32, MPTCPSupport)] = [
      (22, .tooOld), (93, .notBuilt), (92, .disabled), (13, .denied(errno: 13)),
      (1, .denied(errno: 1)), (43, .failed(errno: 43)), (42, .failed(errno: 42)),
      (97, .failed(errno: 97)),
    ]
    for (number, support) in cases { #expect(MPTCPSupport(socketErrno: number) == support) }
  }

  @Test func `A lack of descriptors or memory is told by the numbers of Linux`() throws {
    func open(_ refusal: Int32) throws(MPTCPSocketError) -> MPTCPSupport? {
      try MPTCPSocket.open(.ipv6, policy: .prefer) { protocolNumber in
        // No descriptor of this process has this number.
        protocolNumber == 262 ? .errno(refusal) : .value(.max)
      }.outcome.fallbackReason
    }
    for shortage in [24, 23, 105, 12] as [Int32] {
      let error = #expect(throws: MPTCPSocketError.self) { try open(shortage) }
      #expect(error?.errno == shortage)
    }
    #expect(try open(92) == .disabled)
    // ENOBUFS of Darwin is a number like any other.
    #expect(try open(55) == .failed(errno: 55))
  }

  /// Files that import a C library only inside a condition on Linux cannot judge by another's numbers.
  @Test func `No file that is compiled elsewhere than on Linux imports a C library`() throws {
    let sources = Repository.root.appending(path: "Sources/MPTCP")
    let files = try #require(
      FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
    ).compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
    #expect(files.count > 50)
    var importers = 0
    for file in files {
      let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      /// The conditions around a line.
      var conditions: [Substring] = []
      for line in lines.map({ $0.drop { $0 == " " } }) {
        if line.hasPrefix("#if ") {
          conditions.append(line)
        } else if line.hasPrefix("#else") {
          conditions[conditions.count - 1] = line
        } else if line.hasPrefix("#endif") {
          conditions.removeLast()
        } else if ["Glibc", "Musl", "Android", "Darwin", "Foundation", "LibC"].contains(where: {
          line.hasSuffix("import \($0)")
        }) {
          importers += 1
          #expect(
            conditions.first == "#if os(Linux) || os(Android)",
            "\(file.lastPathComponent): \(line)")
        }
      }
    }
    #expect(importers > 0)
  }
}
