internal import UAPIText
internal import BTF

/// Where a kernel's types are read from.
///
/// All commands open types here, so that all read the same: bare BTF, ELF files, and kernel images and
/// modules that are packed; and so that all say the same where a module's base is missing or wrong.
enum BTFSource {
  /// What means the running kernel.
  static let running = "running"

  /// Opens the types that an argument names: `running`, or a file.
  ///
  /// - Parameters:
  ///   - text: the argument.
  ///   - base: the argument that names what a module's types continue. A module of the running kernel
  ///     needs none.
  static func open(_ text: String, base: String? = nil) throws(CommandFailure) -> BTFTypes {
    guard let base else { return try read(text).types(over: nil) }
    guard text != running else {
      throw CommandFailure("the types of the running kernel continue no base; leave out --base")
    }
    return try read(text).types(over: open(base))
  }

  /// Opens types that continue a base only if they need one, and says whether they do.
  static func open(
    _ text: String, ifNeededOver base: String
  ) throws(CommandFailure) -> (types: BTFTypes, usesBase: Bool) {
    let contents = try read(text)
    if contents.needsBase {
      return (try contents.types(over: open(base)), true)
    }
    return (try contents.types(over: nil), false)
  }

  /// What an argument names, as far as it can be read without a base.
  private static func read(_ text: String) throws(CommandFailure) -> Contents {
    do throws(BTFError) {
      return Contents(path: text, alone: .success(try .named(text)))
    } catch {
      guard error.code == .notBTF else { return Contents(path: text, alone: .failure(error)) }
    }
    let file = try TypesFile.found(at: text).file
    do throws(BTFError) {
      return Contents(
        path: text, unpacked: file, alone: .success(try BTFTypes(bytes: file, unpackedFrom: text)))
    } catch {
      return Contents(path: text, unpacked: file, alone: .failure(error))
    }
  }

  /// Types that may need a base.
  private struct Contents {
    let path: String
    /// What was unpacked from the file, if it is packed.
    var unpacked: [UInt8]?
    /// The types by themselves.
    let alone: Result<BTFTypes, BTFError>

    var needsBase: Bool {
      if case .failure(let error) = alone { error.code == .missingBase } else { false }
    }

    /// The types over a base.
    func types(over base: BTFTypes?) throws(CommandFailure) -> BTFTypes {
      do throws(BTFError) {
        guard let base else { return try alone.get() }
        if let unpacked { return try BTFTypes(bytes: unpacked, unpackedFrom: path, base: base) }
        // What cannot be read for another reason than its base says so itself.
        if case .failure(let error) = alone, error.code != .missingBase { throw error }
        return try BTFTypes(contentsOf: path, base: base)
      } catch {
        throw CommandFailure("\(error)\(BTFSource.remedy(for: error))")
      }
    }
  }

  /// What to do about types whose base is missing or wrong.
  private static func remedy(for error: BTFError) -> String {
    let right =
      "the kernel of the same build: /sys/kernel/btf/vmlinux where the module can be loaded, or what "
      + "'uapi extract-btf' takes out of that kernel's image"
    return switch error.code {
    case .missingBase: "; name it by --base: \(right)"
    case .wrongBase: "; give --base \(right)"
    case .needlessBase: "; leave out --base"
    default: ""
    }
  }
}
