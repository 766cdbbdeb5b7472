#define _GNU_SOURCE
#include "CMPTCPPreload.h"

#ifdef __linux__

#include <errno.h>
#include <sys/mman.h>
#include <sys/xattr.h>
#include <unistd.h>

int uapi_shared_memory(const char *name, uint32_t size) {
  const int descriptor = memfd_create(name, MFD_CLOEXEC);
  if (descriptor < 0 || ftruncate(descriptor, size) == 0) return descriptor;
  const int error = errno;
  close(descriptor);
  errno = error;
  return -1;
}

bool uapi_read_counters(int descriptor, uint32_t values[4]) {
  return pread(descriptor, values, 16, 0) == 16;
}

bool uapi_has_file_capabilities(const char *path) {
  return getxattr(path, "security.capability", NULL, 0) > 0;
}

#endif
