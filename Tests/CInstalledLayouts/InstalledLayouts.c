#include "InstalledLayouts.h"

#include <stddef.h>

#if __has_include(<linux/mptcp.h>) && __has_include(<linux/tcp.h>)

#include <netinet/in.h>
#include <sys/socket.h>

#include <linux/mptcp.h>
#include <linux/tcp.h>
#include <linux/version.h>

#define RECORD(record) {#record, NULL, 0, sizeof(struct record)}
#define FIELD(record, field) \
  {#record, #field, offsetof(struct record, field), sizeof(((struct record *)0)->field)}

static const struct installed_layout layouts[] = {
    RECORD(mptcp_info),
    FIELD(mptcp_info, mptcpi_subflows),
    FIELD(mptcp_info, mptcpi_add_addr_signal),
    FIELD(mptcp_info, mptcpi_add_addr_accepted),
    FIELD(mptcp_info, mptcpi_subflows_max),
    FIELD(mptcp_info, mptcpi_add_addr_signal_max),
    FIELD(mptcp_info, mptcpi_add_addr_accepted_max),
    FIELD(mptcp_info, mptcpi_flags),
    FIELD(mptcp_info, mptcpi_token),
    FIELD(mptcp_info, mptcpi_write_seq),
    FIELD(mptcp_info, mptcpi_snd_una),
    FIELD(mptcp_info, mptcpi_rcv_nxt),
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 12, 0)
    FIELD(mptcp_info, mptcpi_local_addr_used),
    FIELD(mptcp_info, mptcpi_local_addr_max),
#endif
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 14, 0)
    FIELD(mptcp_info, mptcpi_csum_enabled),
#endif
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 5, 0)
    FIELD(mptcp_info, mptcpi_retransmits),
    FIELD(mptcp_info, mptcpi_bytes_retrans),
    FIELD(mptcp_info, mptcpi_bytes_sent),
    FIELD(mptcp_info, mptcpi_bytes_received),
    FIELD(mptcp_info, mptcpi_bytes_acked),
#endif
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 8, 0)
    FIELD(mptcp_info, mptcpi_subflows_total),
#endif
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 10, 0)
    FIELD(mptcp_info, mptcpi_last_data_sent),
    FIELD(mptcp_info, mptcpi_last_data_recv),
    FIELD(mptcp_info, mptcpi_last_ack_recv),
#endif
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 18, 0)
    FIELD(mptcp_info, mptcpi_endp_laminar_max),
#endif
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 19, 0)
    FIELD(mptcp_info, mptcpi_endp_fullmesh_max),
#endif
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 5, 0)
    RECORD(mptcp_full_info),
    FIELD(mptcp_full_info, size_tcpinfo_kernel),
    FIELD(mptcp_full_info, size_tcpinfo_user),
    FIELD(mptcp_full_info, size_sfinfo_kernel),
    FIELD(mptcp_full_info, size_sfinfo_user),
    FIELD(mptcp_full_info, num_subflows),
    FIELD(mptcp_full_info, size_arrays_user),
    FIELD(mptcp_full_info, subflow_info),
    FIELD(mptcp_full_info, tcp_info),
    FIELD(mptcp_full_info, mptcp_info),
#endif
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 16, 0)
    RECORD(mptcp_subflow_data),
    FIELD(mptcp_subflow_data, size_subflow_data),
    FIELD(mptcp_subflow_data, num_subflows),
    FIELD(mptcp_subflow_data, size_kernel),
    FIELD(mptcp_subflow_data, size_user),
#endif
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 5, 0)
    RECORD(mptcp_subflow_info),
    FIELD(mptcp_subflow_info, id),
    FIELD(mptcp_subflow_info, addrs),
#endif
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 16, 0)
    RECORD(mptcp_subflow_addrs),
    FIELD(mptcp_subflow_addrs, sa_family),
    FIELD(mptcp_subflow_addrs, sa_local),
    FIELD(mptcp_subflow_addrs, sin_local),
    FIELD(mptcp_subflow_addrs, sin6_local),
    FIELD(mptcp_subflow_addrs, ss_local),
    FIELD(mptcp_subflow_addrs, sa_remote),
    FIELD(mptcp_subflow_addrs, sin_remote),
    FIELD(mptcp_subflow_addrs, sin6_remote),
    FIELD(mptcp_subflow_addrs, ss_remote),
#endif
    RECORD(tcp_info),
    FIELD(tcp_info, tcpi_state),
    FIELD(tcp_info, tcpi_ca_state),
    FIELD(tcp_info, tcpi_retransmits),
    FIELD(tcp_info, tcpi_probes),
    FIELD(tcp_info, tcpi_backoff),
    FIELD(tcp_info, tcpi_options),
    FIELD(tcp_info, tcpi_rto),
    FIELD(tcp_info, tcpi_ato),
    FIELD(tcp_info, tcpi_snd_mss),
    FIELD(tcp_info, tcpi_rcv_mss),
    FIELD(tcp_info, tcpi_unacked),
    FIELD(tcp_info, tcpi_sacked),
    FIELD(tcp_info, tcpi_lost),
    FIELD(tcp_info, tcpi_retrans),
    FIELD(tcp_info, tcpi_fackets),
    FIELD(tcp_info, tcpi_last_data_sent),
    FIELD(tcp_info, tcpi_last_ack_sent),
    FIELD(tcp_info, tcpi_last_data_recv),
    FIELD(tcp_info, tcpi_last_ack_recv),
    FIELD(tcp_info, tcpi_pmtu),
    FIELD(tcp_info, tcpi_rcv_ssthresh),
    FIELD(tcp_info, tcpi_rtt),
    FIELD(tcp_info, tcpi_rttvar),
    FIELD(tcp_info, tcpi_snd_ssthresh),
    FIELD(tcp_info, tcpi_snd_cwnd),
    FIELD(tcp_info, tcpi_advmss),
    FIELD(tcp_info, tcpi_reordering),
    FIELD(tcp_info, tcpi_rcv_rtt),
    FIELD(tcp_info, tcpi_rcv_space),
    FIELD(tcp_info, tcpi_total_retrans),
    FIELD(tcp_info, tcpi_pacing_rate),
    FIELD(tcp_info, tcpi_max_pacing_rate),
    FIELD(tcp_info, tcpi_bytes_acked),
    FIELD(tcp_info, tcpi_bytes_received),
    FIELD(tcp_info, tcpi_segs_out),
    FIELD(tcp_info, tcpi_segs_in),
    FIELD(tcp_info, tcpi_notsent_bytes),
    FIELD(tcp_info, tcpi_min_rtt),
    FIELD(tcp_info, tcpi_data_segs_in),
    FIELD(tcp_info, tcpi_data_segs_out),
    FIELD(tcp_info, tcpi_delivery_rate),
    FIELD(tcp_info, tcpi_busy_time),
    FIELD(tcp_info, tcpi_rwnd_limited),
    FIELD(tcp_info, tcpi_sndbuf_limited),
    FIELD(tcp_info, tcpi_delivered),
    FIELD(tcp_info, tcpi_delivered_ce),
    FIELD(tcp_info, tcpi_bytes_sent),
    FIELD(tcp_info, tcpi_bytes_retrans),
    FIELD(tcp_info, tcpi_dsack_dups),
    FIELD(tcp_info, tcpi_reord_seen),
    FIELD(tcp_info, tcpi_rcv_ooopack),
    FIELD(tcp_info, tcpi_snd_wnd),
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0)
    FIELD(tcp_info, tcpi_rcv_wnd),
    FIELD(tcp_info, tcpi_rehash),
#endif
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 7, 0)
    FIELD(tcp_info, tcpi_total_rto),
    FIELD(tcp_info, tcpi_total_rto_recoveries),
    FIELD(tcp_info, tcpi_total_rto_time),
#endif
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 18, 0)
    FIELD(tcp_info, tcpi_received_ce),
    FIELD(tcp_info, tcpi_delivered_e1_bytes),
    FIELD(tcp_info, tcpi_delivered_e0_bytes),
    FIELD(tcp_info, tcpi_delivered_ce_bytes),
    FIELD(tcp_info, tcpi_received_e1_bytes),
    FIELD(tcp_info, tcpi_received_e0_bytes),
    FIELD(tcp_info, tcpi_received_ce_bytes),
#endif
};

const struct installed_layout *installed_layout_at(unsigned long index) {
  return index < sizeof(layouts) / sizeof(layouts[0]) ? &layouts[index] : NULL;
}

unsigned long installed_version(void) { return LINUX_VERSION_CODE; }

#else

const struct installed_layout *installed_layout_at(unsigned long index) {
  (void)index;
  return NULL;
}

unsigned long installed_version(void) { return 0; }

#endif
