// What starts programs. The calls themselves stay as they are; counted is which programs this library does not reach.

#include "SocketTable.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

extern char **environ;

/// Whether the loader of a program with this environment would load this library.
static bool has_library(char *const environment[]) {
  for (; environment != NULL && *environment != NULL; environment += 1) {
    const char *variable = *environment;
    if (strncmp(variable, "LD_PRELOAD=", 11) != 0) continue;
    return library_path == NULL || strstr(variable, library_path) != NULL;
  }
  return false;
}

/// A program that is about to be started: what to take back where it was not.
static bool count_start(char *const environment[]) {
  // Between vfork(2) and this call the memory is the parent's, which learns that there is another process.
  starts += 1;
  if (counters == NULL) return false;
  const bool is_cleared = !has_library(environment);
  counters[UAPI_MPTCP_STARTED] += 1;
  if (is_cleared) counters[UAPI_MPTCP_CLEARED] += 1;
  return is_cleared;
}

static int count_failure(bool is_cleared) {
  if (counters == NULL) return -1;
  counters[UAPI_MPTCP_STARTED] -= 1;
  if (is_cleared) counters[UAPI_MPTCP_CLEARED] -= 1;
  return -1;
}

/// What only the C library can do, on a machine where its function was not found.
static int missing(void) {
  errno = ENOSYS;
  return -1;
}

EXPORTED int execve(const char *path, char *const arguments[], char *const environment[]) {
  const bool is_cleared = count_start(environment);
  if (next.execve != NULL) {
    next.execve(path, arguments, environment);
  } else {
    syscall(SYS_execve, path, arguments, environment);
  }
  return count_failure(is_cleared);
}

EXPORTED int execv(const char *path, char *const arguments[]) { return execve(path, arguments, environ); }

EXPORTED int execvpe(const char *file, char *const arguments[], char *const environment[]) {
  if (next.execvpe == NULL) prepare();
  const bool is_cleared = count_start(environment);
  if (next.execvpe != NULL) {
    next.execvpe(file, arguments, environment);
  } else {
    missing();
  }
  return count_failure(is_cleared);
}

EXPORTED int execvp(const char *file, char *const arguments[]) { return execvpe(file, arguments, environ); }

EXPORTED int fexecve(int descriptor, char *const arguments[], char *const environment[]) {
  if (next.fexecve == NULL) prepare();
  const bool is_cleared = count_start(environment);
  if (next.fexecve != NULL) {
    next.fexecve(descriptor, arguments, environment);
  } else {
    missing();
  }
  return count_failure(is_cleared);
}

EXPORTED int execveat(
    int folder, const char *path, char *const arguments[], char *const environment[], int flags) {
  const bool is_cleared = count_start(environment);
  if (next.execveat != NULL) {
    next.execveat(folder, path, arguments, environment, flags);
  } else {
    syscall(SYS_execveat, folder, path, arguments, environment, flags);
  }
  return count_failure(is_cleared);
}

/// Counts the arguments of a call up to the null that ends them.
static size_t argument_count(va_list arguments) {
  va_list rest;
  size_t count = 1;
  va_copy(rest, arguments);
  while (va_arg(rest, const char *) != NULL) count += 1;
  va_end(rest);
  return count;
}

/// Lays the arguments of a call out as a vector, with its null.
static void lay_out(char **vector, const char *first, size_t count, va_list *arguments) {
  vector[0] = (char *)first;
  for (size_t index = 1; index <= count; index += 1) vector[index] = va_arg(*arguments, char *);
}

// A macro, since the vector lies in the frame of the caller; `arguments` is left at what follows the null.
#define GATHER_ARGUMENTS(vector, arguments, first)                                                                     \
  va_list arguments;                                                                                                   \
  va_start(arguments, first);                                                                                          \
  const size_t vector##_count = argument_count(arguments);                                                             \
  char *vector[vector##_count + 1];                                                                                    \
  lay_out(vector, first, vector##_count, &arguments)

EXPORTED int execl(const char *path, const char *first, ...) {
  GATHER_ARGUMENTS(vector, arguments, first);
  va_end(arguments);
  return execve(path, vector, environ);
}

EXPORTED int execlp(const char *file, const char *first, ...) {
  GATHER_ARGUMENTS(vector, arguments, first);
  va_end(arguments);
  return execvpe(file, vector, environ);
}

EXPORTED int execle(const char *path, const char *first, ...) {
  GATHER_ARGUMENTS(vector, arguments, first);
  char *const *environment = va_arg(arguments, char *const *);
  va_end(arguments);
  return execve(path, vector, environment);
}

EXPORTED int posix_spawn(
    pid_t *restrict process, const char *restrict path, const posix_spawn_file_actions_t *actions,
    const posix_spawnattr_t *restrict attributes, char *const arguments[restrict], char *const environment[restrict]) {
  if (next.posix_spawn == NULL) prepare();
  if (next.posix_spawn == NULL) return ENOSYS;
  const bool is_cleared = count_start(environment);
  const int error = next.posix_spawn(process, path, actions, attributes, arguments, environment);
  if (error != 0) count_failure(is_cleared);
  return error;
}

EXPORTED int posix_spawnp(
    pid_t *restrict process, const char *restrict file, const posix_spawn_file_actions_t *actions,
    const posix_spawnattr_t *restrict attributes, char *const arguments[restrict], char *const environment[restrict]) {
  if (next.posix_spawnp == NULL) prepare();
  if (next.posix_spawnp == NULL) return ENOSYS;
  const bool is_cleared = count_start(environment);
  const int error = next.posix_spawnp(process, file, actions, attributes, arguments, environment);
  if (error != 0) count_failure(is_cleared);
  return error;
}

EXPORTED int system(const char *command) {
  if (next.system == NULL) prepare();
  if (next.system == NULL) return missing();
  if (command != NULL) count_start(environ);
  return next.system(command);
}

EXPORTED FILE *popen(const char *command, const char *mode) {
  if (next.popen == NULL) prepare();
  if (next.popen == NULL) {
    missing();
    return NULL;
  }
  const bool is_cleared = count_start(environ);
  FILE *file = next.popen(command, mode);
  if (file == NULL) count_failure(is_cleared);
  return file;
}
