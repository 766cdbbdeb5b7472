// The library that `uapi mptcp run` puts into programs by LD_PRELOAD: their TCP sockets become MPTCP sockets.
//
// The plugin MPTCPPreload links it with no other library, and every symbol that it needs is in each C library for
// Linux. So one file serves programs of glibc and of musl, also on machines without Swift.

#include "Preload.h"
#include "SocketTable.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>

static atomic_bool is_prepared;
static atomic_bool refuses_fallback;
atomic_bool keeps_mptcp;

// It runs when the library is loaded, before there are threads: socket(2) may be called in signal handlers, which this
// may not. Only a constructor of another library can be earlier.
__attribute__((constructor)) void prepare(void) {
  if (atomic_exchange(&is_prepared, true)) return;
  const int before = errno;
  find_next_functions();
  refuses_fallback = getenv(UAPI_MPTCP_NO_FALLBACK) != NULL;
  // A user who refuses TCP does not want sockets that go back to it.
  keeps_mptcp = refuses_fallback || getenv(UAPI_MPTCP_KEEP) != NULL;
  const char *description = getenv(UAPI_MPTCP_COUNTERS);
  if (description != NULL) find_counters(description);
  count(UAPI_MPTCP_LOADED);
  errno = before;
}

int open_socket(int domain, int type, int protocol) {
  if (next.socket != NULL) return next.socket(domain, type, protocol);
  return (int)syscall(SYS_socket, domain, type, protocol);
}

static bool is_tcp(int domain, int type, int protocol) {
  return (domain == AF_INET || domain == AF_INET6) && (type & ~(SOCK_CLOEXEC | SOCK_NONBLOCK)) == SOCK_STREAM
         && (protocol == 0 || protocol == IPPROTO_TCP);
}

/// Whether a call failed for want of something that a second call would want as well.
static bool is_shortage(int error) {
  return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

static void count_refusal(unsigned word, int error) {
  _Atomic uint32_t *shared = counters;
  if (shared == NULL) return;
  shared[word] += 1;
  shared[UAPI_MPTCP_LAST_ERRNO] = (uint32_t)error;
}

EXPORTED int socket(int domain, int type, int protocol) {
  if (!is_prepared) prepare();
  if (!is_tcp(domain, type, protocol)) return open_socket(domain, type, protocol);
  const int before = errno;
  int descriptor = open_socket(domain, type, protocol_mptcp);
  if (descriptor >= 0) {
    count(UAPI_MPTCP_SWITCHED);
    if (!keeps_mptcp) track_socket(descriptor);
    errno = before;
    return descriptor;
  }
  const int refusal = errno;
  if (is_shortage(refusal)) return -1;
  if (refuses_fallback) {
    count_refusal(UAPI_MPTCP_REFUSED, refusal);
    errno = refusal;
    return -1;
  }
  errno = before;
  descriptor = open_socket(domain, type, protocol);
  if (descriptor >= 0) count_refusal(UAPI_MPTCP_FELL_BACK, refusal);
  return descriptor;
}
