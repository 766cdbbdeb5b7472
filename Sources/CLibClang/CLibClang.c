// No code: the sizes that libclang's binary interface has, checked where a compiler is at hand.

#include "CLibClang.h"

#define WORDS(count) ((count) * sizeof(void *))

_Static_assert(sizeof(CXString) == WORDS(2), "a pointer and flags");
_Static_assert(sizeof(struct CXUnsavedFile) == WORDS(3), "two pointers and a length");
_Static_assert(sizeof(CXCursor) == 8 + WORDS(3), "two numbers and three pointers");
_Static_assert(sizeof(CXType) == WORDS(3), "a number and two pointers");
_Static_assert(sizeof(CXSourceLocation) == WORDS(3), "two pointers and a number");
_Static_assert(sizeof(CXSourceRange) == 8 + WORDS(2), "two pointers and two numbers");
_Static_assert(sizeof(CXToken) == 16 + WORDS(1), "four numbers and a pointer");
_Static_assert(sizeof(enum CXCursorKind) == 4 && sizeof(enum CXTypeKind) == 4, "32-bit numbers");
