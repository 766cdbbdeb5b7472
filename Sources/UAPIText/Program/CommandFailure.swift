/// Why a command ends, in a line for the person who called it.
package struct CommandFailure: Error, CustomStringConvertible {
  package var description: String

  package init(_ description: String) { self.description = OneLine.escaped(description) }
}
