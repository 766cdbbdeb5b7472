internal import UAPICommands

/// The program: everything that it does is in `UAPICommands`.
@main
enum UAPI {
  static func main() { UAPIProgram.run() }
}
