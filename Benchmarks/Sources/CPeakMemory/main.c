// Runs a program with its output thrown away and prints the most memory that it had at a time, in KiB.
//
//   peak-memory PROGRAM ARGUMENT…

#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int count, char **arguments) {
  if (count < 2) return 64;
  pid_t child = fork();
  if (child < 0) return 71;
  if (child == 0) {
    int output = open("/dev/null", O_WRONLY);
    if (output >= 0) dup2(output, STDOUT_FILENO);
    execv(arguments[1], arguments + 1);
    _exit(127);
  }
  int status;
  struct rusage usage;
  if (wait4(child, &status, 0, &usage) != child || status != 0) return 1;
  printf("%ld\n", usage.ru_maxrss);
  return 0;
}
