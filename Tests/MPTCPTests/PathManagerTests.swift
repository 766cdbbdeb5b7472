import Foundation
import ModelledNetlink
import MPTCP
import Netlink
import Testing
import UAPIStructs

#if os(Linux)
  private typealias Bytes = NetlinkBytes

  /// What the answers of the path manager mean, whatever bytes they are.
  struct PathManagerTests {
    /// The answer of a 6.18 kernel.
    private static let limits: [UInt8] =
      [6, 1, 0, 0] + Bytes.attribute(2, Bytes.bytes(UInt32(3)))
      + Bytes.attribute(3, Bytes.bytes(UInt32(5)))

    private static func endpoint(_ attributes: [[UInt8]], type: UInt16 = 0x8001) -> [UInt8] {
      [3, 1, 0, 0] + Bytes.attribute(type, attributes.flatMap { $0 })
    }

    private static let family4 = Bytes.attribute(1, Bytes.bytes(UInt16(2)))
    private static let family6 = Bytes.attribute(1, Bytes.bytes(UInt16(10)))
    private static func id(_ id: UInt8) -> [UInt8] { Bytes.attribute(2, [id]) }
    private static func flags(_ flags: UInt32) -> [UInt8] {
      Bytes.attribute(6, Bytes.bytes(flags))
    }
    private static func ipv4(_ last: UInt8) -> [UInt8] { Bytes.attribute(3, [10, 0, 0, last]) }
    private static let ipv6 = Bytes.attribute(
      4, [0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x12, 0x34])

    /// The endpoints of one message.
    private func endpoints(_ message: [UInt8]) throws(NetlinkError) -> [MPTCPEndpoint] {
      var endpoints: [MPTCPEndpoint] = []
      try MPTCPEndpoint.forEach(
        in: message.span.bytes, interfaceName: { $0 == 3 ? "eth0" : nil },
        { endpoints.append($0) })
      return endpoints
    }

    /// What is wrong with an answer.
    private func code(_ body: () throws -> Void) -> AnswerError.Code? {
      do {
        try body()
      } catch NetlinkError.answer(let error) {
        return error.code
      } catch {}
      return nil
    }

    // MARK: - Requests and answers

    @Test func `Three requests tell all of it`() throws {
      let kernel = ScriptedKernel([
        ScriptedKernel.familyAnswer, ScriptedKernel.single(Self.limits),
        ScriptedKernel.dump([
          Self.endpoint([Self.family4, Self.id(7), Self.flags(6), Self.ipv4(1)]),
          Self.endpoint([
            Self.family6, Bytes.attribute(5, Bytes.bytes(UInt16(4242))), Self.id(9),
            Self.flags(1), Self.ipv6,
          ]),
        ]),
      ])
      let pathManager = try kernel.pathManager()
      #expect(pathManager.limits == .init(additionalSubflows: 5, acceptedAddresses: 3))
      #expect(
        pathManager.endpoints == [
          MPTCPEndpoint(
            id: 7, address: .ipv4(MPTCPAddress.IPv4(10, 0, 0, 1), port: 0),
            flags: [.subflow, .backup]),
          MPTCPEndpoint(
            id: 9,
            address: .ipv6(
              MPTCPAddress.IPv6(groups: [0xFD00, 0, 0, 0, 0, 0, 0, 0x1234]), port: 4242,
              flowInfo: 0,
              scopeID: 0),
            flags: .signal),
        ])
      #expect(pathManager.endpoints.map(\.port) == [nil, 4242])
      #expect(
        kernel.questions == [
          .init(type: 16, flags: 5, command: 3), .init(type: 28, flags: 5, command: 6),
          .init(type: 28, flags: 0x301, command: 3),
        ])
    }

    @Test func `A kernel without the family says so`() {
      #expect(throws: NetlinkError.noFamily("mptcp_pm")) {
        try ScriptedKernel([ScriptedKernel.error(ENOENT)]).pathManager()
      }
      // An answer that names no number is none.
      let nameless = ScriptedKernel.single(
        type: 16, [1, 2, 0, 0] + Bytes.attribute(2, Array("mptcp_pm\0".utf8)))
      #expect(throws: NetlinkError.noFamily("mptcp_pm")) {
        try ScriptedKernel([nameless]).pathManager()
      }
      #expect(NetlinkError.noFamily("mptcp_pm").errno == nil)
      #expect(NetlinkError.noFamily("mptcp_pm").description.contains("mptcp_pm"))
    }

    @Test func `A refusal names the request`() {
      for place in 0..<3 {
        var answers = [ScriptedKernel.familyAnswer, ScriptedKernel.single(Self.limits)]
        answers = Array(answers.prefix(place)) + [ScriptedKernel.error(EPERM)]
        let name = [
          "CTRL_CMD_GETFAMILY mptcp_pm", "MPTCP_PM_CMD_GET_LIMITS", "MPTCP_PM_CMD_GET_ADDR",
        ][place]
        #expect(
          throws: NetlinkError.refused(NetlinkError.Failure(call: name, errno: EPERM), reason: nil)
        ) {
          try ScriptedKernel(answers).pathManager()
        }
      }
    }

    @Test func `An acknowledgement without an answer is none`() {
      let kernel = ScriptedKernel([ScriptedKernel.familyAnswer, ScriptedKernel.error(0)])
      #expect(code { _ = try kernel.pathManager() } == .headerTruncated)
    }

    @Test func `An interrupted dump counts for nothing`() throws {
      let interrupted: UInt16 = 0x12
      let first = Self.endpoint([Self.family4, Self.id(1), Self.flags(2), Self.ipv4(1)])
      let second = Self.endpoint([Self.family4, Self.id(2), Self.flags(2), Self.ipv4(2)])
      let kernel = ScriptedKernel([
        ScriptedKernel.familyAnswer, ScriptedKernel.single(Self.limits),
        { sequence in
          // The kernel notices it in the middle.
          [Bytes.message(28, first, sequence: sequence)]
            + ScriptedKernel.dump([first], flags: interrupted)(sequence)
        },
        ScriptedKernel.dump([second]),
      ])
      #expect(try kernel.pathManager().endpoints.map(\.id) == [2])
      #expect(kernel.questions.count == 4)
    }

    // MARK: - Attributes

    @Test func `Limits need both numbers, and nothing else`() throws {
      func limits(_ attributes: [UInt8]) throws(NetlinkError) -> MPTCPPathManager.Limits {
        try MPTCPPathManager.Limits(message: ([6, 1, 0, 0] + attributes).span.bytes)
      }
      let (addresses, subflows) = (
        Bytes.attribute(2, Bytes.bytes(UInt32(0))), Bytes.attribute(3, Bytes.bytes(UInt32.max))
      )
      let all = try limits(Bytes.attribute(99, [1]) + subflows + addresses)
      #expect(all == .init(additionalSubflows: .max, acceptedAddresses: 0))
      for part in [addresses, subflows, []] {
        #expect(
          code { _ = try limits(part) } == .attributeMissing)
      }
      #expect(
        code {
          _ = try limits(addresses + Bytes.attribute(3, [1, 0]))
        } == .lengthOutOfRange)
    }

    @Test func `What is not known does not hide the rest`() throws {
      let message =
        Self.endpoint([
          Bytes.attribute(77, [1, 2, 3]), Self.family4, Self.id(4), Self.flags(0x8000_0042),
          Bytes.attribute(7, Bytes.bytes(Int32(3))), Self.ipv4(9),
          Bytes.attribute(0x8008, Bytes.attribute(1, [])),
        ]) + Bytes.attribute(12, [0]) + Bytes.attribute(4, Bytes.bytes(UInt32(1)))
      let found = try endpoints(message)
      #expect(found.count == 1)
      #expect(found.first?.id == 4 && found.first?.address.address == "10.0.0.9")
      #expect(found.first?.interfaceIndex == 3 && found.first?.interfaceName == "eth0")
      #expect(found.first?.flags.names == ["subflow", "0x80000040"])
      // An interface that is gone keeps its number.
      let gone = try endpoints(
        Self.endpoint([
          Self.family4, Self.id(4), Bytes.attribute(7, Bytes.bytes(Int32(-1))), Self.ipv4(9),
        ]))
      #expect(gone.first?.interfaceIndex == .max && gone.first?.interfaceName == nil)
      #expect(gone.first?.flags == [])
    }

    @Test func `A family that is not known is kept by its number`() throws {
      let found = try endpoints(
        Self.endpoint([Bytes.attribute(1, Bytes.bytes(UInt16(99))), Self.id(1)]))
      #expect(found.map(\.address) == [.other(family: 99, bytes: [])])
    }

    @Test func `An endpoint needs id, family and address`() {
      let parts = [Self.family4, Self.id(1), Self.ipv4(1)]
      for missing in parts.indices {
        var attributes = parts
        attributes.remove(at: missing)
        let message = Self.endpoint(attributes)
        #expect(
          code { _ = try endpoints(message) } == .attributeMissing)
      }
      let other = Self.endpoint([Self.family6, Self.id(1), Self.ipv4(1)])
      #expect(code { _ = try endpoints(other) } == .attributeMissing)
    }

    @Test func `Attributes that are too short for their type are errors`() {
      for (type, size) in [(1, 2), (2, 1), (3, 4), (4, 16), (5, 2), (6, 4), (7, 4)] {
        for length in 0..<size {
          let message = Self.endpoint([
            Self.family4, Self.id(1), Self.ipv4(1),
            Bytes.attribute(UInt16(type), [UInt8](repeating: 1, count: length)),
          ])
          #expect(
            code { _ = try endpoints(message) } == .lengthOutOfRange)
        }
      }
    }

    // MARK: - Hostile bytes

    private static let whole = endpoint([
      family6, Bytes.attribute(5, Bytes.bytes(UInt16(4242))), id(9), flags(1), ipv6,
      Bytes.attribute(7, Bytes.bytes(Int32(3))),
    ])

    @Test func `A message that is cut anywhere is an error`() throws {
      #expect(try endpoints(Self.whole).count == 1)
      #expect(try endpoints(Array(Self.whole.prefix(4))).isEmpty)
      for count in 0..<Self.whole.count where count != 4 {
        #expect(throws: NetlinkError.self, "\(count)") {
          try endpoints(Array(Self.whole.prefix(count)))
        }
      }
    }

    /// Lengths that are wrong at any depth are errors or cut something off; they never reach past
    /// the message.
    @Test func `Any byte may be any other`() throws {
      var errors = 0
      for index in Self.whole.indices {
        for value in UInt8.min...UInt8.max {
          var message = Self.whole
          message[index] = value
          do throws(NetlinkError) {
            #expect(try endpoints(message).count <= 1)
          } catch {
            errors += 1
            guard case .answer(let error) = error else {
              Issue.record("\(error)")
              continue
            }
            #expect(error.byte >= 0 && error.byte < message.count)
          }
        }
      }
      #expect(errors > 1000)
    }
  }
#endif
