// `syscall` is not part of POSIX.
#define _GNU_SOURCE

#include "SystemCalls.h"

#ifdef __linux__

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

// The numbers are the same on all machines; older headers lack them.

int uapi_pidfd_open(int pid) {
#ifdef SYS_pidfd_open
  return (int)syscall(SYS_pidfd_open, pid, 0);
#else
  return (int)syscall(434, pid, 0);
#endif
}

int uapi_pidfd_getfd(int pidfd, int descriptor) {
#ifdef SYS_pidfd_getfd
  return (int)syscall(SYS_pidfd_getfd, pidfd, descriptor, 0);
#else
  return (int)syscall(438, pidfd, descriptor, 0);
#endif
}

int uapi_pipe(int ends[2]) { return (int)syscall(SYS_pipe2, ends, O_CLOEXEC); }

int uapi_memory_file(const char *label) {
  return (int)syscall(SYS_memfd_create, label, 1u /* MFD_CLOEXEC */);
}

int uapi_bind_child(int parent, unsigned long long bytes) {
  struct sigaction action;
  // A signal that is ignored would leave the child behind.
  int isIgnored = sigaction(SIGTERM, 0, &action) == 0 && action.sa_handler == SIG_IGN;
  prctl(PR_SET_PDEATHSIG, isIgnored ? SIGKILL : SIGTERM, 0, 0, 0);
  // The other process says what happened: no report is written by this one, but of our own traps.
  signal(SIGSEGV, SIG_DFL);
  signal(SIGBUS, SIG_DFL);
  signal(SIGABRT, SIG_DFL);
  signal(SIGFPE, SIG_DFL);
  struct rlimit limit = {0, 0};
  setrlimit(RLIMIT_CORE, &limit);
  if (getrlimit(RLIMIT_DATA, &limit) == 0 && limit.rlim_cur > bytes) {
    limit.rlim_cur = (rlim_t)bytes;
    setrlimit(RLIMIT_DATA, &limit);
  }
  return getppid() == parent;
}

struct thread_call {
  void (*function)(void *);
  void *context;
};

static void *call(void *argument) {
  struct thread_call *thread_call = argument;
  thread_call->function(thread_call->context);
  return 0;
}

int uapi_call_on_new_thread(void (*function)(void *), void *context) {
  struct thread_call thread_call = {function, context};
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  // As much as the first thread has; some C libraries give others less than a parser needs.
  pthread_attr_setstacksize(&attributes, 8u << 20);
  pthread_t thread;
  int error = pthread_create(&thread, &attributes, call, &thread_call);
  pthread_attr_destroy(&attributes);
  return error != 0 ? error : pthread_join(thread, 0);
}

struct thread_room {
  pthread_mutex_t isOpen;
};

static void *stay(void *argument) {
  struct thread_room *room = argument;
  pthread_mutex_lock(&room->isOpen);
  pthread_mutex_unlock(&room->isOpen);
  return 0;
}

int uapi_thread_room(int wanted, int *error) {
  enum { MOST = 64 };
  if (wanted > MOST) wanted = MOST;
  pthread_t threads[MOST];
  struct thread_room room = {PTHREAD_MUTEX_INITIALIZER};
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  // The stack of a thread that parses.
  pthread_attr_setstacksize(&attributes, 8u << 20);
  pthread_mutex_lock(&room.isOpen);
  int count = 0;
  *error = 0;
  while (count < wanted && *error == 0) {
    *error = pthread_create(&threads[count], &attributes, stay, &room);
    if (*error == 0) count++;
  }
  pthread_mutex_unlock(&room.isOpen);
  for (int index = 0; index < count; index++) pthread_join(threads[index], 0);
  pthread_attr_destroy(&attributes);
  return count;
}

void uapi_end_by(int number) {
  struct rlimit limit = {0, 0};
  setrlimit(RLIMIT_CORE, &limit);
  signal(number, SIG_DFL);
  kill(getpid(), number);
  _exit(128 + number);
}

#endif
