#if os(Linux)
  extension NetworkNamespace {
    /// Starts a stock Python program that listens with protocol 262, or another, and sends back what
    /// it receives. Gives its port once it listens.
    package func startPythonServer(
      on address: String, _ kind: StreamSocket.Kind = .mptcp
    ) throws -> (program: Program, port: UInt16) {
      let program = try start(
        ["python3", "-c", Self.serverText, address, "\(kind.rawValue)"])
      guard let port = UInt16(try program.line(after: "listening")) else {
        throw FixtureError("the server names no port: \(program.output)")
      }
      return (program, port)
    }

    /// Starts a stock Python program that connects with protocol 262, or another, and sends bytes
    /// every now and then, and receives them again. Returns once the first ones came back.
    package func startPythonClient(
      to name: SocketName, _ kind: StreamSocket.Kind = .mptcp
    ) throws -> Program {
      let program = try start(
        ["python3", "-c", Self.clientText, name.address, "\(name.port)", "\(kind.rawValue)"])
      _ = try program.line(after: "connected")
      return program
    }

    private static let serverText = """
      import socket, sys, threading
      address, number = sys.argv[1], int(sys.argv[2])
      family = socket.AF_INET6 if ":" in address else socket.AF_INET
      listener = socket.socket(family, socket.SOCK_STREAM, number)
      listener.bind((address, 0))
      listener.listen(1024)
      print("listening", listener.getsockname()[1], flush=True)
      def serve(connection):
        while data := connection.recv(65536):
          connection.sendall(data)
      while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection,), daemon=True).start()
      """

    private static let clientText = """
      import socket, sys, time
      address, port, number = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
      family = socket.AF_INET6 if ":" in address else socket.AF_INET
      client = socket.socket(family, socket.SOCK_STREAM, number)
      client.connect((address, port))
      data = bytes(range(256)) * 16
      first = True
      while True:
        client.sendall(data)
        if client.recv(len(data), socket.MSG_WAITALL) != data:
          sys.exit("other bytes came back")
        if first:
          print("connected", flush=True)
        first = False
        time.sleep(0.02)
      """
  }
#endif
