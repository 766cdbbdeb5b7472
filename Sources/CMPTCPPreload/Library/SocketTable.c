#include "SocketTable.h"

#include <fcntl.h>
#include <linux/stat.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>

// Chunks of memory from the kernel, as far as descriptors are used; a kernel gives no higher ones by default.
enum { chunk_size = 64, chunk_count = (1 << 20) / chunk_size };

static struct tracked_socket *_Atomic chunks[chunk_count];
_Atomic uint32_t forks, starts;

static struct tracked_socket *chunk_for(int descriptor) {
  if (descriptor < 0 || descriptor >= chunk_size * chunk_count) return NULL;
  return chunks[descriptor / chunk_size];
}

static struct tracked_socket *make_chunk(int descriptor) {
  if (descriptor < 0 || descriptor >= chunk_size * chunk_count) return NULL;
  const size_t size = chunk_size * sizeof(struct tracked_socket);
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return NULL;
  struct tracked_socket *existing = NULL;
  if (atomic_compare_exchange_strong(&chunks[descriptor / chunk_size], &existing, memory)) return memory;
  munmap(memory, size);
  return existing;
}

/// The number of a socket, which no other has while it is open; 0 where the kernel does not tell.
///
/// SO_COOKIE would do as well, but those who ask a listener for it give it to each connection that it accepts.
static uint64_t socket_number(int descriptor) {
  struct statx status;
  if (syscall(SYS_statx, descriptor, "", AT_EMPTY_PATH, STATX_INO, &status) != 0) return 0;
  return status.stx_ino;
}

void track_socket(int descriptor) {
  struct tracked_socket *chunk = chunk_for(descriptor);
  if (chunk == NULL) chunk = make_chunk(descriptor);
  if (chunk == NULL) return;
  struct tracked_socket *socket = &chunk[descriptor % chunk_size];
  // No other thread has the descriptor yet; one that still uses a closed one sees a socket without a log.
  socket->tracking = untracked;
  socket->inode = socket_number(descriptor);
  if (socket->inode == 0) return;
  socket->is_shared = false;
  socket->is_incomplete = false;
  socket->owner = (pid_t)syscall(SYS_getpid);
  socket->forks = forks;
  socket->starts = starts;
  socket->connecting = 0;
  socket->log_length = 0;
  socket->watch_count = 0;
  socket->is_locked = false;
  socket->tracking = tracked;
}

struct tracked_socket *find_socket(int descriptor) {
  struct tracked_socket *chunk = chunk_for(descriptor);
  if (chunk == NULL) return NULL;
  struct tracked_socket *socket = &chunk[descriptor % chunk_size];
  return socket->tracking == untracked ? NULL : socket;
}

bool is_own(const struct tracked_socket *socket) { return socket->owner == (pid_t)syscall(SYS_getpid); }

bool lock_socket(struct tracked_socket *socket, uint64_t *signals) {
  // First: memory that a child of vfork(2) shares with its parent stays as it is, and what another thread had locked
  // at a fork(2) stays so in the child for ever.
  if (!is_own(socket)) return false;
  const uint64_t all = UINT64_MAX;
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, signals, sizeof all);
  while (atomic_exchange(&socket->is_locked, true)) sched_yield();
  return true;
}

void unlock_socket(struct tracked_socket *socket, const uint64_t *signals) {
  socket->is_locked = false;
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, signals, NULL, sizeof *signals);
}

bool is_same_socket(int descriptor, const struct tracked_socket *socket) {
  return socket->tracking != untracked && socket_number(descriptor) == socket->inode;
}

/// Whether setting the option again needs more than its value: that points to memory, or is a descriptor.
static bool is_indirect(int level, int name) {
  // SO_ATTACH_FILTER, SO_ATTACH_BPF, SO_ATTACH_REUSEPORT_CBPF and _EBPF.
  return level == SOL_SOCKET && (name == 26 || (name >= 50 && name <= 52));
}

/// Forgets what an option was set to before; none that MPTCP sockets have adds to what it was.
static void forget_option(struct tracked_socket *socket, int level, int name) {
  size_t kept = 0;
  for (size_t offset = 0; offset < socket->log_length;) {
    struct record record;
    memcpy(&record, socket->log + offset, sizeof record);
    const size_t size = sizeof record + record.length;
    if (record.level != level || record.name != name) {
      memmove(socket->log + kept, socket->log + offset, size);
      kept += size;
    }
    offset += size;
  }
  socket->log_length = (uint16_t)kept;
}

void remember_option(struct tracked_socket *socket, int level, int name, const void *value, socklen_t length) {
  const struct record record = {level, name, (uint32_t)length};
  if (sizeof record + length > (size_t)(log_capacity - socket->log_length)) forget_option(socket, level, name);
  const size_t room = log_capacity - socket->log_length;
  if (length > longest_value || sizeof record + length > room || is_indirect(level, name)) {
    socket->is_incomplete = true;
    return;
  }
  memcpy(socket->log + socket->log_length, &record, sizeof record);
  if (length > 0) memcpy(socket->log + socket->log_length + sizeof record, value, length);
  socket->log_length += (uint16_t)(sizeof record + length);
}
