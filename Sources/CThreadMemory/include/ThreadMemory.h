// A piece of memory for each thread, which Swift cannot declare.
#pragma once

#include <stddef.h>

/// How many bytes each thread has.
enum { uapi_thread_memory_size = 16384 };

extern _Thread_local _Alignas(64) unsigned char uapi_thread_memory_bytes[uapi_thread_memory_size];

/// The memory of the calling thread, aligned to cache lines.
static inline void *_Nonnull uapi_thread_memory(void) { return uapi_thread_memory_bytes; }
