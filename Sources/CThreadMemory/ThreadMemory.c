#include "ThreadMemory.h"

_Thread_local _Alignas(64) unsigned char uapi_thread_memory_bytes[uapi_thread_memory_size];
