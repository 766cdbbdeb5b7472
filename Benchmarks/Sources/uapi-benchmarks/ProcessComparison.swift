#if os(Linux)
  /// Another program and ours, whole processes from start to end.
  struct ProcessComparison {
    /// The width of the column with the names.
    let nameWidth: Int
    private let rounds = 15

    init(nameWidth: Int) { self.nameWidth = nameWidth }

    /// Prints the title above the lines of ``compare(_:_:_:)``.
    func printTitle(_ title: String) {
      print(
        Columns.left(title, nameWidth) + Columns.right("its ms", 8) + Columns.right("uapi ms", 9)
          + Columns.right("ratio", 7))
    }

    /// Runs a program, found in the folders of PATH, and ours in turn, and prints a line.
    func compare(_ name: String, _ base: [String], _ ours: [String]) {
      guard let program = Process.find(base[0]) else {
        print(
          Columns.left(name, nameWidth) + " skipped, for \(base[0]) is not in the folders of PATH")
        return
      }
      let base = [program] + base.dropFirst()
      if let failure = Process.failure(of: base) ?? Process.failure(of: ours) {
        print(Columns.left(name, nameWidth) + " skipped, for \(failure)")
        return
      }
      var times: [[Double]] = [[], []]
      for _ in 0..<rounds {
        times[0].append(Process.time(base))
        times[1].append(Process.time(ours))
      }
      let (baseTime, ourTime) = (median(times[0]), median(times[1]))
      print(
        Columns.left(name, nameWidth) + Columns.right(Columns.decimal(baseTime * 1000), 8)
          + Columns.right(Columns.decimal(ourTime * 1000), 9)
          + Columns.right(Columns.decimal(ourTime / baseTime), 7))
    }
  }
#endif
