internal import BTF
internal import UAPIHeaders
internal import UAPIKnowledge

/// Reads structs and enums of a kernel into the model that headers are read into, so that all that
/// works on headers works on kernels.
///
/// What a compiler drops is not there: macros, and with them second names of fields; comments; types
/// that the kernel never uses.
struct KernelModel {
  /// A struct that is wanted, and the header that declares it.
  struct Wanted {
    var name: String
    var header = HeaderName.ofKernels
  }

  let image: KernelImage
  let types: BTFTypes

  /// Whether it is a kernel of a big-endian machine.
  var isBigEndian: Bool { types.isBigEndian }

  /// Opens the types of a kernel.
  init(_ image: KernelImage) throws(GeneratorError) {
    self.image = image
    types = try image.types()
  }

  /// The model of those structs that the kernel has, with the structs inside them.
  ///
  /// - Parameters:
  ///   - structs: the structs.
  ///   - enumerators: constants, whose enums are wanted, with their headers.
  ///   - tags: enums that are wanted.
  ///   - wantsFieldEnums: whether the enums are wanted too that fields of these structs have.
  func model(
    of structs: [Wanted], enumerators: [Wanted] = [], tags: [String] = [],
    wantsFieldEnums: Bool = false
  ) throws(GeneratorError) -> HeaderModel {
    do throws(BTFError) {
      return try read(structs, enumerators, tags, wantsFieldEnums: wantsFieldEnums)
    } catch {
      throw GeneratorError(error, of: image)
    }
  }

  private func read(
    _ structs: [Wanted], _ enumerators: [Wanted], _ tags: [String], wantsFieldEnums: Bool
  ) throws(BTFError) -> HeaderModel {
    var reader = KernelRecords(types: types, location: location)
    for wanted in structs { try reader.read(wanted.name, header: wanted.header) }
    var found: [(id: BTFTypes.ID, header: String)] = []
    for wanted in enumerators {
      guard let constant = try types.enumConstant(named: wanted.name) else { continue }
      found.append((constant.enumeration, wanted.header))
    }
    for tag in tags {
      let id =
        types.id(named: tag, kind: .enumeration) ?? types.id(named: tag, kind: .enumeration64)
      if let id { found.append((id, HeaderName.ofKernels)) }
    }
    if wantsFieldEnums { found += reader.enums.map { ($0, HeaderName.ofKernels) } }
    var enums: [Enumeration] = []
    var seen: Set<BTFTypes.ID> = []
    var names: Set<String> = []
    for (id, header) in found where seen.insert(id).inserted {
      guard case .enumeration(let enumeration) = try types.type(id) else { continue }
      // Files of a kernel that know nothing of each other may use a name twice.
      let constants = enumeration.constants.filter { names.insert($0.name).inserted }
      enums.append(self.enumeration(enumeration, constants, header: header))
    }
    var headers: [String] = []
    // A header that was asked for is one of the model, whatever the kernel has of it.
    for header in structs.map(\.header) + enumerators.map(\.header) + found.map(\.header)
    where !headers.contains(header) {
      headers.append(header)
    }
    return HeaderModel(
      root: image.name, release: image.release, headers: headers, records: reader.records,
      enums: enums, macros: [], fieldAliases: [], unsupported: reader.unsupported)
  }

  /// Whether the kernel has a struct, a union or a typedef of that name.
  func hasStruct(_ name: String) -> Bool {
    [.struct, .union, .typedef].contains { types.id(named: name, kind: $0) != nil }
  }

  /// Whether the kernel has a constant of that name.
  func hasConstant(_ name: String) -> Bool { (try? types.enumConstant(named: name)) != nil }

  /// The constants of enums whose names begin with a text.
  func enumerators(withPrefix prefix: String) throws(GeneratorError) -> [Wanted] {
    do throws(BTFError) {
      return try types.enumConstants(withPrefix: prefix).map { Wanted(name: $0.name) }
    } catch {
      throw GeneratorError(error, of: image)
    }
  }

  /// The names of all structs and unions, those of several types once.
  func structNames(matching matches: (String) -> Bool) throws(GeneratorError) -> [String] {
    do throws(BTFError) {
      var names: Set<String> = []
      for id in types.ids {
        guard let kind = types.kind(of: id), kind == .struct || kind == .union else { continue }
        let name = try types.type(id).name
        if !name.isEmpty, matches(name) { names.insert(name) }
      }
      return names.sorted()
    } catch {
      throw GeneratorError(error, of: image)
    }
  }

  private var location: SourceLocation { SourceLocation(path: image.name, line: 0, column: 0) }

  private func enumeration(
    _ found: BTFType.Enumeration, _ constants: [BTFType.Constant], header: String
  ) -> Enumeration {
    let bits = min(max(found.size, 1), 8) * 8
    let sign = found.isSigned ? "" : "unsigned "
    return Enumeration(
      name: found.name.isEmpty ? nil : found.name,
      constants: constants.map { constant in
        EnumConstant(
          name: constant.name,
          value: found.isSigned
            ? IntegerValue(Int64(bitPattern: constant.bits), bitWidth: bits)
            : IntegerValue(unsigned: constant.bits, bitWidth: bits),
          location: location)
      },
      typeName: sign + (bits > 32 ? "long long" : "int"), size: found.size, header: header,
      location: location)
  }
}
