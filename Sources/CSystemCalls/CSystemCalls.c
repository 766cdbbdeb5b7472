#include "SystemCalls.h"
