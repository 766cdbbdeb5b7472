internal import CLibClang

/// A file that exists in memory only.
struct MemoryFile {
  let name: String
  let contents: String
}

/// Calls `body` with the files as libclang wants them; they are valid during the call only.
func withUnsavedFiles<Result>(
  _ files: [MemoryFile],
  _ body: (UnsafeMutableBufferPointer<CXUnsavedFile>) -> Result
) -> Result {
  unsafe withCStrings(files.flatMap { [$0.name, $0.contents] }) { pointers in
    // There are two strings for each file, so both indices are inside the buffer.
    var unsaved = unsafe files.indices.map { index in
      unsafe CXUnsavedFile(
        name: pointers[2 * index], contents: pointers[2 * index + 1],
        length: CUnsignedLong(files[index].contents.utf8.count))
    }
    return unsafe unsaved.withUnsafeMutableBufferPointer { unsafe body($0) }
  }
}

/// Calls `body` with C copies of the strings; they are valid during the call only.
func withCStrings<Result>(
  _ strings: [String],
  _ body: (UnsafeBufferPointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
  var bytes: [CChar] = []
  var offsets: [Int] = []
  for string in strings {
    offsets.append(bytes.count)
    bytes.append(contentsOf: string.utf8.lazy.map { CChar(bitPattern: $0) })
    bytes.append(0)
  }
  return unsafe bytes.withUnsafeBufferPointer { storage in
    // Every offset is the start of a string inside the storage, which ends in a zero byte.
    let pointers: [UnsafePointer<CChar>?] = unsafe offsets.map { offset in
      unsafe storage.baseAddress.map { unsafe $0 + offset }
    }
    return unsafe pointers.withUnsafeBufferPointer { unsafe body($0) }
  }
}
