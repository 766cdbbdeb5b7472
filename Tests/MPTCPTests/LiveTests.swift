import Foundation
import MPTCP
import TestSupport
import Testing
import UAPIStructs

#if os(Linux)
  /// Real sockets over loopback.
  struct LiveTests {
    @Test func `A connection to ourselves answers MPTCP_INFO`() throws {
      guard mptcpCanBeOpened() else { return }
      let pair = try Connection(overLoopback: .mptcp)
      for socket in pair.ends.map(\.descriptor) {
        let info: MPTCPInfo
        do throws(MPTCPSocketError) {
          info = try MPTCPInfo(socket: socket)
        } catch {
          #expect(error.errno == EOPNOTSUPP)
          print("skipped: this kernel is older than MPTCP_INFO: \(error)")
          return
        }
        #expect(info.byteCount >= 40 && info.byteCount < MPTCPInfo.capacity)
        #expect(info.presence(of: .token) == .present)
        #expect(info.token != 0)
        #expect(info.subflows == 0)
        #expect(info.flags?.contains(.remoteKeyReceived) == true)
        #expect(info.remarks.isEmpty)
        if let total = info.subflowsTotal { #expect(total == 1) }
        for item in info.fields { #expect(item.presence != .truncated) }
      }
    }

    @Test func `A plain TCP socket has no MPTCP_INFO`() throws {
      let pair = try Connection(overLoopback: .tcp)
      do throws(MPTCPSocketError) {
        _ = try MPTCPInfo(socket: pair.client.descriptor)
        Issue.record("a TCP socket answered MPTCP_INFO")
      } catch {
        #expect([EOPNOTSUPP, ENOPROTOOPT].contains(error.errno))
        #expect(error.call == "getsockopt(SOL_MPTCP, MPTCP_INFO)")
      }
    }

    @Test func `A descriptor that is none gives the errno`() {
      do throws(MPTCPSocketError) {
        _ = try MPTCPInfo(socket: -1)
        Issue.record("descriptor -1 answered")
      } catch {
        #expect(error.errno == EBADF)
        #expect(error.description.hasPrefix("getsockopt(SOL_MPTCP, MPTCP_INFO): "))
      }
    }

    @Test func `Errors of socket(2) have their meanings`() {
      #expect(MPTCPSupport(socketErrno: EINVAL) == .tooOld)
      #expect(MPTCPSupport(socketErrno: EPROTONOSUPPORT) == .notBuilt)
      #expect(MPTCPSupport(socketErrno: ENOPROTOOPT) == .disabled)
      #expect(MPTCPSupport(socketErrno: EACCES) == .denied(errno: EACCES))
      #expect(MPTCPSupport(socketErrno: EPERM) == .denied(errno: EPERM))
      #expect(MPTCPSupport(socketErrno: EMFILE) == .failed(errno: EMFILE))
    }
  }
#endif
