import Foundation
import MPTCP
import TestSupport
import Testing
import UAPIStructs

/// Answers that were kept.
struct CaptureDecodingTests {
  @Test func `Captures decode as their bytes do`() throws {
    for record in try CaptureFiles.records() {
      guard let capture = record.capture else { continue }
      switch capture.option {
      case .info: #expect(try MPTCPInfo(capture).bytes == capture.bytes)
      case .tcpInfo: #expect(try TCPInfo(capture).bytes == capture.bytes)
      case .subflowTCPInfo: #expect(try MPTCPTCPInfoAnswer(capture).subflowCount > 0)
      case .subflowAddresses:
        #expect(try MPTCPSubflowAddressesAnswer(capture).subflowCount > 0)
      case .fullInfo: #expect(try MPTCPFullInfoAnswer(capture).subflowCount > 0)
      }
    }
  }

  @Test func `A capture of another option is refused`() {
    for option in MPTCPCapture.Option.allCases {
      let capture = MPTCPCapture(option, bytes: [UInt8](repeating: 0, count: 552))
      let attempts: [(MPTCPCapture.Option, () throws -> Void)] = [
        (.info, { _ = try MPTCPInfo(capture) }),
        (.tcpInfo, { _ = try TCPInfo(capture) }),
        (.subflowTCPInfo, { _ = try MPTCPTCPInfoAnswer(capture) }),
        (.subflowAddresses, { _ = try MPTCPSubflowAddressesAnswer(capture) }),
        (.fullInfo, { _ = try MPTCPFullInfoAnswer(capture) }),
      ]
      for (wanted, attempt) in attempts where wanted != option {
        let error = #expect(throws: AnswerError.self) { try attempt() }
        #expect(error?.code == .otherOption)
        #expect(error?.subject == wanted.rawValue)
      }
    }
  }
}

/// Buffers that grow, asked of a model of the kernel.
struct GrowingTests {
  @Test(arguments: [0, 1, 2, 7, 8, 9, 16, 17, 65, 300])
  func `All subflows are read, however many there are`(count: Int) throws {
    let kernel = ModelKernel(subflows: count)
    let kept = try MPTCPTCPInfoAnswer(MPTCPCapture(.subflowTCPInfo, kernel: kernel.tcpInfo))
    let asked = try MPTCPTCPInfoAnswer(asking: kernel.tcpInfo)
    for tcp in [kept, asked] {
      #expect(tcp.subflowCount == count && tcp.elements.count == count)
      #expect(tcp.elements.allSatisfy { $0.state == 1 && $0.byteCount == 280 })
    }
    #expect(kernel.calls <= 4)

    let full = try [
      MPTCPFullInfoAnswer(MPTCPCapture(.fullInfo, kernel: kernel.fullInfo)),
      MPTCPFullInfoAnswer(asking: kernel.fullInfo),
    ]
    for full in full {
      #expect(full.subflowCount == count)
      #expect(full.subflows.map(\.id) == (0..<count).map { UInt32($0 + 1) })
      #expect(full.subflows.allSatisfy { $0.tcpInfo?.state == 1 })
      #expect(full.header.numSubflows == UInt32(count) && full.info.byteCount == 96)
    }
    #expect(kernel.calls <= 8)
  }

  @Test func `Subflows that come with every call end the attempts`() throws {
    let kernel = ModelKernel(subflows: 40, growth: 40)
    let tcp = try MPTCPTCPInfoAnswer(MPTCPCapture(.subflowTCPInfo, kernel: kernel.tcpInfo))
    #expect(kernel.calls == 5)
    #expect(tcp.elements.count < tcp.subflowCount)
    let other = ModelKernel(subflows: 40, growth: 40)
    let full = try MPTCPFullInfoAnswer(MPTCPCapture(.fullInfo, kernel: other.fullInfo))
    #expect(other.calls == 5)
    #expect(full.subflows.count < full.subflowCount)
  }

  @Test func `A kernel that lies cannot make us read or allocate without end`() throws {
    for option in MPTCPCapture.Option.allCases {
      for length in [Int.min, -1, 0, 1, 15, 16, 17, 39, 40, 41, 552, 8192, 1 << 40, .max] {
        for fill in [UInt8(0), 1, 0x7F, 0xFF] {
          let capture = try MPTCPCapture(option) { buffer in
            buffer.initializeMemory(as: UInt8.self, repeating: fill)
            return .success(length)
          }
          #expect(capture.bytes.count <= 8192 + 4104 * 1024)
          // Whatever it is, it decodes or is refused.
          switch option {
          case .info: _ = try? MPTCPInfo(capture)
          case .tcpInfo: _ = try? TCPInfo(capture)
          case .subflowTCPInfo: _ = try? MPTCPTCPInfoAnswer(capture)
          case .subflowAddresses: _ = try? MPTCPSubflowAddressesAnswer(capture)
          case .fullInfo: _ = try? MPTCPFullInfoAnswer(capture)
          }
          let lie: MPTCPCapture.Kernel = { buffer in
            buffer.initializeMemory(as: UInt8.self, repeating: fill)
            return .success(length)
          }
          _ = try? MPTCPTCPInfoAnswer(asking: lie)
          _ = try? MPTCPSubflowAddressesAnswer(asking: lie)
          _ = try? MPTCPFullInfoAnswer(asking: lie)
        }
      }
    }
  }

  @Test(arguments: [1032, 2048, 100_000])
  func `Elements larger than what anybody asks for are cut off where they are kept`(
    size: Int
  ) throws {
    let lie: MPTCPCapture.Kernel = { buffer in
      for index in buffer.indices { buffer[index] = UInt8(truncatingIfNeeded: index) }
      // Asked for less than that, the kernel claims what there is room for.
      let claimed = min(size, buffer.count - 16)
      for (index, word) in [16, 1, claimed, claimed].enumerated() {
        buffer.storeBytes(of: UInt32(word), toByteOffset: index * 4, as: UInt32.self)
      }
      return .success(16 + claimed)
    }
    let asked = try MPTCPTCPInfoAnswer(asking: lie)
    let kept = try MPTCPTCPInfoAnswer(MPTCPCapture(.subflowTCPInfo, kernel: lie))
    let (element, expected) = try (
      #require(asked.elements.first), #require(kept.elements.first)
    )
    #expect(asked.stride == kept.stride && element.byteCount == expected.byteCount)
    #expect(element.bytes == expected.bytes && element.trailingBytes == expected.trailingBytes)
    #expect(element.trailingByteCount == expected.trailingByteCount)
    #expect(element.trailingByteCount > 64)
  }
}

/// A kernel of today's sizes with any number of subflows, which answers as the real one does and
/// refuses what the real one refuses.
final class ModelKernel {
  private(set) var calls = 0
  private var subflows: Int
  private var growth: Int

  init(subflows: Int, growth: Int = 0) {
    self.subflows = subflows
    self.growth = growth
  }

  func tcpInfo(_ buffer: UnsafeMutableRawBufferPointer) -> Result<Int, MPTCPSocketError> {
    count()
    let offered = (0..<4).map { Int(buffer.load(fromByteOffset: $0 * 4, as: UInt32.self)) }
    guard offered[0] == 16, offered[1] == 0, offered[2] == 0, offered[3] > 0 else {
      return .failure(MPTCPSocketError(call: "model", errno: 22))
    }
    let stride = min(offered[3], 280)
    let fitting = min(subflows, (buffer.count - 16) / stride)
    for index in 0..<fitting { buffer[16 + index * stride] = 1 }
    buffer.storeBytes(of: UInt32(subflows), toByteOffset: 4, as: UInt32.self)
    buffer.storeBytes(of: 280, toByteOffset: 8, as: UInt32.self)
    buffer.storeBytes(of: UInt32(stride), toByteOffset: 12, as: UInt32.self)
    return .success(16 + fitting * stride)
  }

  func fullInfo(_ buffer: UnsafeMutableRawBufferPointer) -> Result<Int, MPTCPSocketError> {
    count()
    let offered = (0..<6).map { Int(buffer.load(fromByteOffset: $0 * 4, as: UInt32.self)) }
    let pointers = [24, 32].map {
      UnsafeMutableRawPointer(
        bitPattern: UInt(buffer.load(fromByteOffset: $0, as: UInt64.self)))
    }
    guard offered[0] == 0, offered[2] == 0, offered[4] == 0, let subflowInfo = pointers[0],
      let tcpInfo = pointers[1]
    else { return .failure(MPTCPSocketError(call: "model", errno: 22)) }
    let tcpStride = min(offered[1], 280)
    let subflowStride = min(offered[3], 264)
    for index in 0..<min(subflows, offered[5]) {
      tcpInfo.storeBytes(of: 1, toByteOffset: index * tcpStride, as: UInt8.self)
      subflowInfo.storeBytes(
        of: UInt32(index + 1), toByteOffset: index * subflowStride, as: UInt32.self)
    }
    let header = [280, tcpStride, 264, subflowStride, subflows]
    for (index, value) in header.enumerated() {
      buffer.storeBytes(of: UInt32(value), toByteOffset: index * 4, as: UInt32.self)
    }
    return .success(40 + 96)
  }

  private func count() {
    // More come from call to call, so that no room of the last answer is enough.
    if calls > 0 { subflows += growth }
    growth *= 2
    calls += 1
  }
}

extension CapturedAnswer {
  /// The record as the library keeps it, or `nil` for a call that failed.
  var capture: MPTCPCapture? {
    guard source != "inet_diag", let answer,
      let option = sockopt.flatMap(MPTCPCapture.Option.init)
    else { return nil }
    return MPTCPCapture(
      option, optlen: optlen, capacity: capacity, bytes: answer,
      subflowInfo: subflow_info.flatMap(hexBytes), tcpInfo: tcp_info.flatMap(hexBytes))
  }
}

#if os(Linux)
  /// Every option, asked of real sockets over loopback.
  struct ReadingTests {
    @Test func `A connection answers every option`() throws {
      guard mptcpCanBeOpened() else { return }
      let pair = try Connection(overLoopback: .mptcp)
      for socket in pair.ends.map(\.descriptor) {
        let tcp: MPTCPTCPInfoAnswer
        do throws(MPTCPReadingError) {
          tcp = try MPTCPTCPInfoAnswer(socket: socket)
        } catch {
          #expect(!NetworkNamespace.kernelHasMPTCP || error.errno == EOPNOTSUPP)
          print("skipped: this kernel is older than MPTCP_TCPINFO: \(error)")
          return
        }
        #expect(tcp.subflowCount == 1)
        #expect(tcp.elements.map(\.state) == [1])
        // The elements were offered more room than any kernel takes.
        #expect(tcp.kernelElementSize == tcp.stride && tcp.stride < 1024)

        let addresses = try MPTCPSubflowAddressesAnswer(socket: socket)
        #expect(addresses.elements.count == 1)
        #expect(addresses.elements.first?.local?.address == "127.0.0.1")
        #expect(addresses.elements.first?.remote?.port != nil)

        let first = try TCPInfo(socket: socket)
        #expect(first.state == 1)
        #expect(first.byteCount == tcp.stride)

        let full: MPTCPFullInfoAnswer
        do throws(MPTCPReadingError) {
          full = try MPTCPFullInfoAnswer(socket: socket)
        } catch {
          #expect(error.errno == EOPNOTSUPP)
          print("skipped: this kernel is older than MPTCP_FULL_INFO: \(error)")
          continue
        }
        #expect(full.subflowCount == 1 && full.subflows.count == 1)
        #expect(full.subflows.first?.id == 1)
        #expect(full.subflows.first?.local == addresses.elements.first?.local)
        #expect(full.subflows.first?.remote == addresses.elements.first?.remote)
        #expect(full.subflows.first?.tcpInfo?.byteCount == tcp.stride)
        #expect(full.info.token == (try MPTCPInfo(socket: socket)).token)
        #expect(full.info.remarks.isEmpty)
        #expect(full.header.sizeTCPInfoKernel == full.header.sizeTCPInfoUser)
      }
    }

    @Test func `Kept answers are whole and hold no address of memory`() throws {
      guard LiveKernel.answersFullInfo() else { return }
      let pair = try Connection(overLoopback: .mptcp)
      for option in MPTCPCapture.Option.allCases {
        let capture = try MPTCPCapture(option, socket: pair.client.descriptor)
        #expect(capture.optlen == capture.bytes.count)
        #expect(capture.optlen < capture.capacity ?? 0)
      }
      let capture = try MPTCPCapture(.fullInfo, socket: pair.client.descriptor)
      #expect(capture.request.count == 40)
      #expect(capture.request[24...].allSatisfy { $0 == 0 })
      #expect(capture.bytes[24..<40].allSatisfy { $0 == 0 })
      #expect(capture.subflowInfo?.count == 264)
      #expect(try MPTCPCapture(.subflowTCPInfo, socket: pair.client.descriptor).request.count == 16)
    }

    @Test func `Errors name call and number`() throws {
      for option in MPTCPCapture.Option.allCases {
        let error = #expect(throws: MPTCPSocketError.self) { try MPTCPCapture(option, socket: -1) }
        #expect(error?.errno == EBADF)
        #expect(error?.call.hasSuffix(", \(option.rawValue))") == true)
      }
      let pair = try Connection(overLoopback: .tcp)
      let error = #expect(throws: MPTCPReadingError.self) {
        try MPTCPFullInfoAnswer(socket: pair.client.descriptor)
      }
      #expect([EOPNOTSUPP, ENOPROTOOPT].contains(error?.errno))
      #expect(try TCPInfo(socket: pair.client.descriptor).state == 1)
    }
  }

  /// What the kernel of this machine has.
  enum LiveKernel {
    /// Whether MPTCP_FULL_INFO is there; prints why a test is skipped where it is not.
    static func answersFullInfo() -> Bool {
      guard MPTCPSupport.probe() == .available,
        let pair = try? Connection(overLoopback: .mptcp)
      else {
        #expect(!NetworkNamespace.kernelHasMPTCP || MPTCPSupport.probe() == .disabled)
        print("skipped: \(MPTCPSupport.probe().explanation)")
        return false
      }
      do throws(MPTCPReadingError) {
        _ = try MPTCPFullInfoAnswer(socket: pair.client.descriptor)
        return true
      } catch {
        #expect(error.errno == EOPNOTSUPP)
        print("skipped: this kernel is older than MPTCP_FULL_INFO: \(error)")
        return false
      }
    }
  }
#endif
