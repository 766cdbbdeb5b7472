#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

#if DEBUG
  print("warning: built without optimization; use Benchmarks/run")
#endif

let isGood = try Decoding.run()
#if os(Linux)
  print()
  // First, for what the kernel's types take is counted only until they are opened.
  try KernelTypes.run()
  print()
  try SocketCalls.run()
  print()
  Bulk.run()
  print()
  try Generation.run()
  print()
  try Listing.run()
#endif
// Times depend on the machine and are not a reason to fail; memory that decoding asks for is one.
if !isGood { exit(1) }
