internal import Synchronization

/// How a machine comes to the headers of `asm-generic/`.
///
/// These are made to be included by those of `asm/`, which define before what depends on the machine: a
/// program never includes them by themselves, and they say something else where it does.
final class HeaderRoutes: Sendable {
  private let folders: IncludeFolders
  /// The headers of `asm/` that include each of `asm-generic/`, itself or by others, and over how many
  /// of these; `nil` until it is asked for.
  private let found = Mutex<[String: [(route: String, steps: Int)]]?>(nil)

  init(_ folders: IncludeFolders) { self.folders = folders }

  /// The header of `asm/` that programs include to come to one of `asm-generic/`; `nil` for any other
  /// header, and where the machine does without it.
  ///
  /// Texts alone are looked at: under which conditions they include others, the compiler knows.
  func route(to header: String) -> String? {
    guard header.hasPrefix("asm-generic/") else { return nil }
    let own = "asm/" + header.dropFirst("asm-generic/".count)
    let routes = found.withLock { found in
      let known = found ?? scan()
      found = known
      return known[header] ?? []
    }
    return routes.min { left, right in
      (left.route == own ? 0 : 1, left.steps, left.route)
        < (right.route == own ? 0 : 1, right.steps, right.route)
    }?.route
  }

  /// Headers, each of `asm-generic/` after the one that includes it.
  func routed(_ headers: [String]) -> [String] {
    headers.flatMap { header in route(to: header).map { [$0, header] } ?? [header] }
  }

  private func scan() -> [String: [(route: String, steps: Int)]] {
    var includes: [String: [String]] = [:]
    var all: [String: [(route: String, steps: Int)]] = [:]
    for start in folders.asmHeaders() {
      var seen: Set<String> = [start]
      var level = [start]
      var steps = 0
      while !level.isEmpty {
        steps += 1
        var next: [String] = []
        for header in level {
          let names = includes[header] ?? self.includes(of: header)
          includes[header] = names
          for name in names where seen.insert(name).inserted {
            if name.hasPrefix("asm-generic/") { all[name, default: []].append((start, steps)) }
            next.append(name)
          }
        }
        level = next
      }
    }
    return all
  }

  /// The headers of the machine that a header includes; what others include depends on none.
  private func includes(of header: String) -> [String] {
    var scanner = MacroScanner()
    scanner.scan(folders.path(of: header).flatMap(Files.text) ?? "")
    return scanner.includes.filter { $0.hasPrefix("asm-generic/") || $0.hasPrefix("asm/") }
  }
}

extension IncludeFolders {
  /// The headers of `asm/`, in the order of their names.
  fileprivate func asmHeaders() -> [String] {
    var names: Set<String> = []
    for folder in kernel {
      names.formUnion(Files.names(in: folder + "/asm") { $0.hasSuffix(".h") })
    }
    return names.sorted().map { "asm/" + $0 }
  }
}
