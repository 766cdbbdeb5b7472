#ifndef C_MPTCP_PRELOAD_H
#define C_MPTCP_PRELOAD_H

// What `uapi mptcp run` and the library that it puts into programs agree on, and the system calls that it needs and
// Swift's modules of the C library lack.

#include <stdbool.h>
#include <stdint.h>

/// Set where a program shall see the kernel's refusal of MPTCP, and not fall back to TCP.
#define UAPI_MPTCP_NO_FALLBACK "UAPI_MPTCP_NO_FALLBACK"

/// Where the counters are: a path below /proc, an equals sign, and what the link at that path must say.
#define UAPI_MPTCP_COUNTERS "UAPI_MPTCP_COUNTERS"

/// The counters of a run, in memory that all its processes share.
///
/// 32 bits, since each machine counts these by one instruction without a helper function.
struct uapi_mptcp_counters {
  /// Sockets that were asked for as TCP and opened for MPTCP.
  _Atomic uint32_t switched;
  /// Sockets that are TCP since the kernel refused MPTCP.
  _Atomic uint32_t fell_back;
  /// Sockets that the program did not get, since the kernel refused MPTCP.
  _Atomic uint32_t refused;
  /// The error number of the last refusal.
  _Atomic uint32_t last_errno;
};

/// Memory with a descriptor and a name, which goes away with its last user; -1 and errno on failure.
int uapi_shared_memory(const char *name, uint32_t size);

/// The counters in such memory, as far as they can be read.
bool uapi_read_counters(int descriptor, uint32_t values[4]);

/// Whether a file gives capabilities to whoever runs it.
bool uapi_has_file_capabilities(const char *path);

#endif
