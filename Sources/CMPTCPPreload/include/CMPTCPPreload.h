#ifndef C_MPTCP_PRELOAD_H
#define C_MPTCP_PRELOAD_H

// What `uapi mptcp run` and the library that it puts into programs agree on, and the system calls that it needs and
// Swift's modules of the C library lack.

#include <stdbool.h>
#include <stdint.h>

/// Set where a program is to see the kernel's refusal of MPTCP, and not fall back to TCP.
#define UAPI_MPTCP_NO_FALLBACK "UAPI_MPTCP_NO_FALLBACK"

/// Set where sockets stay MPTCP sockets though they are refused options that TCP has.
#define UAPI_MPTCP_KEEP "UAPI_MPTCP_KEEP"

/// Where the counters are: a path below /proc, an equals sign, and what the link at that path must say.
#define UAPI_MPTCP_COUNTERS "UAPI_MPTCP_COUNTERS"

/// The first word of the counters. It changes with their order, so that a library of another release does not count.
#define UAPI_MPTCP_COUNTERS_VERSION 0x756D0002u

/// The counters of a run, in memory that all its processes share: words, by these numbers.
///
/// 32 bits, since each machine counts these by one instruction without a helper function.
enum {
  UAPI_MPTCP_VERSION,
  /// Sockets that were asked for as TCP and opened for MPTCP.
  UAPI_MPTCP_SWITCHED,
  /// Sockets that are TCP since the kernel refused MPTCP.
  UAPI_MPTCP_FELL_BACK,
  /// Sockets that the program did not get, since the kernel refused MPTCP.
  UAPI_MPTCP_REFUSED,
  /// The error number of the last refusal.
  UAPI_MPTCP_LAST_ERRNO,
  /// Programs that loaded the library.
  UAPI_MPTCP_LOADED,
  /// Programs that these started.
  UAPI_MPTCP_STARTED,
  /// Those of them whose environment did not name the library.
  UAPI_MPTCP_CLEARED,
  /// Refusals of options for which there was no more room.
  UAPI_MPTCP_UNNAMED,
  /// Where the options begin that MPTCP sockets were refused.
  UAPI_MPTCP_OPTIONS = 16,
  UAPI_MPTCP_OPTION_COUNT = 64,
};

/// The words of one option. All are 0 where there is none.
enum {
  /// The level in the upper 16 bits, the number of the option in the lower ones.
  UAPI_MPTCP_OPTION_KEY,
  /// Refusals that the program did not see: the socket went back to TCP, which took the option.
  UAPI_MPTCP_OPTION_RETURNED,
  /// Refusals that the program saw, since the socket was connected or connecting.
  UAPI_MPTCP_OPTION_CONNECTED,
  /// Refusals that the program saw, since the socket was listening.
  UAPI_MPTCP_OPTION_LISTENING,
  /// Refusals that the program saw, since the socket could not be replaced for another reason.
  UAPI_MPTCP_OPTION_STUCK,
  /// Refusals that the program saw, since it was to keep MPTCP.
  UAPI_MPTCP_OPTION_KEPT,
  UAPI_MPTCP_OPTION_WORDS,
};

enum {
  UAPI_MPTCP_WORDS = UAPI_MPTCP_OPTIONS + UAPI_MPTCP_OPTION_COUNT * UAPI_MPTCP_OPTION_WORDS,
};

/// Counters at zero, with a descriptor and a name, which go away with their last user; -1 and errno on failure.
///
/// Their size is sealed: memory that another process cuts would end each program that counts.
int uapi_make_counters(const char *name);

/// The counters in such memory, as far as they can be read.
bool uapi_read_counters(int descriptor, uint32_t words[UAPI_MPTCP_WORDS]);

/// Whether a file gives capabilities to the one who runs it.
bool uapi_has_file_capabilities(const char *path);

#endif
