// Declarations of the part of libclang's binary interface that UAPIHeaders calls.
//
// libclang is opened at run time, so nothing here is linked against and no header of LLVM is needed
// to build. Only the layout of the types matters; it has not changed since LLVM 3. Names of types
// and enumerators are those that the interface's documentation uses, so that it can be looked up
// there. CLibClang.c checks the sizes.

#ifndef CLIBCLANG_H
#define CLIBCLANG_H

// Handles. What they point to belongs to libclang.
typedef void *CXIndex;
typedef void *CXFile;
typedef void *CXDiagnostic;
typedef void *CXEvalResult;
typedef struct CXTranslationUnitImpl *CXTranslationUnit;

// A string with its owner: read by clang_getCString, released by clang_disposeString.
typedef struct {
  const void *data;
  unsigned flags;
} CXString;

// A file that exists in memory only.
struct CXUnsavedFile {
  const char *name;
  const char *contents;
  unsigned long length;
};

// The kinds of nodes that we look at; libclang has many more.
enum CXCursorKind {
  CXCursor_StructDecl = 2,
  CXCursor_UnionDecl = 3,
  CXCursor_EnumDecl = 5,
  CXCursor_FieldDecl = 6,
  CXCursor_EnumConstantDecl = 7,
  CXCursor_VarDecl = 9,
  CXCursor_TypedefDecl = 20,
  CXCursor_MacroDefinition = 501,
  CXCursor_MacroExpansion = 502
};

// The kinds of types that we tell apart.
enum CXTypeKind {
  CXType_Invalid = 0,
  CXType_Bool = 3,
  CXType_Char_U = 4,
  CXType_UChar = 5,
  CXType_Char16 = 6,
  CXType_Char32 = 7,
  CXType_UShort = 8,
  CXType_UInt = 9,
  CXType_ULong = 10,
  CXType_ULongLong = 11,
  CXType_UInt128 = 12,
  CXType_Char_S = 13,
  CXType_SChar = 14,
  CXType_WChar = 15,
  CXType_Short = 16,
  CXType_Int = 17,
  CXType_Long = 18,
  CXType_LongLong = 19,
  CXType_Int128 = 20,
  CXType_Float = 21,
  CXType_Double = 22,
  CXType_LongDouble = 23,
  CXType_Float128 = 30,
  CXType_Pointer = 101,
  CXType_Record = 105,
  CXType_Enum = 106,
  CXType_ConstantArray = 112,
  CXType_IncompleteArray = 114
};

// A node of the syntax tree, by value.
typedef struct {
  enum CXCursorKind kind;
  int extra;
  const void *data[3];
} CXCursor;

// A type, by value.
typedef struct {
  enum CXTypeKind kind;
  void *data[2];
} CXType;

// A place in the source.
typedef struct {
  const void *data[2];
  unsigned position;
} CXSourceLocation;

// Two places in the source.
typedef struct {
  const void *data[2];
  unsigned begin;
  unsigned end;
} CXSourceRange;

// A token, by value.
typedef struct {
  unsigned numbers[4];
  void *data;
} CXToken;

enum CXTokenKind {
  CXToken_Punctuation = 0,
  CXToken_Keyword = 1,
  CXToken_Identifier = 2,
  CXToken_Literal = 3,
  CXToken_Comment = 4
};

enum CXDiagnosticSeverity {
  CXDiagnostic_Ignored = 0,
  CXDiagnostic_Note = 1,
  CXDiagnostic_Warning = 2,
  CXDiagnostic_Error = 3,
  CXDiagnostic_Fatal = 4
};

enum CXErrorCode { CXError_Success = 0 };

enum CXChildVisitResult { CXChildVisit_Continue = 1 };

enum CXEvalResultKind { CXEval_Int = 1, CXEval_Float = 2, CXEval_StrLiteral = 4 };

// Options of a parse, to be combined.
enum CXTranslationUnit_Flags {
  CXTranslationUnit_None = 0x0,
  CXTranslationUnit_DetailedPreprocessingRecord = 0x01,
  CXTranslationUnit_SkipFunctionBodies = 0x40
};

#endif
