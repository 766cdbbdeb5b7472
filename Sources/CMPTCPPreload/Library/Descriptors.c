// What of descriptors and processes matters for sockets that may go back to TCP. The calls themselves stay as they are.

#include "SocketTable.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>

/// What duplicates a descriptor shares its socket: a TCP socket would take the place of one of the two.
static void share_socket(int descriptor) {
  struct tracked_socket *socket = find_socket(descriptor);
  if (socket != NULL && is_own(socket)) socket->is_shared = true;
}

EXPORTED int dup(int descriptor) {
  const int copy = next.dup != NULL ? next.dup(descriptor) : (int)syscall(SYS_dup, descriptor);
  if (copy >= 0) share_socket(descriptor);
  return copy;
}

EXPORTED int dup3(int descriptor, int copy, int flags) {
  const int result = next.dup3 != NULL ? next.dup3(descriptor, copy, flags)
                                       : (int)syscall(SYS_dup3, descriptor, copy, flags);
  if (result >= 0) share_socket(descriptor);
  return result;
}

EXPORTED int dup2(int descriptor, int copy) {
  int result;
  if (next.dup2 != NULL) {
    result = next.dup2(descriptor, copy);
  } else if (descriptor == copy) {
    // The newer call takes this for a mistake.
    result = syscall(SYS_fcntl, descriptor, F_GETFD) < 0 ? -1 : copy;
  } else {
    result = (int)syscall(SYS_dup3, descriptor, copy, 0);
  }
  if (result >= 0 && descriptor != copy) share_socket(descriptor);
  return result;
}

/// Whether a message carries descriptors, which its receiver then shares.
static void share_sockets_in(const struct msghdr *message) {
  if (message == NULL || message->msg_control == NULL) return;
  struct cmsghdr *part = CMSG_FIRSTHDR(message);
  for (; part != NULL; part = CMSG_NXTHDR((struct msghdr *)message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS || part->cmsg_len < CMSG_LEN(0)) continue;
    const size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t index = 0; index < count; index += 1) {
      int descriptor;
      memcpy(&descriptor, CMSG_DATA(part) + index * sizeof descriptor, sizeof descriptor);
      share_socket(descriptor);
    }
  }
}

EXPORTED ssize_t sendmsg(int descriptor, const struct msghdr *message, int flags) {
  const ssize_t result = next.sendmsg != NULL ? next.sendmsg(descriptor, message, flags)
                                              : (ssize_t)syscall(SYS_sendmsg, descriptor, message, flags);
  if (result >= 0) share_sockets_in(message);
  return result;
}

static int control(int (*call)(int, int, ...), int descriptor, int command, void *argument) {
  const int result = call != NULL ? call(descriptor, command, argument)
                                  : (int)syscall(SYS_fcntl, descriptor, command, argument);
  if (result >= 0 && (command == F_DUPFD || command == F_DUPFD_CLOEXEC)) share_socket(descriptor);
  return result;
}

// The argument, if there is one, is an int or a pointer: read as a C library does, which does not know which, either.
EXPORTED int fcntl(int descriptor, int command, ...) {
  va_list arguments;
  va_start(arguments, command);
  void *argument = va_arg(arguments, void *);
  va_end(arguments);
  return control(next.fcntl, descriptor, command, argument);
}

EXPORTED int fcntl64(int descriptor, int command, ...) {
  va_list arguments;
  va_start(arguments, command);
  void *argument = va_arg(arguments, void *);
  va_end(arguments);
  return control(next.fcntl64 != NULL ? next.fcntl64 : next.fcntl, descriptor, command, argument);
}

EXPORTED pid_t fork(void) {
  if (next.fork == NULL) prepare();
  forks += 1;
  if (next.fork != NULL) return next.fork();
  errno = ENOSYS;
  return -1;
}

/// Whether connect(2) left a socket that is not used.
static bool is_unused_after(int result, int error, const struct sockaddr *address) {
  if (result == 0) return address != NULL && address->sa_family == AF_UNSPEC;
  return error != EINPROGRESS && error != EALREADY && error != EINTR && error != EISCONN;
}

EXPORTED int connect(int descriptor, const struct sockaddr *address, socklen_t length) {
  struct tracked_socket *socket = find_socket(descriptor);
  uint64_t signals;
  const bool is_locked = socket != NULL && socket->tracking == tracked && lock_socket(socket, &signals);
  if (is_locked) {
    // From here on no other thread puts a TCP socket in its place.
    socket->connecting += 1;
    unlock_socket(socket, &signals);
  }
  const int result = next.connect != NULL ? next.connect(descriptor, address, length)
                                          : (int)syscall(SYS_connect, descriptor, address, length);
  if (is_locked) {
    const int error = errno;
    lock_socket(socket, &signals);
    socket->connecting -= 1;
    // A connection is not worth a log of what is set on it later, only of whether there was something.
    if (!is_unused_after(result, error, address)) socket->tracking = settled;
    unlock_socket(socket, &signals);
    errno = error;
  }
  return result;
}

/// Remembers that a socket is in a set, or is not any more. It is locked.
static void remember_watch(
    struct tracked_socket *socket, int epoll, int operation, const struct epoll_event *event) {
  unsigned index = 0;
  while (index < socket->watch_count && socket->watches[index].epoll != epoll) index += 1;
  if (operation == EPOLL_CTL_DEL) {
    if (index == socket->watch_count) return;
    socket->watch_count -= 1;
    socket->watches[index] = socket->watches[socket->watch_count];
  } else if (index == watch_capacity) {
    socket->is_incomplete = true;
  } else {
    socket->watches[index] = (struct watch){epoll, *event};
    if (index == socket->watch_count) socket->watch_count += 1;
  }
}

EXPORTED int epoll_ctl(int epoll, int operation, int descriptor, struct epoll_event *event) {
  const int result = next.epoll_ctl != NULL ? next.epoll_ctl(epoll, operation, descriptor, event)
                                            : (int)syscall(SYS_epoll_ctl, epoll, operation, descriptor, event);
  struct tracked_socket *socket = find_socket(descriptor);
  uint64_t signals;
  if (result != 0 || socket == NULL || socket->is_incomplete) return result;
  if (socket->tracking == settled) {
    if (is_own(socket)) socket->is_incomplete = true;
  } else if (lock_socket(socket, &signals)) {
    remember_watch(socket, epoll, operation, event);
    unlock_socket(socket, &signals);
  }
  return 0;
}
