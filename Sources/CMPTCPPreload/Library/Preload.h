#ifndef PRELOAD_H
#define PRELOAD_H

// What the files of the library share. All of it may be used in signal handlers, and between vfork(2) and exec.

#define _GNU_SOURCE
#include "CMPTCPPreload.h"

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <spawn.h>
#include <unistd.h>

#define EXPORTED __attribute__((visibility("default")))

// C libraries before 2023 do not name it.
enum { protocol_mptcp = 262 };

/// The functions that this library is put before, each NULL before it was looked for, or where it was not found.
struct next_functions {
  int (*socket)(int, int, int);
  int (*setsockopt)(int, int, int, const void *, socklen_t);
  int (*getsockopt)(int, int, int, void *, socklen_t *);
  int (*connect)(int, const struct sockaddr *, socklen_t);
  int (*dup)(int);
  int (*dup2)(int, int);
  int (*dup3)(int, int, int);
  int (*fcntl)(int, int, ...);
  int (*fcntl64)(int, int, ...);
  ssize_t (*sendmsg)(int, const struct msghdr *, int);
  int (*epoll_ctl)(int, int, int, struct epoll_event *);
  pid_t (*fork)(void);
  int (*execve)(const char *, char *const[], char *const[]);
  int (*execvpe)(const char *, char *const[], char *const[]);
  int (*fexecve)(int, char *const[], char *const[]);
  int (*execveat)(int, const char *, char *const[], char *const[], int);
  int (*posix_spawn)(
      pid_t *, const char *, const posix_spawn_file_actions_t *, const posix_spawnattr_t *, char *const[],
      char *const[]);
  int (*posix_spawnp)(
      pid_t *, const char *, const posix_spawn_file_actions_t *, const posix_spawnattr_t *, char *const[],
      char *const[]);
  int (*system)(const char *);
  FILE *(*popen)(const char *, const char *);
};

extern struct next_functions next;
void find_next_functions(void);

/// Looks at the environment and for the next functions, once: when the library is loaded, or at the first call.
void prepare(void);

/// The counters of the run; NULL where nothing is counted.
extern _Atomic uint32_t *_Atomic counters;
void find_counters(const char *description);
void count(unsigned word);

/// Counts a refusal of an option, by what became of the socket: a word of the option.
void count_option(int level, int name, unsigned outcome);
bool is_option_counted(int level, int name);

/// Whether sockets stay MPTCP sockets though they are refused options.
extern atomic_bool keeps_mptcp;

/// The path of this library as the loader was told it; NULL where that is not known.
extern const char *library_path;

/// The next library's socket(2), so that others which come after this one keep working; else the kernel's.
int open_socket(int domain, int type, int protocol);

#endif
