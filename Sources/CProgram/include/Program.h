// What a tool needs of C: the arguments of its process, and files that have no name yet.
#pragma once

/// How many arguments the process was started with, its own name among them.
int uapi_argument_count(void);

/// The arguments as the kernel handed them over, which needs no /proc; a null ends them.
char *const *uapi_arguments(void);

#ifdef __linux__

/// Whether the process has more rights than its caller: set-user-ID, set-group-ID, or capabilities of
/// its file.
int uapi_has_raised_rights(void);

/// The path by which the process was started; null where the kernel does not say it.
const char *uapi_executable(void);

/// Opens a file without a name in a folder, for writing. Returns -1 and sets errno on error.
int uapi_open_unnamed(const char *folder, unsigned mode);

/// Gives such a file a name that nothing has yet. Returns -1 and sets errno on error.
int uapi_name(int descriptor, const char *path);

/// Gives an open file the extended attributes of another one, as far as this process may.
void uapi_copy_attributes(int from, int to);

#endif
