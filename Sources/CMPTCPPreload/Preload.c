// The library that `uapi mptcp run` puts into programs by LD_PRELOAD: their TCP sockets become MPTCP sockets.
//
// The plugin MPTCPPreload links it with no other library, and every symbol that it needs is in each C library for
// Linux. So one file serves programs of glibc and of musl, also on machines without Swift.

#define _GNU_SOURCE
#include "CMPTCPPreload.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

// C libraries before 2023 do not name it.
enum { protocol_mptcp = 262 };

typedef int (*socket_function)(int, int, int);

// Before glibc 2.34 this lives in a library that not every program has.
#pragma weak dlsym

static _Atomic(socket_function) next_socket;
static _Atomic(struct uapi_mptcp_counters *) counters;
static _Atomic bool is_prepared;
static _Atomic bool refuses_fallback;

/// Maps the counters that a variable such as `/proc/17/fd/4=/memfd:name (deleted)` tells of.
///
/// In another PID namespace the path can lead to somebody else's file. The text of the link tells before anything is
/// opened; where it differs, nothing is counted.
static struct uapi_mptcp_counters *shared_counters(const char *description) {
  char path[64], link[128];
  size_t length = 0;
  while (description[length] != '=') {
    if (description[length] == '\0' || length + 1 == sizeof path) return NULL;
    path[length] = description[length];
    length += 1;
  }
  path[length] = '\0';
  const char *expected = description + length + 1;
  const long found = syscall(SYS_readlinkat, AT_FDCWD, path, link, sizeof link);
  if (found <= 0 || found == sizeof link) return NULL;
  for (long index = 0; index < found; index += 1) {
    // A shorter text ends here, since its last byte differs from any other.
    if (link[index] != expected[index]) return NULL;
  }
  if (expected[found] != '\0') return NULL;
  const long descriptor = syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC);
  if (descriptor < 0) return NULL;
  void *memory = mmap(
      NULL, sizeof(struct uapi_mptcp_counters), PROT_READ | PROT_WRITE, MAP_SHARED, (int)descriptor, 0);
  syscall(SYS_close, descriptor);
  return memory == MAP_FAILED ? NULL : memory;
}

/// Reads the environment and finds the function that this library stands in front of.
///
/// It runs when the library is loaded, before there are threads: socket(2) may be called in signal handlers, which this
/// may not. Only a constructor of another library can be earlier.
__attribute__((constructor)) static void prepare(void) {
  if (atomic_exchange(&is_prepared, true)) return;
  const int before = errno;
  if (dlsym != NULL) next_socket = (socket_function)dlsym(RTLD_NEXT, "socket");
  refuses_fallback = getenv(UAPI_MPTCP_NO_FALLBACK) != NULL;
  const char *description = getenv(UAPI_MPTCP_COUNTERS);
  if (description != NULL) counters = shared_counters(description);
  errno = before;
}

/// The next library's socket(2), so that others which stand in front of it keep working; else the kernel's.
static int open_socket(int domain, int type, int protocol) {
  const socket_function next = next_socket;
  if (next != NULL) return next(domain, type, protocol);
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

static void count_refusal(_Atomic uint32_t *counter, int error, struct uapi_mptcp_counters *shared) {
  *counter += 1;
  shared->last_errno = (uint32_t)error;
}

__attribute__((visibility("default"))) int socket(int domain, int type, int protocol) {
  if (!is_prepared) prepare();
  if (!is_tcp(domain, type, protocol)) return open_socket(domain, type, protocol);
  struct uapi_mptcp_counters *shared = counters;
  const int before = errno;
  int descriptor = open_socket(domain, type, protocol_mptcp);
  if (descriptor >= 0) {
    if (shared != NULL) shared->switched += 1;
    return descriptor;
  }
  const int refusal = errno;
  if (is_shortage(refusal)) return -1;
  if (refuses_fallback) {
    if (shared != NULL) count_refusal(&shared->refused, refusal, shared);
    errno = refusal;
    return -1;
  }
  errno = before;
  descriptor = open_socket(domain, type, protocol);
  if (descriptor >= 0 && shared != NULL) count_refusal(&shared->fell_back, refusal, shared);
  return descriptor;
}
