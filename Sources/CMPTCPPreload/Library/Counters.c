// The counters that `uapi mptcp run --verbose` reads at the end.

#include "Preload.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>

_Atomic uint32_t *_Atomic counters;

#ifdef SYS_fcntl64
enum { system_call_fcntl = SYS_fcntl64 };
#else
enum { system_call_fcntl = SYS_fcntl };
#endif

/// Maps memory whose size is sealed: it cannot be cut off under a program that counts.
static _Atomic uint32_t *map_counters(int descriptor) {
  const size_t size = UAPI_MPTCP_WORDS * sizeof(uint32_t);
  const long seals = syscall(system_call_fcntl, descriptor, F_GET_SEALS);
  if (seals < 0 || (seals & F_SEAL_SHRINK) == 0) return NULL;
  if (syscall(SYS_lseek, descriptor, (long)0, SEEK_END) < (long)size) return NULL;
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  if (memory == MAP_FAILED) return NULL;
  _Atomic uint32_t *words = memory;
  if (words[UAPI_MPTCP_VERSION] == UAPI_MPTCP_COUNTERS_VERSION) return words;
  munmap(memory, size);
  return NULL;
}

/// Finds the counters that a variable such as `/proc/17/fd/4=/memfd:name (deleted)` tells of.
///
/// In another PID namespace the path can lead to another process's file. The text of the link tells before anything is
/// opened; where it differs, nothing is counted.
void find_counters(const char *description) {
  char path[64], link[128];
  const char *equals = strchr(description, '=');
  const size_t length = equals == NULL ? sizeof path : (size_t)(equals - description);
  if (length >= sizeof path || strncmp(description, "/proc/", 6) != 0) return;
  memcpy(path, description, length);
  path[length] = '\0';
  const long found = syscall(SYS_readlinkat, AT_FDCWD, path, link, sizeof link - 1);
  if (found <= 0 || found == sizeof link - 1) return;
  link[found] = '\0';
  if (strncmp(link, "/memfd:", 7) != 0 || strcmp(link, equals + 1) != 0) return;
  const long descriptor = syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC);
  if (descriptor < 0) return;
  counters = map_counters((int)descriptor);
  syscall(SYS_close, descriptor);
}

void count(unsigned word) {
  _Atomic uint32_t *shared = counters;
  if (shared != NULL) shared[word] += 1;
}

/// The words that count an option, NULL where there are none.
static _Atomic uint32_t *words_of(int level, int name, bool makes) {
  _Atomic uint32_t *shared = counters;
  if (shared == NULL || level < 0 || level > UINT16_MAX || name < 0 || name > UINT16_MAX) return NULL;
  const uint32_t key = (uint32_t)level << 16 | (uint32_t)name;
  for (unsigned index = 0; index < UAPI_MPTCP_OPTION_COUNT; index += 1) {
    _Atomic uint32_t *option = shared + UAPI_MPTCP_OPTIONS + index * UAPI_MPTCP_OPTION_WORDS;
    uint32_t existing = option[UAPI_MPTCP_OPTION_KEY];
    if (existing == 0 && makes) {
      // Another process may just take it, for this option or another one.
      if (atomic_compare_exchange_strong(&option[UAPI_MPTCP_OPTION_KEY], &existing, key)) return option;
    }
    if (existing == key) return option;
    if (existing == 0) return NULL;
  }
  return NULL;
}

bool is_option_counted(int level, int name) { return words_of(level, name, false) != NULL; }

void count_option(int level, int name, unsigned outcome) {
  _Atomic uint32_t *option = words_of(level, name, true);
  if (option == NULL) {
    count(UAPI_MPTCP_UNNAMED);
  } else {
    option[outcome] += 1;
  }
}
