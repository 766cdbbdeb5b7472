// Bindings of one's own, used with the running kernel: openat2 takes a struct, statx fills one.

import UAPIStructs

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Ends the example where the kernel says something else than these lines do.
func check(_ claim: Bool, _ words: String) {
  print(claim ? "✓" : "✗", words)
  if !claim { exit(1) }
}

/// Why the kernel does not open a path; `nil` where it does.
func refusal(of path: String, in folder: Int32, how: [UInt8]) throws -> Int32? {
  do {
    close(try open(path, in: folder, how: how))
    return nil
  } catch let error as Refusal {
    return error.errno
  }
}

let readOnly = FieldValue(O_RDONLY | O_CLOEXEC | O_DIRECTORY)

// What is not set is zero, and a value that does not fit its field is an error.
let how = try OpenHow.request([
  .flags: readOnly, .resolve: FieldValue(Openat2Constants.resolveNoMagiclinks),
])
let folder: Int32
do {
  folder = try open("/proc/self", how: how)
} catch let error as Refusal where error.errno == ENOSYS || error.errno == EPERM {
  // Linux has openat2 since 5.6, and some containers forbid what they do not know.
  print("skipped: this kernel or its policy has no openat2 (errno \(error.errno))")
  exit(0)
}
check(true, "openat2 opens /proc/self with an open_how of \(how.count) bytes")

let beneath = try OpenHow.request([
  .flags: readOnly, .resolve: FieldValue(Openat2Constants.resolveBeneath),
])
check(
  try refusal(of: "..", in: folder, how: beneath) == EXDEV,
  "RESOLVE_BENEATH does not let '..' leave the folder")
check(
  try refusal(of: "fd", in: folder, how: beneath) == nil,
  "and opens what is in it")

// The kernel takes a longer struct of a newer header where it asks for nothing new.
let longer = beneath + [UInt8](repeating: 0, count: 8)
check(
  try refusal(of: "fd", in: folder, how: longer) == nil,
  "zeros after the struct ask for nothing")
check(
  try refusal(of: "fd", in: folder, how: beneath + [1]) == E2BIG,
  "anything else after it is refused")

// A file whose birth the kernel may know, with all that this header has a bit for.
let file = try open("/proc/self/exe", how: OpenHow.request([.flags: FieldValue(O_CLOEXEC)]))
let everything =
  StatConstants.statxAll | StatConstants.statxMntID | StatConstants.statxDioalign
let answer = try status(of: file, mask: everything)
let mask = answer.mask.map(Int32.init(bitPattern:)) ?? 0

/// The fields that `stx_mask` speaks about. All others are always filled.
let asked: KeyValuePairs<Statx.Field, Int32> = [
  .mode: StatConstants.statxMode, .nlink: StatConstants.statxNlink, .uid: StatConstants.statxUID,
  .gid: StatConstants.statxGID, .atime: StatConstants.statxAtime, .mtime: StatConstants.statxMtime,
  .ctime: StatConstants.statxCtime, .ino: StatConstants.statxIno, .size: StatConstants.statxSize,
  .blocks: StatConstants.statxBlocks, .btime: StatConstants.statxBtime,
  .mntID: StatConstants.statxMntID, .dioMemAlign: StatConstants.statxDioalign,
  .dioOffsetAlign: StatConstants.statxDioalign,
]
for field in Statx.Field.allCases where answer.presence(of: field) == .present {
  let bit = asked.first { $0.key == field }?.value
  let isFilled = bit.map { mask & $0 != 0 } ?? true
  let value = answer.value(of: field).map(\.description) ?? ""
  print("  \(field.cName):", isFilled ? value : "not filled")
}

// The C library's own struct says the same.
var expected = stat()
check(fstat(file, &expected) == 0, "fstat answers too")
check(
  answer.ino == UInt64(expected.st_ino) && answer.mode == UInt16(expected.st_mode)
    && answer.size == UInt64(expected.st_size)
    && answer.mtime?.sec == Int64(expected.st_mtim.tv_sec),
  "statx and fstat agree on inode, mode, size and time")

close(file)
close(folder)
