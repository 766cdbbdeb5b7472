// setsockopt(2) and getsockopt(2): an MPTCP socket that is refused an option which TCP has goes back to TCP if it can.

#include "Options.h"

int call_option(int descriptor, const struct option_call *call) {
  if (call->sets) {
    if (next.setsockopt != NULL) {
      return next.setsockopt(descriptor, call->level, call->name, call->value, call->length);
    }
    return (int)syscall(SYS_setsockopt, descriptor, call->level, call->name, call->value, call->length);
  }
  if (next.getsockopt != NULL) {
    return next.getsockopt(descriptor, call->level, call->name, call->answer, call->answer_length);
  }
  return (int)syscall(SYS_getsockopt, descriptor, call->level, call->name, call->answer, call->answer_length);
}

/// A call for a socket that is locked; NULL is one of which nothing is remembered.
static int call_or_return(int descriptor, struct tracked_socket *socket, const struct option_call *call) {
  const int before = errno;
  if (call_option(descriptor, call) == 0) {
    if (socket != NULL && call->sets) {
      if (socket->tracking == tracked) {
        remember_option(socket, call->level, call->name, call->value, call->length);
      } else {
        socket->is_incomplete = true;
      }
    }
    return 0;
  }
  const int refusal = errno;
  if (is_refusal(refusal) && return_to_tcp(descriptor, socket, call) == 0) {
    errno = before;
    return 0;
  }
  errno = refusal;
  return -1;
}

static int make_call(int descriptor, const struct option_call *call) {
  struct tracked_socket *socket = find_socket(descriptor);
  if (socket != NULL && socket->is_incomplete) socket = NULL;
  if (socket == NULL || !call->sets || socket->tracking == settled) {
    // Nothing to add to the log: it costs as much as without this library, unless there is a refusal.
    const int before = errno;
    if (call_option(descriptor, call) == 0) {
      if (socket != NULL && call->sets && is_own(socket)) socket->is_incomplete = true;
      return 0;
    }
    if (!is_refusal(errno) || (socket == NULL && counters == NULL)) return -1;
    errno = before;
  }
  uint64_t signals;
  if (socket == NULL || !lock_socket(socket, &signals)) return call_or_return(descriptor, NULL, call);
  const int result = call_or_return(descriptor, socket, call);
  unlock_socket(socket, &signals);
  return result;
}

EXPORTED int setsockopt(int descriptor, int level, int name, const void *value, socklen_t length) {
  const struct option_call call = {.sets = true, .level = level, .name = name, .value = value, .length = length};
  return make_call(descriptor, &call);
}

EXPORTED int getsockopt(
    int descriptor, int level, int name, void *restrict value, socklen_t *restrict length) {
  const struct option_call call = {.level = level, .name = name, .answer = value, .answer_length = length};
  return make_call(descriptor, &call);
}
