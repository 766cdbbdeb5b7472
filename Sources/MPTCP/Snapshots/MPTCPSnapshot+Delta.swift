internal import UAPIStructs

extension MPTCPSnapshot {
  /// What happened on a connection between two snapshots.
  ///
  /// A counter that is not present in both snapshots has no difference: it is `nil` here, and missing
  /// in ``changes``. A counter that started anew has the change ``MPTCPCounterChange/reset``, and no
  /// amount.
  public struct Delta: Sendable {
    /// One subflow that is in both snapshots.
    public struct Subflow: Sendable {
      /// The subflow as it is in the newer snapshot.
      public let current: MPTCPSnapshot.Subflow
      /// What happened to each counter that is present in both snapshots.
      public let changes: [TCPInfo.Field: MPTCPCounterChange]

      /// The number of the subflow, or `nil` where the kernel gave none and the addresses told.
      public var id: UInt32? { current.id }
      /// Bytes sent, retransmitted ones included.
      public var bytesSent: UInt64? { changes[.bytesSent]?.amount }
      /// Bytes received and acknowledged.
      public var bytesReceived: UInt64? { changes[.bytesReceived]?.amount }
      /// Bytes sent that the other end acknowledged.
      public var bytesAcked: UInt64? { changes[.bytesAcked]?.amount }
      /// Bytes sent again.
      public var bytesRetrans: UInt64? { changes[.bytesRetrans]?.amount }
      /// Segments sent again: `tcpi_total_retrans`.
      public var retransmits: UInt64? { changes[.totalRetrans]?.amount }
      /// Whether counters started anew: then another TCP connection took the place of the old one.
      public var wasReset: Bool { changes.values.contains(.reset) }
    }

    /// Whether both snapshots are of the same connection, by the token; `nil` where the token is not
    /// present in both, or there was no connection in either.
    ///
    /// Where it is false, every counter is reset, and no subflow is the same.
    public let isSameConnection: Bool?
    /// What happened to each counter of the connection that is present in both snapshots.
    public let changes: [MPTCPInfo.Field: MPTCPCounterChange]
    /// The subflows that are in both snapshots, in the order of the newer one.
    public let subflows: [Subflow]
    /// The subflows that are only in the newer snapshot.
    public let appeared: [MPTCPSnapshot.Subflow]
    /// The subflows that are only in the older snapshot.
    public let vanished: [MPTCPSnapshot.Subflow]

    /// Bytes sent on the connection, `mptcpi_bytes_sent`: without those sent again. Since Linux 6.5.
    public var bytesSent: UInt64? { changes[.bytesSent]?.amount }
    /// Bytes received on the connection. Since Linux 6.5.
    public var bytesReceived: UInt64? { changes[.bytesReceived]?.amount }
    /// Bytes that the other end acknowledged. Since Linux 6.5.
    public var bytesAcked: UInt64? { changes[.bytesAcked]?.amount }
    /// Bytes sent again at the level of the connection. Since Linux 6.5.
    public var bytesRetrans: UInt64? { changes[.bytesRetrans]?.amount }
    /// Retransmissions at the level of the connection; those of the subflows are not among them.
    /// Since Linux 6.5.
    public var retransmits: UInt64? { changes[.retransmits]?.amount }
    /// Whether counters of the connection started anew.
    public var wasReset: Bool { changes.values.contains(.reset) }
  }
}

extension MPTCPSnapshot {
  /// What happened since an older snapshot of the same socket.
  ///
  /// Subflows are the same where they have the same id, which the kernel uses once in the life of a
  /// connection. Where one of the snapshots has no ids, because the kernel is older than 6.5 or the
  /// connection fell back to TCP, they are the same where both addresses are, if these are unique.
  public func delta(since older: MPTCPSnapshot) -> MPTCPSnapshot.Delta {
    let isSame = Self.isSameConnection(older.info, info)
    var remaining = older.subflows.filter { !older.hasLost($0) }
    let current = subflows.filter { !hasLost($0) }
    var common: [MPTCPSnapshot.Delta.Subflow] = []
    var appeared: [Subflow] = []
    let keyed = SubflowKeys(remaining, current)
    for subflow in current {
      guard isSame != false, let key = keyed.key(of: subflow),
        let index = remaining.firstIndex(where: { keyed.key(of: $0) == key })
      else {
        appeared.append(subflow)
        continue
      }
      let previous = remaining.remove(at: index)
      common.append(
        MPTCPSnapshot.Delta.Subflow(
          current: subflow,
          changes: counterChanges(tcpCounters, previous.tcpInfo, subflow.tcpInfo)))
    }
    var changes = counterChanges(mptcpCounters, older.info, info)
    if isSame == false { changes = changes.mapValues { _ in .reset } }
    return MPTCPSnapshot.Delta(
      isSameConnection: isSame, changes: changes, subflows: common, appeared: appeared,
      vanished: remaining)
  }

  private static func isSameConnection(_ old: MPTCPInfo?, _ new: MPTCPInfo?) -> Bool? {
    guard let old = old?.token, let new = new?.token, old != 0 || new != 0 else { return nil }
    return old == new
  }

  /// Whether this is only the place of a first subflow that was lost: the kernel keeps it in its list
  /// until the connection ends, closed. Where it was cut it has no id any more.
  ///
  /// Where no other one lives the connection has ended, and its last counters still tell something.
  private func hasLost(_ subflow: Subflow) -> Bool {
    guard subflow.tcpInfo?.state == Self.closeState else { return false }
    return subflow.id == 0
      || subflows.contains { $0.tcpInfo?.state.map { $0 != Self.closeState } == true }
  }
}

/// By what the subflows of two snapshots are told apart.
private struct SubflowKeys {
  enum Key: Hashable {
    case id(UInt32)
    case addresses(MPTCPAddress, MPTCPAddress)
  }

  private let usesIDs: Bool
  private var ambiguous: Set<Key> = []

  init(_ old: [MPTCPSnapshot.Subflow], _ new: [MPTCPSnapshot.Subflow]) {
    usesIDs = (old + new).allSatisfy { $0.id != nil }
    for subflows in [old, new] {
      var seen: Set<Key> = []
      for subflow in subflows {
        guard let key = plainKey(of: subflow) else { continue }
        if !seen.insert(key).inserted { ambiguous.insert(key) }
      }
    }
  }

  func key(of subflow: MPTCPSnapshot.Subflow) -> Key? {
    guard let key = plainKey(of: subflow), !ambiguous.contains(key) else { return nil }
    return key
  }

  private func plainKey(of subflow: MPTCPSnapshot.Subflow) -> Key? {
    if usesIDs { return subflow.id.map { .id($0) } }
    guard let local = subflow.local, let remote = subflow.remote else { return nil }
    return .addresses(local, remote)
  }
}

// MARK: - Counters

/// A counter, with the number of its bits.
private typealias Counter<Struct: UAPIStruct> = (field: Struct.Field, bitWidth: Int)

private let mptcpCounters: [Counter<MPTCPInfo>] = [
  (.retransmits, 32), (.bytesRetrans, 64), (.bytesSent, 64), (.bytesReceived, 64),
  (.bytesAcked, 64),
]

/// What only goes up in the life of a TCP connection. Times and gauges are left out, and the bytes
/// that AccECN counts in 32 bits: a fast link wraps them between two looks, perhaps several times.
private let tcpCounters: [Counter<TCPInfo>] = [
  (.bytesAcked, 64), (.bytesReceived, 64), (.bytesSent, 64), (.bytesRetrans, 64),
  (.totalRetrans, 32), (.segsOut, 32), (.segsIn, 32), (.dataSegsIn, 32), (.dataSegsOut, 32),
  (.delivered, 32), (.deliveredCe, 32), (.dsackDups, 32), (.reordSeen, 32), (.rcvOoopack, 32),
  (.totalRTO, 16), (.totalRTORecoveries, 16), (.receivedCe, 32),
]

private func counterChanges<Struct: UAPIStruct>(
  _ counters: [Counter<Struct>], _ old: Struct?, _ new: Struct?
) -> [Struct.Field: MPTCPCounterChange] {
  guard let old, let new else { return [:] }
  var changes: [Struct.Field: MPTCPCounterChange] = [:]
  for (field, bitWidth) in counters {
    guard case .unsigned(let before) = old.value(of: field),
      case .unsigned(let after) = new.value(of: field)
    else { continue }
    changes[field] = MPTCPCounterChange(from: before, to: after, bitWidth: bitWidth)
  }
  // All counters of a struct start together: where one did, no other has wrapped or gone on.
  return changes.values.contains(.reset) ? changes.mapValues { _ in .reset } : changes
}
