internal import CProgram

/// What this process may do that its caller may not.
package enum ProgramRights {
  /// Whether it has more rights than its caller. Then no variable of the environment chooses code that
  /// it loads or starts.
  package static var areRaised: Bool {
    #if os(Linux)
      uapi_has_raised_rights() != 0
    #else
      false
    #endif
  }
}
