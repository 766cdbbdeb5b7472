#ifndef INSTALLED_LAYOUTS_H
#define INSTALLED_LAYOUTS_H

/// A field, or a whole struct where `field` is NULL, as the C compiler lays it out from the
/// installed header.
struct installed_layout {
  const char *record;
  const char *field;
  unsigned long offset;
  unsigned long size;
};

/// The entry at an index, or NULL behind the last one. There are none where no header is installed.
const struct installed_layout *installed_layout_at(unsigned long index);

/// LINUX_VERSION_CODE of the installed header, or 0.
unsigned long installed_version(void);

#endif
