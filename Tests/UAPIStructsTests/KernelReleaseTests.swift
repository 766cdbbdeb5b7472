import Testing
import UAPIStructs

struct KernelReleaseTests {
  @Test(arguments: [
    ("6.1", KernelRelease(6, 1)), ("v6.18", KernelRelease(6, 18)),
    ("6.1.0-56-cloud-amd64", KernelRelease(6, 1)),
    ("7.2.13+deb14-cloud-amd64", KernelRelease(7, 2)),
    ("5.14.0-427.13.1.el9_4.x86_64", KernelRelease(5, 14)), ("6.19-rc4", KernelRelease(6, 19)),
  ])
  func `Reads the release at the start of a text`(text: String, release: KernelRelease) {
    #expect(KernelRelease(text) == release)
  }

  @Test(arguments: [
    "", "v", "6", "6.", ".1", "x6.1", "6 .1", "99999999999.1", "6.99999999999999999",
  ])
  func `Refuses other texts`(text: String) {
    #expect(KernelRelease(text) == nil)
  }

  @Test func `Orders by major, then minor number`() {
    #expect(KernelRelease(5, 19) < KernelRelease(6, 0))
    #expect(KernelRelease(6, 9) < KernelRelease(6, 10))
    #expect(KernelRelease(6, 10).description == "6.10")
  }

  @Test(arguments: [
    "4.18.0-513.el8.x86_64", "5.14.0-427.13.1.el9_4.x86_64", "6.1.112-122.189.amzn2023.x86_64",
    "5.10.226-214.880.amzn2.x86_64", "5.15.0-300.163.18.el9uek.x86_64",
    "6.4.0-150600.23.25-default", "5.10.134-16.al8.x86_64",
  ])
  func `Distributions that backport are known by their marks`(text: String) throws {
    let knowledge = try #require(KernelKnowledge(uname: text))
    guard case .backportingRelease = knowledge else {
      Issue.record("\(text) counts as a mainline release")
      return
    }
  }

  @Test(arguments: [
    "6.1.0-56-cloud-amd64", "6.8.0-45-generic", "6.18.44-fc-v445", "6.6.1-arch1-1",
    "6.1.0-panel9", "6.5.0-elegant",
  ])
  func `Other kernels count as the release that they name`(text: String) throws {
    let knowledge = try #require(KernelKnowledge(uname: text))
    guard case .release = knowledge else {
      Issue.record("\(text) does not count as a mainline release")
      return
    }
  }
}
