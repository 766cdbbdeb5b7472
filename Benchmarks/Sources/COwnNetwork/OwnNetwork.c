#define _GNU_SOURCE
#include "OwnNetwork.h"

#ifdef __linux__
#include <sched.h>

int enter_own_network(void) { return unshare(CLONE_NEWNET); }
#else
int enter_own_network(void) { return -1; }
#endif
