#ifndef SOCKET_TABLE_H
#define SOCKET_TABLE_H

#include "Preload.h"

// What is known of the sockets that this process had switched to MPTCP, by their descriptors: what it takes to put a
// TCP socket in the place of one that is not used yet.

enum { log_capacity = 384, watch_capacity = 2, longest_value = 64 };

/// What of a socket is remembered.
enum tracking {
  /// Nothing: it was not switched here, or what it would take is not known any more.
  untracked,
  /// All that was set.
  tracked,
  /// What was set before it began to connect; what comes after that is not remembered, only that there was something.
  settled,
};

/// A set of epoll(7) that a socket is in.
struct watch {
  int epoll;
  struct epoll_event event;
};

/// What is remembered of one socket.
struct tracked_socket {
  _Atomic uint8_t tracking;
  atomic_bool is_locked;
  /// Whether there is, or was, another descriptor for it in this process.
  atomic_bool is_shared;
  /// Whether something happened to it that the log lacks.
  atomic_bool is_incomplete;
  /// How many threads are about to connect it.
  uint32_t connecting;
  /// The process that opened it: in a child of fork(2) or vfork(2) this is the parent's.
  pid_t owner;
  /// How many times the process had forked, and started programs, when it was opened.
  uint32_t forks, starts;
  /// The number of the socket. Another one means that the descriptor was closed and is used for something else.
  uint64_t inode;
  uint16_t log_length;
  uint16_t watch_count;
  struct watch watches[watch_capacity];
  /// The options that were set, the oldest first: records and values.
  uint8_t log[log_capacity];
};

/// An option in the log. Its value follows.
struct record {
  int32_t level, name;
  uint32_t length;
};

/// How many times this process has forked, and started programs.
extern _Atomic uint32_t forks, starts;

/// Remembers a socket that was just opened.
void track_socket(int descriptor);

/// What is remembered of a descriptor's socket, which may be another one by now; NULL where it is nothing.
struct tracked_socket *find_socket(int descriptor);

/// Whether it is this process that opened the socket, and no child which has a copy of the memory, or uses it.
bool is_own(const struct tracked_socket *socket);

/// Keeps other threads and signal handlers away from what is remembered; false where it belongs to another process.
bool lock_socket(struct tracked_socket *socket, uint64_t *signals);
void unlock_socket(struct tracked_socket *socket, const uint64_t *signals);

/// Whether the descriptor still is the socket that is remembered.
bool is_same_socket(int descriptor, const struct tracked_socket *socket);

/// Adds an option that was set to the log.
void remember_option(struct tracked_socket *socket, int level, int name, const void *value, socklen_t length);

#endif
