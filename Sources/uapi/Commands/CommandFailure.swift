internal import UAPIText

/// Why a command ends, in a line for the person who called it.
struct CommandFailure: Error, CustomStringConvertible {
  var description: String

  init(_ description: String) { self.description = OneLine.escaped(description) }
}
