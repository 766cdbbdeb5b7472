import CInstalledLayouts
import MPTCP
import Testing
import UAPIStructs

/// Offsets and sizes held against a second, independent source: the C compiler and the header that is
/// installed here.
struct InstalledLayoutTests {
  @Test func `The C compiler agrees with every offset and size`() throws {
    let histories = [
      MPTCPInfo.history, MPTCPFullInfo.history, MPTCPSubflowData.history,
      MPTCPSubflowInfo.history, MPTCPSubflowAddresses.history, TCPInfo.history,
    ]
    let version = installed_version()
    guard version != 0 else {
      print("skipped: no linux/mptcp.h is installed here")
      return
    }
    let release = KernelRelease(Int(version >> 16), Int(version >> 8 & 0xFF))
    var compared = 0
    var index: UInt = 0
    while let entry = installed_layout_at(index)?.pointee {
      index += 1
      let name = String(cString: entry.record)
      let history = try #require(histories.first { $0.name == name })
      let generation = try #require(history.generation(of: release), "\(name) in \(release)")
      guard let field = entry.field.map({ String(cString: $0) }) else {
        #expect(history.generation(generation)?.size == Int(entry.size), "sizeof \(name)")
        continue
      }
      let place = try #require(
        history.field(named: field)?.place(inGeneration: generation), "\(name).\(field)")
      #expect(place.offset == Int(entry.offset), "\(name).\(field)")
      #expect(place.size == Int(entry.size), "\(name).\(field)")
      compared += 1
    }
    #expect(compared >= 70, "the header of \(release) has more fields than were compared")
  }
}
