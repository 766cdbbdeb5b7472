#!/usr/bin/env python3
"""Decodes capture records of MPTCP_INFO and TCP_INFO as one would script it: a field is there if
offset + size <= optlen. Quickly written, and wrong wherever a younger field is in padding."""

import json
import struct
import sys

MPTCP_INFO = [
    ("mptcpi_subflows", "B", 0), ("mptcpi_add_addr_signal", "B", 1),
    ("mptcpi_add_addr_accepted", "B", 2), ("mptcpi_subflows_max", "B", 3),
    ("mptcpi_add_addr_signal_max", "B", 4), ("mptcpi_add_addr_accepted_max", "B", 5),
    ("mptcpi_flags", "I", 8), ("mptcpi_token", "I", 12), ("mptcpi_write_seq", "Q", 16),
    ("mptcpi_snd_una", "Q", 24), ("mptcpi_rcv_nxt", "Q", 32), ("mptcpi_local_addr_used", "B", 40),
    ("mptcpi_local_addr_max", "B", 41), ("mptcpi_csum_enabled", "B", 42),
    ("mptcpi_retransmits", "I", 44), ("mptcpi_bytes_retrans", "Q", 48),
    ("mptcpi_bytes_sent", "Q", 56), ("mptcpi_bytes_received", "Q", 64),
    ("mptcpi_bytes_acked", "Q", 72), ("mptcpi_subflows_total", "B", 80),
    ("mptcpi_endp_laminar_max", "B", 81), ("mptcpi_endp_fullmesh_max", "B", 82),
    ("mptcpi_last_data_sent", "I", 84), ("mptcpi_last_data_recv", "I", 88),
    ("mptcpi_last_ack_recv", "I", 92),
]

# One byte each up to byte 7, then words, and from byte 104 on what has eight bytes.
TCP_INFO = [
    ("tcpi_state", "B", 0), ("tcpi_ca_state", "B", 1), ("tcpi_retransmits", "B", 2),
    ("tcpi_probes", "B", 3), ("tcpi_backoff", "B", 4), ("tcpi_options", "B", 5),
] + [
    ("tcpi_" + name, "I", 8 + 4 * index)
    for index, name in enumerate(
        "rto ato snd_mss rcv_mss unacked sacked lost retrans fackets last_data_sent last_ack_sent "
        "last_data_recv last_ack_recv pmtu rcv_ssthresh rtt rttvar snd_ssthresh snd_cwnd advmss "
        "reordering rcv_rtt rcv_space total_retrans".split())
] + [
    ("tcpi_" + name, "Q", 104 + 8 * index)
    for index, name in enumerate("pacing_rate max_pacing_rate bytes_acked bytes_received".split())
] + [
    ("tcpi_" + name, "I", 136 + 4 * index)
    for index, name in enumerate(
        "segs_out segs_in notsent_bytes min_rtt data_segs_in data_segs_out".split())
] + [
    ("tcpi_" + name, "Q", 160 + 8 * index)
    for index, name in enumerate("delivery_rate busy_time rwnd_limited sndbuf_limited".split())
] + [
    ("tcpi_delivered", "I", 192), ("tcpi_delivered_ce", "I", 196), ("tcpi_bytes_sent", "Q", 200),
    ("tcpi_bytes_retrans", "Q", 208), ("tcpi_dsack_dups", "I", 216), ("tcpi_reord_seen", "I", 220),
    ("tcpi_rcv_ooopack", "I", 224), ("tcpi_snd_wnd", "I", 228), ("tcpi_rcv_wnd", "I", 232),
    ("tcpi_rehash", "I", 236), ("tcpi_total_rto", "H", 240),
    ("tcpi_total_rto_recoveries", "H", 242), ("tcpi_total_rto_time", "I", 244),
]

FIELDS = {
    option: [(name, struct.Struct("<" + code), offset) for name, code, offset in fields]
    for option, fields in {"MPTCP_INFO": MPTCP_INFO, "TCP_INFO": TCP_INFO}.items()
}

with open(sys.argv[1]) as records:
    for line in records:
        record = json.loads(line)
        answer = bytes.fromhex(record.pop("bytes"))
        record["fields"] = {
            name: form.unpack_from(answer, offset)[0]
            for name, form, offset in FIELDS[record["sockopt"]]
            if offset + form.size <= len(answer)
        }
        print(json.dumps(record))
