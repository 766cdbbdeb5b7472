import Testing
import UAPIHeaders

struct FieldAliasTests {
  @Test func `Defines inside a body are aliases`() throws {
    let model = try Sample.model(
      """
      struct sample {
        int old_name;
        #define new_name old_name
        #define newest_name new_name
        int second;
        #define LIMIT 4
        #define stranger other_field
        union { int deep; };
        #define shallow deep
      };
      #define outside old_name
      struct other { int other_field; };
      """)
    #expect(model.fieldAliases.map(\.name) == ["new_name", "newest_name", "shallow"])
    #expect(model.fieldAliases.map(\.target) == ["old_name", "old_name", "deep"])
    #expect(model.fieldAliases.map(\.record) == ["sample", "sample", "sample"])
    #expect(model.fieldAliases.map(\.location.line) == [3, 4, 9])
    #expect(model.integer("LIMIT") == "4")
    #expect(model.unsupported("stranger") != nil)
    #expect(model.unsupported("outside") != nil)
    #expect(model.macros.map(\.name) == ["LIMIT"])
  }
}
