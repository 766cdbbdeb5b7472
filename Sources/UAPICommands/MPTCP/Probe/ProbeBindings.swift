internal import BTF
internal import MPTCP
internal import UAPIStructs
internal import UAPIText

/// What two bindings of one struct see in the same answer: the committed one of MPTCP, and the one that the plugin made
/// of the installed header when the command was built.
struct ProbeBindings: Hashable {
  /// The struct's name in C.
  var name: String
  var committed: View
  var installed: View

  /// What one binding sees.
  struct View: Hashable {
    /// The newest release that the binding knows.
    var knownThrough: String
    /// The C names of its fields.
    var fields: [String]
    /// The C names of those that the answer has.
    var present: [String]

    init<Struct: UAPIStruct>(_ answer: Struct) {
      knownThrough = Struct.history.knownThrough.description
      fields = Struct.Field.allCases.map(\.cName)
      present = Struct.Field.allCases.filter { answer.presence(of: $0) == .present }.map(\.cName)
    }
  }

  init(committed: some UAPIStruct, installed: some UAPIStruct) {
    name = type(of: committed).history.name
    self.committed = View(committed)
    self.installed = View(installed)
  }

  /// The fields that one binding has, or finds in the answer, and the other one does not.
  var differences: [String] {
    let known = Set(committed.fields).symmetricDifference(installed.fields)
    return known.union(Set(committed.present).symmetricDifference(installed.present)).sorted()
  }
}

#if os(Linux)
  extension ProbeBindings {
    /// Asks a connection for both structs; what it does not answer is left out, and all of it where
    /// the command was built without bindings of its own.
    static func all(of socket: Int32, kernel: KernelKnowledge = .running) -> [ProbeBindings] {
      var all: [ProbeBindings] = []
      #if InstalledBindings
        if let answer = try? MPTCPCapture(.info, socket: socket) {
          all.append(ofMPTCPInfo(answer.bytes, capacity: answer.capacity, kernel: kernel))
        }
        if let answer = try? MPTCPCapture(.tcpInfo, socket: socket) {
          all.append(ofTCPInfo(answer.bytes, capacity: answer.capacity, kernel: kernel))
        }
      #endif
      return all
    }
  }
#endif

extension ProbeBindings {
  #if InstalledBindings
    /// An answer to MPTCP_INFO as both bindings see it.
    static func ofMPTCPInfo(
      _ bytes: [UInt8], capacity: Int?, kernel: KernelKnowledge
    ) -> ProbeBindings {
      let extent = capacity.map(Extent.capacity) ?? .unknown
      return ProbeBindings(
        committed: MPTCPInfo(bytes, extent: extent, kernel: kernel),
        installed: InstalledMPTCPInfo(bytes, extent: extent, kernel: kernel))
    }

    /// An answer to TCP_INFO as both bindings see it.
    static func ofTCPInfo(
      _ bytes: [UInt8], capacity: Int?, kernel: KernelKnowledge
    ) -> ProbeBindings {
      let extent = capacity.map(Extent.capacity) ?? .unknown
      return ProbeBindings(
        committed: TCPInfo(bytes, extent: extent, kernel: kernel),
        installed: InstalledTCPInfo(bytes, extent: extent, kernel: kernel))
    }
  #endif
}

// MARK: - What is written

extension ProbeBindings {
  /// One line of the table.
  var line: String {
    func words(_ view: View) -> String {
      "\(view.present.count) of \(view.fields.count) fields, to Linux \(view.knownThrough)"
    }
    let differences = differences
    let verdict =
      differences.isEmpty ? "the same" : "they differ in \(differences.joined(separator: ", "))"
    return "\(name): committed \(words(committed)); by the plugin \(words(installed)): \(verdict)"
  }

  /// One element of the member `bindings`.
  var json: JSONObjectText {
    var object = JSONObjectText()
    object.add("struct", string: name)
    object.add("committed") { $0 += committed.json.bytes }
    object.add("installed") { $0 += installed.json.bytes }
    object.add("differences") { text in
      text.append(Ascii.openBracket)
      for (index, name) in differences.enumerated() {
        if index > 0 { text.append(Ascii.comma) }
        JSONText.append(string: name, to: &text)
      }
      text.append(Ascii.closeBracket)
    }
    return object
  }
}

extension ProbeBindings.View {
  fileprivate var json: JSONObjectText {
    var object = JSONObjectText()
    object.add("known_through", string: knownThrough)
    object.add("fields", fields.count)
    object.add("present", present.count)
    return object
  }
}
