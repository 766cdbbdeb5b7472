#if os(Linux)
  extension NetworkNamespace {
    /// Runs a program inside the namespace until its end.
    ///
    /// - Throws: ``FixtureError`` with what the program printed where its status is not 0.
    @discardableResult
    package func run(
      _ words: [String], input: String = "", environment: [String: String] = [:]
    ) throws -> Program.Outcome {
      let outcome = try outcome(of: words, input: input, environment: environment)
      guard outcome.status == 0 else {
        let remedy = outcome.status == 127 ? Self.remedy(for: words.first ?? "") : ""
        throw FixtureError(
          """
          \(words.joined(separator: " ")) ended with status \(outcome.status)\(remedy)
          \(input)\(outcome.output)\(outcome.errors)
          """)
      }
      return outcome
    }

    /// Runs a program inside the namespace until its end, whatever its status.
    package func outcome(
      of words: [String], input: String = "", environment: [String: String] = [:]
    ) throws -> Program.Outcome {
      try Program(words, in: self, input: input, environment: environment).wait()
    }

    /// Starts a program inside the namespace, which runs until it ends or the namespace does.
    package func start(
      _ words: [String], input: String = "", environment: [String: String] = [:]
    ) throws -> Program {
      let program = try Program(words, in: self, input: input, environment: environment)
      adopt(program)
      return program
    }

    private static func remedy(for program: String) -> String {
      switch program {
      case "ip", "ss", "tc": ": install iproute2"
      default: ": install \(program)"
      }
    }
  }
#endif
