#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

#if DEBUG
  print("warning: built without optimization; use swift run -c release")
#endif

var isGood = try Decoding.run()
#if os(Linux)
  print()
  isGood = try SocketCalls.run() && isGood
  print()
  isGood = try Listing.run() && isGood
#endif
if !isGood { exit(1) }
