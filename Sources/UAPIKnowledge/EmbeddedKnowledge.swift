internal import CEmbeddedKnowledge

/// The files of the folder `headers` that travel inside the tool.
package enum EmbeddedKnowledge {
  /// The texts by their paths in the folder.
  package static var files: [String: String] {
    var files: [String: String] = [:]
    var index: UInt = 0
    while let file = embedded_knowledge_at(index)?.pointee {
      if let path = file.path, let bytes = file.bytes {
        files[String(cString: path)] = String(
          decoding: UnsafeBufferPointer(start: bytes, count: Int(clamping: file.count)),
          as: UTF8.self)
      }
      index += 1
    }
    return files
  }
}
