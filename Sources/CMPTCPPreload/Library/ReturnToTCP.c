// A TCP socket takes the place of an MPTCP socket that is not used yet, with all that was set on it.

#include "Options.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>

// C libraries for older kernels do not name it.
enum { so_netns_cookie = 71 };

#ifdef SYS_fcntl64
enum { system_call_fcntl = SYS_fcntl64 };
#else
enum { system_call_fcntl = SYS_fcntl };
#endif

static long control(int descriptor, int command, long argument) {
  return syscall(system_call_fcntl, descriptor, command, argument);
}

/// A number that the kernel says of a socket; false where it does not.
static bool socket_value(int descriptor, int name, void *value, socklen_t length) {
  return syscall(SYS_getsockopt, descriptor, SOL_SOCKET, name, value, &length) == 0;
}

static bool set_reuse(int descriptor, int value) {
  return syscall(SYS_setsockopt, descriptor, SOL_SOCKET, SO_REUSEADDR, &value, (socklen_t)sizeof value) == 0;
}

/// What a socket does now.
enum activity { not_mptcp, unused, listening, connected };

static enum activity activity_of(int descriptor) {
  int protocol, listens;
  if (!socket_value(descriptor, SO_PROTOCOL, &protocol, sizeof protocol)) return not_mptcp;
  if (protocol != protocol_mptcp) return not_mptcp;
  if (!socket_value(descriptor, SO_ACCEPTCONN, &listens, sizeof listens)) return not_mptcp;
  if (listens != 0) return listening;
  // One that is not used yet hangs up and takes data. One that connects does not, and where a connection ended there
  // is an error or an end to read as well.
  struct pollfd state = {.fd = descriptor, .events = POLLIN | POLLPRI | POLLOUT | POLLRDHUP};
  const long nothing[2] = {0, 0};
  if (syscall(SYS_ppoll, &state, 1L, nothing, NULL, 8L) < 0) return not_mptcp;
  return state.revents == (POLLHUP | POLLOUT) ? unused : connected;
}

static bool is_other_network(int descriptor, int other) {
  uint64_t first, second;
  // Kernels before 5.14 do not tell.
  return socket_value(descriptor, so_netns_cookie, &first, sizeof first)
         && socket_value(other, so_netns_cookie, &second, sizeof second) && first != second;
}

/// Sets all options of the log.
static bool replay_options(int descriptor, const struct tracked_socket *socket) {
  for (size_t offset = 0; offset < socket->log_length;) {
    struct record record;
    memcpy(&record, socket->log + offset, sizeof record);
    offset += sizeof record;
    if (syscall(SYS_setsockopt, descriptor, record.level, record.name, socket->log + offset, (socklen_t)record.length)
        != 0) {
      return false;
    }
    offset += record.length;
  }
  return true;
}

/// Binds a socket to the address of another one, which keeps it until it is closed.
///
/// The port is never free in between: two sockets that may be used again share it.
static bool share_address(int descriptor, int owner) {
  union {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    uint8_t bytes[sizeof(struct sockaddr_in6)];
  } address = {.bytes = {0}}, unbound = {.bytes = {0}};
  socklen_t length = sizeof address;
  if (syscall(SYS_getsockname, owner, &address, &length) != 0 || length > sizeof address) return false;
  unbound.any.sa_family = address.any.sa_family;
  if (memcmp(&address, &unbound, length) == 0) return true;
  int reuse, own_reuse;
  if (!socket_value(owner, SO_REUSEADDR, &reuse, sizeof reuse)) return false;
  if (!socket_value(descriptor, SO_REUSEADDR, &own_reuse, sizeof own_reuse)) return false;
  bool is_bound = set_reuse(owner, 1) && set_reuse(descriptor, 1)
                  && syscall(SYS_bind, descriptor, &address, length) == 0;
  is_bound = set_reuse(descriptor, own_reuse) && is_bound;
  if (!is_bound) set_reuse(owner, reuse);
  return is_bound;
}

/// Gives a socket the flags of another open file, and who is told of its events.
static bool share_flags(int descriptor, int owner) {
  struct f_owner_ex recipient;
  const long flags = control(owner, F_GETFL, 0), own = control(descriptor, F_GETFL, 0);
  const long signal = control(owner, F_GETSIG, 0);
  const long shared = O_NONBLOCK | O_ASYNC;
  if (flags < 0 || own < 0 || signal < 0 || control(owner, F_GETOWN_EX, (long)&recipient) != 0) return false;
  if (recipient.pid != 0 && control(descriptor, F_SETOWN_EX, (long)&recipient) != 0) return false;
  if (signal != 0 && control(descriptor, F_SETSIG, signal) != 0) return false;
  return ((flags ^ own) & shared) == 0 || control(descriptor, F_SETFL, (own & ~shared) | (flags & shared)) == 0;
}

/// Forgets sets that the socket is not in any more.
static void check_watches(int descriptor, struct tracked_socket *socket) {
  unsigned kept = 0;
  for (unsigned index = 0; index < socket->watch_count; index += 1) {
    struct watch watch = socket->watches[index];
    // The set says itself whether the socket is in it, by not taking it again.
    if (syscall(SYS_epoll_ctl, watch.epoll, EPOLL_CTL_ADD, descriptor, &watch.event) == 0) {
      syscall(SYS_epoll_ctl, watch.epoll, EPOLL_CTL_DEL, descriptor, &watch.event);
    } else if (errno == EEXIST) {
      socket->watches[kept] = watch;
      kept += 1;
    }
  }
  socket->watch_count = (uint16_t)kept;
}

/// Whether the descriptor is all that leads to the socket, and all that was done to it is known.
static bool is_replaceable(int descriptor, const struct tracked_socket *socket) {
  if (socket->is_shared || socket->is_incomplete || socket->connecting > 0 || socket->forks != forks) return false;
  // Programs that were started got a copy, unless it was to be closed.
  return socket->starts == starts || (control(descriptor, F_GETFD, 0) & FD_CLOEXEC) != 0;
}

/// Puts a socket in the place of another one. Only the last step can be seen, and nothing can fail after it.
static bool replace(int descriptor, int replacement, struct tracked_socket *socket) {
  const long flags = control(descriptor, F_GETFD, 0);
  if (flags < 0 || !share_flags(replacement, descriptor)) return false;
  check_watches(descriptor, socket);
  if (!share_address(replacement, descriptor)) return false;
  int reuse;
  const bool has_reuse = socket_value(replacement, SO_REUSEADDR, &reuse, sizeof reuse);
  if (syscall(SYS_dup3, replacement, descriptor, (flags & FD_CLOEXEC) != 0 ? O_CLOEXEC : 0) < 0) {
    if (has_reuse) set_reuse(descriptor, reuse);
    return false;
  }
  // They dropped the socket that is closed.
  for (unsigned index = 0; index < socket->watch_count; index += 1) {
    struct watch *watch = &socket->watches[index];
    syscall(SYS_epoll_ctl, watch->epoll, EPOLL_CTL_ADD, descriptor, &watch->event);
  }
  return true;
}

static bool is_counted(int error) { return !is_refusal(error) && error != EPERM && error != EFAULT; }

/// A call like another one, whose answer goes elsewhere.
struct trial {
  struct option_call call;
  socklen_t length;
  uint8_t answer[1024];
};

/// Makes the call for a TCP socket, without touching what the program wants to read; 0 or the error.
static int try_option(int descriptor, const struct option_call *call, struct trial *trial) {
  trial->call = *call;
  if (!call->sets) {
    if (call->answer == NULL || call->answer_length == NULL) return EFAULT;
    trial->length = *call->answer_length < sizeof trial->answer ? *call->answer_length : sizeof trial->answer;
    trial->call.answer = trial->answer;
    trial->call.answer_length = &trial->length;
  }
  return call_option(descriptor, &trial->call) == 0 ? 0 : errno;
}

static int open_tcp(int like) {
  int domain;
  if (!socket_value(like, SO_DOMAIN, &domain, sizeof domain)) return -1;
  return open_socket(domain, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_TCP);
}

/// Whether TCP sockets have an option, with this value or another one.
static bool tcp_has_option(int descriptor, const struct option_call *call) {
  struct trial trial;
  const int tcp = open_tcp(descriptor);
  if (tcp < 0) return false;
  const int error = try_option(tcp, call, &trial);
  syscall(SYS_close, tcp);
  return is_counted(error);
}

/// Counts a refusal that the program sees, if TCP would not have refused as well: what was counted, it has.
static int pass_on(int descriptor, const struct option_call *call, unsigned outcome) {
  if (counters != NULL && (is_option_counted(call->level, call->name) || tcp_has_option(descriptor, call))) {
    count_option(call->level, call->name, outcome);
  }
  return -1;
}

int return_to_tcp(int descriptor, struct tracked_socket *socket, const struct option_call *call) {
  const enum activity activity = activity_of(descriptor);
  if (activity == not_mptcp) return -1;
  if (keeps_mptcp) return pass_on(descriptor, call, UAPI_MPTCP_OPTION_KEPT);
  if (activity == listening) return pass_on(descriptor, call, UAPI_MPTCP_OPTION_LISTENING);
  if (activity == connected) return pass_on(descriptor, call, UAPI_MPTCP_OPTION_CONNECTED);
  if (socket == NULL || !is_same_socket(descriptor, socket) || !is_replaceable(descriptor, socket)) {
    return pass_on(descriptor, call, UAPI_MPTCP_OPTION_STUCK);
  }
  const int tcp = open_tcp(descriptor);
  if (tcp < 0) return pass_on(descriptor, call, UAPI_MPTCP_OPTION_STUCK);
  struct trial trial;
  const bool is_ready = !is_other_network(descriptor, tcp) && replay_options(tcp, socket);
  const int error = try_option(tcp, call, &trial);
  const bool is_replaced = is_ready && error == 0 && replace(descriptor, tcp, socket);
  syscall(SYS_close, tcp);
  if (is_replaced) {
    socket->tracking = untracked;
    if (!call->sets) {
      memcpy(call->answer, trial.answer, trial.length < sizeof trial.answer ? trial.length : sizeof trial.answer);
      *call->answer_length = trial.length;
    }
    count_option(call->level, call->name, UAPI_MPTCP_OPTION_RETURNED);
    return 0;
  }
  // A value that TCP refuses as well has nothing to do with MPTCP.
  if (error == 0) count_option(call->level, call->name, UAPI_MPTCP_OPTION_STUCK);
  return -1;
}
