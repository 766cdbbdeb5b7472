// The files of the folder headers/, as they are. A new file needs a line in each of the two lists.
//
// A compiler directive does it, because plugins cannot: the native build system leaves what they generate out of
// tools that other plugins run.

#include "EmbeddedKnowledge.h"

#include <stddef.h>

// In C, #embed is older than the standard that has it.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char constants_linux_mptcp_json[] = {
#embed "../../headers/constants/linux_mptcp.json"
};
static const unsigned char constants_linux_tcp_json[] = {
#embed "../../headers/constants/linux_tcp.json"
};
static const unsigned char docs_linux_mptcp_json5[] = {
#embed "../../headers/docs/linux_mptcp.json5"
};
static const unsigned char docs_linux_tcp_json5[] = {
#embed "../../headers/docs/linux_tcp.json5"
};
static const unsigned char docs_mptcp_full_info_json5[] = {
#embed "../../headers/docs/mptcp_full_info.json5"
};
static const unsigned char docs_mptcp_info_json5[] = {
#embed "../../headers/docs/mptcp_info.json5"
};
static const unsigned char docs_mptcp_subflow_addrs_json5[] = {
#embed "../../headers/docs/mptcp_subflow_addrs.json5"
};
static const unsigned char docs_mptcp_subflow_data_json5[] = {
#embed "../../headers/docs/mptcp_subflow_data.json5"
};
static const unsigned char docs_mptcp_subflow_info_json5[] = {
#embed "../../headers/docs/mptcp_subflow_info.json5"
};
static const unsigned char docs_tcp_info_json5[] = {
#embed "../../headers/docs/tcp_info.json5"
};
static const unsigned char history_mptcp_full_info_json[] = {
#embed "../../headers/history/mptcp_full_info.json"
};
static const unsigned char history_mptcp_info_json[] = {
#embed "../../headers/history/mptcp_info.json"
};
static const unsigned char history_mptcp_subflow_addrs_json[] = {
#embed "../../headers/history/mptcp_subflow_addrs.json"
};
static const unsigned char history_mptcp_subflow_data_json[] = {
#embed "../../headers/history/mptcp_subflow_data.json"
};
static const unsigned char history_mptcp_subflow_info_json[] = {
#embed "../../headers/history/mptcp_subflow_info.json"
};
static const unsigned char history_tcp_info_json[] = {
#embed "../../headers/history/tcp_info.json"
};

#define FILE_ENTRY(path, bytes) { path, bytes, sizeof bytes }

static const struct embedded_knowledge files[] = {
  FILE_ENTRY("constants/linux_mptcp.json", constants_linux_mptcp_json),
  FILE_ENTRY("constants/linux_tcp.json", constants_linux_tcp_json),
  FILE_ENTRY("docs/linux_mptcp.json5", docs_linux_mptcp_json5),
  FILE_ENTRY("docs/linux_tcp.json5", docs_linux_tcp_json5),
  FILE_ENTRY("docs/mptcp_full_info.json5", docs_mptcp_full_info_json5),
  FILE_ENTRY("docs/mptcp_info.json5", docs_mptcp_info_json5),
  FILE_ENTRY("docs/mptcp_subflow_addrs.json5", docs_mptcp_subflow_addrs_json5),
  FILE_ENTRY("docs/mptcp_subflow_data.json5", docs_mptcp_subflow_data_json5),
  FILE_ENTRY("docs/mptcp_subflow_info.json5", docs_mptcp_subflow_info_json5),
  FILE_ENTRY("docs/tcp_info.json5", docs_tcp_info_json5),
  FILE_ENTRY("history/mptcp_full_info.json", history_mptcp_full_info_json),
  FILE_ENTRY("history/mptcp_info.json", history_mptcp_info_json),
  FILE_ENTRY("history/mptcp_subflow_addrs.json", history_mptcp_subflow_addrs_json),
  FILE_ENTRY("history/mptcp_subflow_data.json", history_mptcp_subflow_data_json),
  FILE_ENTRY("history/mptcp_subflow_info.json", history_mptcp_subflow_info_json),
  FILE_ENTRY("history/tcp_info.json", history_tcp_info_json),
};

const struct embedded_knowledge *embedded_knowledge_at(unsigned long index) {
  return index < sizeof files / sizeof files[0] ? &files[index] : NULL;
}
