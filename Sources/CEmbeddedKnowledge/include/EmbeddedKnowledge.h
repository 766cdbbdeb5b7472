#ifndef EMBEDDED_KNOWLEDGE_H
#define EMBEDDED_KNOWLEDGE_H

/// A file of the folder headers/ that travels inside the tool.
struct embedded_knowledge {
  /// The path inside the folder: history/mptcp_info.json.
  const char *path;
  /// The text.
  const unsigned char *bytes;
  /// How many bytes the text has.
  unsigned long count;
};

/// The file at an index, or NULL behind the last one.
const struct embedded_knowledge *embedded_knowledge_at(unsigned long index);

#endif
