import Foundation
import MPTCP
import TestSupport
import Testing

/// The switches of MPTCP.
struct PathManagerSettingsTests {
  @Test func `What a kernel lacks is absent`() {
    let settings = MPTCPSettings(texts: [:])
    #expect(settings.isEnabled == nil && settings.addAddressTimeout == nil)
    #expect(settings.pathManager == nil && settings.availablePathManagers == nil)
    #expect(settings.scheduler == nil && settings.staleLossCount == nil)
    #expect(settings.number("enabled") == nil)
  }

  @Test func `Each file has its type`() {
    let settings = MPTCPSettings(texts: [
      "enabled": "1", "add_addr_timeout": "120", "add_addr_v6_port_drop_ts": "0",
      "allow_join_initial_addr_port": "0", "available_path_managers": "kernel userspace",
      "available_schedulers": "default  bpf_red", "blackhole_timeout": "3600",
      "checksum_enabled": "1", "close_timeout": "60", "scheduler": "default",
      "stale_loss_cnt": "4", "syn_retrans_before_tcp_fallback": "2", "of_the_future": "a b",
    ])
    #expect(settings.isEnabled == true && settings.addAddressTimeout == 120)
    #expect(settings.dropsTimestampsForAddress == false)
    #expect(settings.allowsJoinToInitialAddress == false)
    #expect(settings.availablePathManagers == ["kernel", "userspace"])
    #expect(settings.availableSchedulers == ["default", "bpf_red"])
    #expect(settings.blackholeTimeout == 3600 && settings.isChecksumEnabled == true)
    #expect(settings.closeTimeout == 60 && settings.scheduler == "default")
    #expect(settings.staleLossCount == 4 && settings.handshakeRetransmissions == 2)
    #expect(settings.texts["of_the_future"] == "a b")
    for name in settings.texts.keys {
      #expect((MPTCPSettings.summary(of: name) == nil) == (name == "of_the_future"))
    }
    #expect(MPTCPSettings(texts: ["enabled": "yes"]).isEnabled == nil)
    #expect(MPTCPSettings(texts: ["close_timeout": "99999999999999999999"]).closeTimeout == nil)
  }

  @Test(arguments: [
    (["path_manager": "userspace", "pm_type": "0"], "userspace"), (["pm_type": "0"], "kernel"),
    (["pm_type": "1"], "userspace"), (["pm_type": "2"], nil), (["path_manager": "bpf"], "bpf"),
    (["path_manager": "", "pm_type": "1"], "userspace"), ([:], nil),
  ])
  func `The path manager has a name on every kernel`(texts: [String: String], name: String?) {
    #expect(MPTCPSettings(texts: texts).pathManager == name)
  }

  #if os(Linux)
    @Test func `A folder is read file by file`() throws {
      let scratch = try ScratchFolder()
      let folder = scratch.path + "/settings"
      #expect(try MPTCPSettings(folder: folder) == MPTCPSettings(texts: [:]))
      try scratch.makeFolder("settings/subfolder")
      let files = [
        "enabled": "1\n", "empty": "", "long": String(repeating: "x", count: 65_536),
        "longer": String(repeating: "x", count: 65_537), "spaces": " a  b \n\n",
      ]
      for (name, text) in files {
        try scratch.write(text, to: "settings/" + name)
      }
      let settings = try MPTCPSettings(folder: folder)
      #expect(
        settings.texts == [
          "enabled": "1", "empty": "", "long": String(repeating: "x", count: 65_536),
          "spaces": " a  b",
        ])
      #expect(settings.unreadable.mapValues(\.errno) == ["subfolder": EISDIR, "longer": EFBIG])
      #expect(settings.unreadable["subfolder"]?.call.contains("/subfolder)") == true)
      let file = folder + "/enabled"
      #expect(throws: MPTCPSocketError(call: "opendir(\(file))", errno: ENOTDIR)) {
        try MPTCPSettings(folder: file)
      }
      // Nothing of it stays open.
      let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
      let open = descriptors.compactMap {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
      }
      #expect(!open.isEmpty && !open.contains { $0.contains(folder) })
    }
  #endif
}
