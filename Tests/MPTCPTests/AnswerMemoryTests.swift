import TestSupport
import Testing
import UAPIStructs

@testable import MPTCP

/// Memory in which the kernel answers.
struct AnswerMemoryTests {
  @Test(arguments: MPTCPCapture.Option.allCases)
  func `The memory of a thread has the room that is offered at first`(
    option: MPTCPCapture.Option
  ) {
    let room = RawAnswer.Room(first: option)
    #expect(room.size <= AnswerMemory.sizeOfThread)
    #expect(room.answer <= room.tcpInfoStart && room.tcpInfoStart <= room.subflowInfoStart)
  }

  @Test func `Every struct has the room in which it is judged`() {
    #expect(MPTCPInfo._Storage.keptSize <= MPTCPInfo.capacity)
    #expect(TCPInfo._Storage.keptSize <= TCPInfo.capacity)
    for size in [
      TCPInfo._Storage.keptSize, MPTCPSubflowInfo._Storage.keptSize,
      MPTCPSubflowAddresses._Storage.keptSize,
    ] {
      #expect(size <= RawAnswer.Room.largestElement)
      // A kernel stops by itself at structs that are known.
      #expect(size <= RawAnswer.Room(first: .fullInfo).element)
    }
  }

  #if os(Linux)
    @Test func `Threads that live at the same time have memory of their own`() throws {
      let own = unsafe UInt(bitPattern: AnswerMemory.ofThread)
      let other = try onThreadOfItsOwn { unsafe UInt(bitPattern: AnswerMemory.ofThread) }
      #expect(own.isMultiple(of: 64) && other.isMultiple(of: 64) && own != other)
    }
  #endif
}
