/// The headers of the C library for the names that headers of the kernel use without including one.
enum CLibraryNames {
  /// The headers that declare a name, the smallest one first.
  static func headers(declaring name: String) -> [String] { headers[name] ?? [] }

  private static let headers: [String: [String]] = {
    let names: KeyValuePairs = [
      "stddef.h": "size_t ptrdiff_t wchar_t NULL offsetof",
      "stdbool.h": "bool true false",
      "stdint.h": """
      int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t intptr_t uintptr_t \
      UINT32_MAX UINT64_MAX
      """,
      "sys/types.h": """
      int8_t int16_t int32_t int64_t ssize_t off_t loff_t pid_t uid_t gid_t mode_t dev_t ino_t time_t caddr_t clockid_t u_char \
      u_short u_int u_long u_int8_t u_int16_t u_int32_t u_int64_t
      """,
      "sys/socket.h": "sockaddr sockaddr_storage socklen_t sa_family_t AF_INET6",
      "netinet/in.h": "in_addr in6_addr sockaddr_in sockaddr_in6 in_addr_t in_port_t",
      "net/if.h": "IFNAMSIZ ifreq",
      "sys/time.h": "timeval itimerval",
      "time.h": "timespec itimerspec timer_t",
      "signal.h": "sigset_t siginfo_t sigval stack_t",
      "limits.h": "INT_MAX UINT_MAX LONG_MAX ULONG_MAX PATH_MAX",
      "string.h": "memcpy memset memcmp strlen strcmp strncpy",
      "errno.h": "errno EINVAL",
      "stdio.h": "FILE printf",
    ]
    var headers: [String: [String]] = [:]
    for (header, list) in names {
      for name in list.split(separator: " ") { headers[String(name), default: []].append(header) }
    }
    return headers
  }()
}
