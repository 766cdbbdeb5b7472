#pragma once

/// Gives this process a network namespace of its own. Returns 0, or -1 where that is not allowed.
int enter_own_network(void);
