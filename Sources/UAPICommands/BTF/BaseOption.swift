import ArgumentParser

/// The option `--base`: the kernel that a module's types continue.
struct BaseOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The kernel that a module's types continue, of the same build: a file, or 'running'.",
      valueName: "file"))
  var base: String?
}
