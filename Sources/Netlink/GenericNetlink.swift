internal import UAPIStructs

/// Generic netlink: families that have a name, and a number that each kernel chooses anew.
public enum GenericNetlink {
  /// A request of a command to a family.
  ///
  /// - Parameters:
  ///   - name: The command as errors name it.
  ///   - family: The number of the family.
  ///   - command: The number of the command.
  ///   - version: The version of the family that the request speaks.
  ///   - isDump: Asks for everything that there is; else for one answer.
  public static func request(
    _ name: String, family: UInt16, command: UInt8, version: UInt8, isDump: Bool = false
  ) -> NetlinkRequest {
    var request = NetlinkRequest(name, type: family, isDump: isDump)
    request.append(command)
    request.append(version)
    request.append(UInt16(0))
    return request
  }

  /// Hands over the attributes of a message, which follow the command and its version.
  ///
  /// - Throws: ``NetlinkError`` of the body, and ``NetlinkError/answer(_:)`` where lengths
  ///   contradict the bytes.
  public static func forEachAttribute(
    of message: RawSpan, subject: String,
    _ body: (_ type: UInt16, _ payload: RawSpan) throws(NetlinkError) -> Void
  ) throws(NetlinkError) {
    try NetlinkAttributes.forEach(in: message, afterHeader: 4, of: subject, body)
  }

  // MARK: - The family that knows the others

  /// Asks for the number of a family.
  ///
  /// - Throws: ``NetlinkError/noFamily(_:)`` from a kernel that has none of this name.
  public static func family(
    named name: String, asking exchange: NetlinkExchange
  ) throws(NetlinkError) -> UInt16 {
    var request = request(
      "CTRL_CMD_GETFAMILY \(name)", family: controller, command: getFamily, version: 1)
    request.append(attribute: familyNameAttribute, Array(name.utf8) + [0])
    var number: UInt16?
    do throws(NetlinkError) {
      try exchange.perform(request, restart: { number = nil }) { message throws(NetlinkError) in
        number = try familyNumber(in: message)
      }
    } catch .refused(let failure, _) where failure.errno == LinuxErrno.noSuchEntry {
      throw .noFamily(name)
    }
    guard let number else { throw .noFamily(name) }
    return number
  }

  /// The number in the answer, or `nil` where it names none.
  private static func familyNumber(in message: RawSpan) throws(NetlinkError) -> UInt16? {
    let subject = "CTRL_CMD_GETFAMILY"
    var number: UInt16?
    try forEachAttribute(of: message, subject: subject) {
      type, payload throws(NetlinkError) in
      if type == familyNumberAttribute {
        number = try NetlinkAttributes.integer(payload, of: subject)
      }
    }
    return number
  }

  /// GENL_ID_CTRL, the only fixed number.
  private static let controller: UInt16 = 16
  private static let getFamily: UInt8 = 3
  private static let familyNumberAttribute: UInt16 = 1
  private static let familyNameAttribute: UInt16 = 2
}
