extension MPTCPSocketList {
  /// What tells a socket of the kernel's lists from every other one, in one list and from one list to
  /// the next.
  ///
  /// No single number does. The cookie of an MPTCP listener is also that of every connection which it
  /// accepts after any program has listed it. The inode is 0 until a program accepts the connection, and
  /// again once it has closed it. Listeners have no token, and several may share address and port.
  ///
  /// It stays what it is while state, queues and inode of a connection change. A socket that is
  /// disconnected and connects again has another one: its counters started anew.
  public struct Identity: Hashable, Sendable {
    /// The token of the connection; 0 for what has none.
    private let token: UInt32
    /// The inode and the interface of what has no token; both may change while a connection lives.
    private let inode: UInt32
    private let interfaceIndex: UInt32
    private let cookie: UInt64
    private let local: MPTCPAddress
    private let remote: MPTCPAddress
  }
}

extension MPTCPSocketList.Identity {
  /// The identity of a socket that names a connection, or of one that names none (`nil` or 0).
  init(_ socket: MPTCPSocketList.InetSocket, token: UInt32?) {
    self.token = token ?? 0
    let hasToken = self.token != 0
    inode = hasToken ? 0 : socket.inode
    interfaceIndex = hasToken ? 0 : socket.interfaceIndex
    cookie = socket.cookie
    local = socket.local
    remote = socket.remote
  }
}

extension MPTCPSocketList.Entry {
  /// What tells the socket from all others of its kind.
  public var identity: MPTCPSocketList.Identity { MPTCPSocketList.Identity(socket, token: token) }
}

extension MPTCPSocketList.Subflow {
  /// What tells the subflow from all others.
  public var identity: MPTCPSocketList.Identity { MPTCPSocketList.Identity(socket, token: token) }
}
