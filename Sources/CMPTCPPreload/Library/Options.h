#ifndef OPTIONS_H
#define OPTIONS_H

#include "SocketTable.h"

#include <errno.h>

/// A call of setsockopt(2) or getsockopt(2).
struct option_call {
  bool sets;
  int level, name;
  const void *value;
  socklen_t length;
  /// Where getsockopt(2) writes.
  void *answer;
  socklen_t *answer_length;
};

/// Makes the call for a socket.
int call_option(int descriptor, const struct option_call *call);

/// Whether an error says that a socket of this kind does not have the option.
static inline bool is_refusal(int error) { return error == ENOPROTOOPT || error == EOPNOTSUPP; }

/// Puts a TCP socket in the place of an MPTCP socket that was refused an option, and makes the call for it.
///
/// Returns 0 where that was done, which is counted; else the refusal remains, and errno is what it was. The socket is
/// locked by the caller; NULL is one of which nothing is remembered.
int return_to_tcp(int descriptor, struct tracked_socket *socket, const struct option_call *call);

#endif
