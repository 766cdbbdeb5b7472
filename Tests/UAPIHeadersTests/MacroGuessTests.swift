import TestSupport
import Testing
import UAPIHeaders

/// Macros are guessed from the texts of headers, to be evaluated in the same parse. What comes of it
/// must not depend on the guess.
struct MacroGuessTests {
  @Test func `What cannot be guessed has its value`() throws {
    let model = try Sample.model(
      """
      #define SEMICOLON ';'
      #define BRACE "}"
      #define COMMENT 1 /* ; */ + 1 // {
      #define LONG_COMMENT 3 /*
        ; } */ + 4
      #  define \\
        CONTINUED \\
        5
      #if 0
      #define SEMICOLON (
      #endif
      #define OPEN {
      """)
    #expect(model.integer("SEMICOLON") == "59")
    #expect(model.macro("BRACE") == .string("}"))
    #expect(model.integer("COMMENT") == "2")
    #expect(model.integer("LONG_COMMENT") == "7")
    #expect(model.integer("CONTINUED") == "5")
    #expect(model.unsupported("OPEN") != nil)
  }

  @Test func `What is guessed and not defined is not a macro`() throws {
    let model = try Sample.model(
      """
      /*
      #define IN_A_COMMENT 1
      */
      #ifdef NEVER
      #define NOT_COMPILED 2
      #endif
      #define GONE 3
      #undef GONE
      #define THERE 4
      """)
    #expect(model.macros.map(\.name) == ["THERE"])
    #expect(model.unsupported("IN_A_COMMENT") == nil)
    #expect(model.unsupported("NOT_COMPILED") == nil)
    #expect(model.unsupported("GONE")?.cause == .undefined)
  }

  @Test func `Companions are guessed too`() throws {
    let root = try ScratchFolder([
      "linux/sample.h": "#include <linux/sample_more.h>\n#define FIRST MORE\n",
      "linux/sample_more.h": "#define MORE 7\n#define SEMICOLON ';'\n",
    ])
    let model = try root.parse("linux/sample.h")
    #expect(model.integer("FIRST") == "7")
    #expect(model.integer("MORE") == "7")
    #expect(model.integer("SEMICOLON") == "59")
  }

  /// What the evaluation brings along is none of the headers' business.
  @Test func `Nothing after the headers is in the model`() throws {
    let model = try Sample.model(
      """
      struct sample { int a; };
      enum { ZERO };
      #define POINTER ((struct { int b; } *)0)
      #define LITERAL ((struct inner { int c; }){ 1 }.c)
      #define NUMBER ZERO
      """)
    #expect(model.records.map(\.name) == ["sample"])
    #expect(model.enums.map(\.name) == [nil])
    #expect(model.enums.first?.constants.map(\.name) == ["ZERO"])
    #expect(model.macros.map(\.name) == ["NUMBER"])
  }

  @Test(arguments: [
    "struct sample { int a; }", "typedef int sample", "unsigned", "static", "int a = 1 +",
    "struct sample { int a;", "enum { A,", "int f(", "__attribute__((packed))", "extern \\",
  ])
  func `A header that is left open is refused`(_ text: String) {
    let error = #expect(throws: HeaderError.self) { try Sample.model(text) }
    #expect(error?.code == .notCompilable)
    #expect(error?.path?.hasSuffix("linux/sample.h") == true)
    #expect(error?.line == 1)
  }
}
