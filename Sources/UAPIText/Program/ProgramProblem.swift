/// Why a program cannot do its work at all.
package struct ProgramProblem: Error, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }
}
