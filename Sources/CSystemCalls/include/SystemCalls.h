// System calls that Swift cannot make by itself: `syscall` takes a varying number of arguments, and
// not every C library names these calls.
//
// It includes nothing: Swift would take the types of a system header for this module's, or for those
// of the C library, by which of the two it happens to load first.
#pragma once

#ifdef __linux__

/// Opens a descriptor that refers to a process. Since Linux 5.3. Returns -1 and sets errno on error.
int uapi_pidfd_open(int pid);

/// Duplicates a descriptor of another process, closed on exec. Since Linux 5.6. Returns -1 and sets
/// errno on error.
int uapi_pidfd_getfd(int pidfd, int descriptor);

/// Opens a pipe whose ends are closed on exec. Since Linux 2.6.27. Returns -1 and sets errno on error.
int uapi_pipe(int ends[2]);

/// Opens a file without a name that lies in memory, closed on exec. Since Linux 3.17. Returns -1 and
/// sets errno on error.
int uapi_memory_file(const char *label);

/// Makes a process that was forked end with its parent, leave no core file, and have no more than
/// `bytes` of memory of its own. Returns 0 where the parent has ended already.
int uapi_bind_child(int parent, unsigned long long bytes);

/// Calls a function on a new thread and waits until it has returned. Returns 0, or the number of the
/// error where there is no thread.
int uapi_call_on_new_thread(void (*function)(void *), void *context);

/// How many threads can be started next to those that there are, no more than wanted (and than 64).
/// They have ended when it returns. Sets `error` to the number of what is in the way of more, or to 0.
int uapi_thread_room(int wanted, int *error);

/// Ends this process by a signal, as another one was ended, and leaves no core file.
void uapi_end_by(int number);

#endif
