#define _GNU_SOURCE
#include "Program.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef __linux__

#include <sys/auxv.h>
#include <sys/xattr.h>

static int argument_count;
static char **argument_values;

#if defined(__GLIBC__) || defined(__ANDROID__)

// These C libraries hand the arguments to constructors too.
__attribute__((constructor)) static void keep(int count, char **values) {
  argument_count = count;
  argument_values = values;
}

#else

extern char **environ;

// Others do not. The kernel puts the arguments, a null, and the environment one after the other; before
// every other constructor the environment is still where the kernel put it.
__attribute__((constructor(101))) static void keep(void) {
  char **values = environ - 1;
  int count = 0;
  // The word before the first argument is how many there are.
  while ((unsigned long)values[-1] != (unsigned long)count) {
    values -= 1;
    count += 1;
  }
  argument_count = count;
  argument_values = values;
}

#endif

int uapi_argument_count(void) { return argument_count; }

char *const *uapi_arguments(void) { return argument_values; }

int uapi_has_raised_rights(void) {
  return getauxval(AT_SECURE) != 0 || geteuid() != getuid() || getegid() != getgid();
}

const char *uapi_executable(void) { return (const char *)getauxval(AT_EXECFN); }

#ifndef O_TMPFILE
#define O_TMPFILE (020000000 | O_DIRECTORY)
#endif
#ifndef AT_EMPTY_PATH
#define AT_EMPTY_PATH 0x1000
#endif

int uapi_open_unnamed(const char *folder, unsigned mode) {
  return open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, mode);
}

int uapi_name(int descriptor, const char *path) {
  if (linkat(descriptor, "", AT_FDCWD, path, AT_EMPTY_PATH) == 0) return 0;
  // Before Linux 6.10 that takes CAP_DAC_READ_SEARCH.
  if (errno != ENOENT) return -1;
  char name[40];
  snprintf(name, sizeof name, "/proc/self/fd/%d", descriptor);
  return linkat(AT_FDCWD, name, AT_FDCWD, path, AT_SYMLINK_FOLLOW);
}

// Neither a list of names nor a value is longer.
enum { attribute_limit = 1 << 16 };

void uapi_copy_attributes(int from, int to) {
  char *names = malloc(2 * attribute_limit);
  if (names == NULL) return;
  char *value = names + attribute_limit;
  ssize_t length = flistxattr(from, names, attribute_limit);
  for (char *name = names; length > 0 && name < names + length; name += strlen(name) + 1) {
    // Capabilities are those of a program, not of whatever takes its place.
    if (strcmp(name, "security.capability") == 0) continue;
    ssize_t size = fgetxattr(from, name, value, attribute_limit);
    if (size >= 0) fsetxattr(to, name, value, (size_t)size, 0);
  }
  free(names);
}

#elif defined(__APPLE__)

#include <crt_externs.h>

int uapi_argument_count(void) { return *_NSGetArgc(); }

char *const *uapi_arguments(void) { return *_NSGetArgv(); }

#else

int uapi_argument_count(void) { return 0; }

char *const *uapi_arguments(void) { return NULL; }

#endif
