/// Sockets that the kernel listed, perhaps several times, each of them once.
///
/// The kernel walks through its list by counting: a socket that comes in between makes it list another
/// one again. And where the list is read a second time, most sockets are in both.
struct ListedSockets {
  /// The sockets in the order in which they were listed first.
  private(set) var entries: [MPTCPSocketList.Entry] = []
  /// Where the sockets are among the entries.
  private var places: [MPTCPSocketList.Identity: Int] = [:]
  /// Where connections are that came or went while they were listed: then the kernel already or still
  /// shows them, with the token 0, and perhaps without addresses.
  private var placesOfEnds: [Ends: Int] = [:]
  private var placesOfHandles: [Handle: Int] = [:]

  /// Both ends of a connection; no other one has these at the same time.
  fileprivate struct Ends: Hashable {
    let cookie: UInt64
    let local: MPTCPAddress
    let remote: MPTCPAddress
  }

  /// What a process holds.
  fileprivate struct Handle: Hashable {
    let cookie: UInt64
    let inode: UInt32
  }

  /// The sockets of one reading of the list.
  init(_ entries: [MPTCPSocketList.Entry]) {
    self.entries.reserveCapacity(entries.count)
    for entry in entries { add(entry) }
  }

  /// Adds what another reading found, and the first one had not.
  mutating func add(_ second: [MPTCPSocketList.Entry]) {
    forgetConnections(replacedIn: second)
    for entry in second { add(entry) }
  }

  private mutating func add(_ entry: MPTCPSocketList.Entry) {
    if places[entry.identity] != nil { return }
    if entry.state != .listening, let place = placeOfSame(entry) {
      // A connection without its token cannot be found by its subflows.
      if !entries[place].hasToken { entries[place] = entry }
      note(entry, at: place)
      return
    }
    entries.append(entry)
    note(entry, at: entries.count - 1)
  }

  /// Where the same connection is, listed at another moment of its life.
  private func placeOfSame(_ entry: MPTCPSocketList.Entry) -> Int? {
    let places = [
      Handle(entry).flatMap { placesOfHandles[$0] }, Ends(entry).flatMap { placesOfEnds[$0] },
    ]
    return places.lazy.compactMap(\.self).first { canBeSame(entry, entries[$0]) }
  }

  /// Whether nothing tells two connections apart that have a cookie and ends, or an inode, in common.
  private func canBeSame(_ one: MPTCPSocketList.Entry, _ other: MPTCPSocketList.Entry) -> Bool {
    let tokens = [one.token ?? 0, other.token ?? 0]
    let inodes = [one.inode, other.inode]
    return (tokens.contains(0) || tokens[0] == tokens[1])
      && (inodes.contains(0) || inodes[0] == inodes[1])
  }

  private mutating func note(_ entry: MPTCPSocketList.Entry, at place: Int) {
    places[entry.identity] = place
    if entry.state == .listening { return }
    if let ends = Ends(entry) { placesOfEnds[ends] = place }
    if let handle = Handle(entry) { placesOfHandles[handle] = place }
  }

  /// Forgets connections whose socket has another one by now: it was disconnected, and connected again.
  private mutating func forgetConnections(replacedIn second: [MPTCPSocketList.Entry]) {
    let tokens = Set(second.map(\.token))
    let handles = Set(second.lazy.filter(\.hasToken).compactMap { Handle($0) })
    let remaining = entries.filter { entry in
      guard entry.hasToken, !tokens.contains(entry.token), let handle = Handle(entry) else {
        return true
      }
      return !handles.contains(handle)
    }
    if remaining.count < entries.count { self = Self(remaining) }
  }
}

extension ListedSockets.Ends {
  /// `nil` where an end is not known yet.
  fileprivate init?(_ entry: MPTCPSocketList.Entry) {
    guard entry.local.port ?? 0 != 0, entry.remote.port ?? 0 != 0 else { return nil }
    self.init(
      cookie: entry.cookie, local: entry.local, remote: entry.remote)
  }
}

extension ListedSockets.Handle {
  /// `nil` where no process holds the socket.
  fileprivate init?(_ entry: MPTCPSocketList.Entry) {
    guard entry.inode != 0 else { return nil }
    self.init(cookie: entry.cookie, inode: entry.inode)
  }
}

extension MPTCPSocketList.Entry {
  /// Whether the kernel names the connection.
  var hasToken: Bool { token ?? 0 != 0 }
}

// Most lists hold each socket once.
extension ListedSockets {
  /// The sockets of one reading of the list, each of them once.
  static func once(_ entries: [MPTCPSocketList.Entry]) -> [MPTCPSocketList.Entry] {
    // What differs in the token, or where there is none in the inode, is another socket: rarely is
    // there more to look at.
    let isOnce = areDistinct(entries) { entry in
      let token = UInt64(entry.token ?? 0)
      return token != 0 ? token : UInt64(entry.inode) | 1 << 32
    }
    return isOnce ? entries : ListedSockets(entries).entries
  }

  /// The subflows of one reading of the list, each of them once.
  static func once(_ subflows: [MPTCPSocketList.Subflow]) -> [MPTCPSocketList.Subflow] {
    if areDistinct(subflows, \.cookie) { return subflows }
    var known = Set<MPTCPSocketList.Identity>(minimumCapacity: subflows.count)
    return subflows.filter { known.insert($0.identity).inserted }
  }

  private static func areDistinct<Entry>(
    _ entries: [Entry], _ key: (Entry) -> UInt64
  ) -> Bool {
    var known = Set<UInt64>(minimumCapacity: entries.count)
    return entries.allSatisfy { known.insert(key($0)).inserted }
  }
}
