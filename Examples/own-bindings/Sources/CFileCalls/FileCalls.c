#include "FileCalls.h"
