internal import CThreadMemory

/// Memory into which the kernel writes an answer, aligned to cache lines.
@safe struct AnswerMemory: ~Copyable {
  /// Where it begins.
  @unsafe let start: UnsafeMutableRawPointer

  /// Memory of a size, all of it zero.
  init(size: Int) {
    unsafe start = .allocate(byteCount: size, alignment: 64)
    unsafe start.initializeMemory(as: UInt8.self, repeating: 0, count: size)
  }

  deinit { unsafe start.deallocate() }
}

extension AnswerMemory {
  /// The memory of the calling thread, in which every option has the room that it is offered at first.
  ///
  /// Sockets are asked again and again, and asking the allocator each time takes longer than decoding.
  /// Between the question and the last byte that is copied nothing else may run on the thread.
  @unsafe
  @inline(__always)
  static var ofThread: UnsafeMutableRawPointer { unsafe uapi_thread_memory() }

  /// How many bytes the memory of a thread has.
  static var sizeOfThread: Int { uapi_thread_memory_size }
}
