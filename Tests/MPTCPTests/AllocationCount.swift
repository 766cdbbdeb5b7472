import CAllocationCounter

/// How often this thread asked for memory so far; -1 where that cannot be counted.
func allocationCount() -> Int { allocation_count() }
