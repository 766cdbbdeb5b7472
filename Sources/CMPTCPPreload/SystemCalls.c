#define _GNU_SOURCE
#include "CMPTCPPreload.h"

#ifdef __linux__

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/xattr.h>
#include <unistd.h>

// C libraries before 2023 do not name it.
#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 0x0008U
#endif

int uapi_make_counters(const char *name) {
  // Machines can be set up to refuse memory that may be executed; kernels before 6.3 do not know how to say so.
  int descriptor = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL);
  if (descriptor < 0 && errno == EINVAL) descriptor = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (descriptor < 0) return -1;
  // Written and not only made long: then the memory is there, whatever the limits are later.
  const uint32_t words[UAPI_MPTCP_WORDS] = {UAPI_MPTCP_COUNTERS_VERSION};
  const ssize_t written = pwrite(descriptor, words, sizeof words, 0);
  if (written == sizeof words && fcntl(descriptor, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0) {
    return descriptor;
  }
  const int error = written >= 0 && written != sizeof words ? ENOSPC : errno;
  close(descriptor);
  errno = error;
  return -1;
}

bool uapi_read_counters(int descriptor, uint32_t words[UAPI_MPTCP_WORDS]) {
  const ssize_t size = UAPI_MPTCP_WORDS * sizeof(uint32_t);
  return pread(descriptor, words, size, 0) == size && words[UAPI_MPTCP_VERSION] == UAPI_MPTCP_COUNTERS_VERSION;
}

bool uapi_has_file_capabilities(const char *path) {
  return getxattr(path, "security.capability", NULL, 0) > 0;
}

#endif
