internal import CProgram

internal import LibC

/// What a file keeps when another one takes its place.
enum FileAttributes {
  /// Gives a new file the owner, the mode and the extended attributes of an old one, as far as this
  /// process may.
  static func copy(from old: Int32, _ status: stat, to new: Int32) {
    var own = stat()
    guard fstat(new, &own) == 0 else { return }
    var isOwner = own.st_uid == status.st_uid && own.st_gid == status.st_gid
    if !isOwner { isOwner = fchown(new, status.st_uid, status.st_gid) == 0 }
    #if os(Linux)
      uapi_copy_attributes(old, new)
    #endif
    // After the owner, whose change takes the marks of set-user-ID away; those are for no other owner.
    _ = fchmod(new, status.st_mode & (isOwner ? 0o7777 : 0o777))
  }
}
