import ArgumentParser

/// A command that reads headers, which can cost it the process that does so: a child does its work.
protocol SupervisedCommand: ParsableCommand {
  /// The exit status where a header is to blame, which is named on standard error.
  static var statusOfLoss: Int32 { get }
}
