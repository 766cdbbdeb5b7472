#if os(Linux)
  import UAPIText
  import TestSupport
  import Testing

  @testable import UAPICommands

  /// What `uapi mptcp sockets` and `uapi mptcp capture` print in a network namespace.
  enum SocketListing {
    /// The words of a command.
    static func command(_ name: String, _ arguments: [String]) throws -> [String] {
      try [BuiltCommand.path(), "mptcp", name] + arguments
    }

    /// One object for each socket.
    static func objects(
      in namespace: NetworkNamespace, _ arguments: [String] = []
    ) throws -> [JSONObject] {
      let words = try command("sockets", ["--format", "ndjson"] + arguments)
      return try objects(namespace.run(words).output)
    }

    static func objects(_ text: String) throws -> [JSONObject] {
      try text.split(separator: "\n").map { try JSONObject(String($0)) }
    }

    /// The connections of a namespace, once they have as many subflows in all as are expected, and all
    /// of them are established.
    static func connections(
      in namespace: NetworkNamespace, subflows count: Int
    ) throws -> [JSONObject] {
      try waiting(
        for: "\(count) subflows",
        until: {
          let subflows = $0.flatMap { $0["subflows"]?.elements ?? [] }
          return subflows.count == count
            && subflows.allSatisfy { $0["state"]?.text == "ESTABLISHED" }
        }
      ) {
        try objects(in: namespace).filter { $0["state"]?.text != "LISTEN" }
      }
    }
  }

  extension JSONObject {
    /// The subflows of a socket.
    var subflows: [JSONObject] { self["subflows"]?.elements ?? [] }

    /// The value of a field of a struct that the kernel filled.
    func value(_ structure: String, _ field: String) -> JSONObject? {
      guard let field = self[structure]?["fields"]?[field],
        field["presence"]?.text == "present"
      else { return nil }
      return field["value"]
    }

    /// An integer as a number with a fraction, for comparisons with what other tools computed.
    var number: Double? {
      switch self {
      case .unsigned(let value): Double(value)
      case .signed(let value): Double(value)
      case .real(let value): value
      default: nil
      }
    }

    /// Address and port as tools print them.
    var endpoint: String? {
      guard let address = self["address"]?.text, let port = self["port"]?.integer else {
        return nil
      }
      return address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)"
    }
  }
#endif
