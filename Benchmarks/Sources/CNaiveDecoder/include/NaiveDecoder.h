#pragma once

#include <stdint.h>

/// The sum of all fields of an answer to `MPTCP_INFO`, by the rule `offset + size <= length`.
uint64_t naive_sum_mptcp_info(const void *bytes, uint32_t length);

/// The same for `TCP_INFO`, without its bit-fields.
uint64_t naive_sum_tcp_info(const void *bytes, uint32_t length);

/// The same with its bit-fields.
uint64_t naive_sum_tcp_info_with_bit_fields(const void *bytes, uint32_t length);
