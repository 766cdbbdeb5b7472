// Where the functions are that this library is put before.

#include "Preload.h"

#include <dlfcn.h>
#include <link.h>
#include <string.h>

struct next_functions next;
const char *library_path;

// Before glibc 2.34 this lives in a library that not every program has.
#pragma weak dlsym

/// The symbols of a library in memory.
struct library {
  const ElfW(Sym) * symbols;
  const char *names;
  const uint32_t *gnu_hash;
  const ElfW(Half) * versions;
  ElfW(Addr) base;
};

/// The address that a dynamic section has: glibc adds the place of the library to it, musl does not.
static const void *place(ElfW(Addr) base, ElfW(Addr) value) {
  return (const void *)(value < base ? base + value : value);
}

static bool read_library(const struct dl_phdr_info *info, struct library *library) {
  *library = (struct library){.base = info->dlpi_addr};
  const ElfW(Dyn) *entry = NULL;
  for (int index = 0; index < info->dlpi_phnum; index += 1) {
    if (info->dlpi_phdr[index].p_type == PT_DYNAMIC) {
      entry = (const ElfW(Dyn) *)(info->dlpi_addr + info->dlpi_phdr[index].p_vaddr);
    }
  }
  for (; entry != NULL && entry->d_tag != DT_NULL; entry += 1) {
    const void *value = place(info->dlpi_addr, entry->d_un.d_ptr);
    if (entry->d_tag == DT_SYMTAB) library->symbols = value;
    if (entry->d_tag == DT_STRTAB) library->names = value;
    if (entry->d_tag == DT_GNU_HASH) library->gnu_hash = value;
    if (entry->d_tag == DT_VERSYM) library->versions = value;
  }
  return library->symbols != NULL && library->names != NULL && library->gnu_hash != NULL;
}

/// Looks for the default version of a function in a library, as its table of hashes leads to it.
static void *find_in(const struct library *library, const char *name) {
  uint32_t hash = 5381;
  for (const char *letter = name; *letter != '\0'; letter += 1) hash = hash * 33 + (uint8_t)*letter;
  const uint32_t buckets = library->gnu_hash[0], first = library->gnu_hash[1];
  const uint32_t filter_words = library->gnu_hash[2] * (sizeof(ElfW(Addr)) / 4);
  const uint32_t *bucket = library->gnu_hash + 4 + filter_words;
  const uint32_t *chain = bucket + buckets;
  if (buckets == 0) return NULL;
  for (uint32_t index = bucket[hash % buckets]; index >= first && index != 0; index += 1) {
    const uint32_t found = chain[index - first];
    const ElfW(Sym) *symbol = library->symbols + index;
    const bool is_default = library->versions == NULL || (library->versions[index] & 0x8000) == 0;
    if ((found | 1) == (hash | 1) && is_default && symbol->st_shndx != SHN_UNDEF && (symbol->st_info & 15) == STT_FUNC
        && strcmp(library->names + symbol->st_name, name) == 0) {
      return (void *)(library->base + symbol->st_value);
    }
    if (found & 1) break;
  }
  return NULL;
}

struct search {
  const char *name;
  bool is_past_own;
  void *function;
};

static bool holds_own_code(const struct dl_phdr_info *info) {
  const ElfW(Addr) here = (ElfW(Addr))&holds_own_code;
  for (int index = 0; index < info->dlpi_phnum; index += 1) {
    const ElfW(Phdr) *header = &info->dlpi_phdr[index];
    if (header->p_type == PT_LOAD && here - info->dlpi_addr - header->p_vaddr < header->p_memsz) return true;
  }
  return false;
}

static int look_at(struct dl_phdr_info *info, size_t size, void *context) {
  (void)size;
  struct search *search = context;
  struct library library;
  if (!search->is_past_own) {
    search->is_past_own = holds_own_code(info);
    if (search->is_past_own) library_path = info->dlpi_name;
    return 0;
  }
  if (search->name != NULL && read_library(info, &library)) search->function = find_in(&library, search->name);
  return search->function != NULL;
}

static void *find_next(const char *name) {
#ifndef UAPI_WITHOUT_DLSYM
  if (dlsym != NULL) return dlsym(RTLD_NEXT, name);
#endif
  struct search search = {.name = name};
  dl_iterate_phdr(look_at, &search);
  return search.function;
}

void find_next_functions(void) {
  struct search search = {.name = NULL};
  dl_iterate_phdr(look_at, &search);
  // As POSIX has it: C itself knows no way from a pointer to data to one to a function.
#define FIND(name) *(void **)&next.name = find_next(#name)
  FIND(socket);
  FIND(setsockopt);
  FIND(getsockopt);
  FIND(connect);
  FIND(dup);
  FIND(dup2);
  FIND(dup3);
  FIND(fcntl);
  FIND(fcntl64);
  FIND(sendmsg);
  FIND(epoll_ctl);
  FIND(fork);
  FIND(execve);
  FIND(execvpe);
  FIND(fexecve);
  FIND(execveat);
  FIND(posix_spawn);
  FIND(posix_spawnp);
  FIND(system);
  FIND(popen);
}
