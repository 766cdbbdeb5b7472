#pragma once

#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

/// openat2: the kernel takes as much of `how` as `size` says. Returns -1 and sets errno on error.
static inline int file_openat2(int folder, const char *path, const void *how, size_t size) {
  return (int)syscall(SYS_openat2, folder, path, how, size);
}

/// statx: writes 256 bytes. Returns -1 and sets errno on error.
static inline int file_statx(
    int folder, const char *path, int flags, unsigned int mask, void *answer) {
  return (int)syscall(SYS_statx, folder, path, flags, mask, answer);
}
