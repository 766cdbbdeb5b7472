internal import BTF
internal import UAPIHeaders

/// Reads structs and enums of a kernel into the model that headers are read into, so that all that
/// works on headers works on kernels.
///
/// What a compiler drops is not there: macros, and with them second names of fields; comments; types
/// that the kernel never uses.
struct KernelModel {
  /// The header of what no uAPI header declares. Tools that write a kernel's types as C call their
  /// output by this name.
  static let header = "vmlinux.h"

  /// A struct that is wanted, and the header that declares it.
  struct Wanted {
    var name: String
    var header = KernelModel.header
  }

  let image: KernelImage
  let types: BTFTypes

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
  ///   - wantsFieldEnums: whether the enums are wanted too that fields of these structs have.
  func model(
    of structs: [Wanted], enumerators: [Wanted] = [], wantsFieldEnums: Bool = false
  ) throws(GeneratorError) -> HeaderModel {
    do throws(BTFError) {
      return try read(structs, enumerators, wantsFieldEnums: wantsFieldEnums)
    } catch {
      throw GeneratorError(error, of: image)
    }
  }

  private func read(
    _ structs: [Wanted], _ enumerators: [Wanted], wantsFieldEnums: Bool
  ) throws(BTFError) -> HeaderModel {
    var reader = KernelRecords(types: types, location: location)
    for wanted in structs { try reader.read(wanted.name, header: wanted.header) }
    var enums: [Enumeration] = []
    var seen: Set<BTFTypes.ID> = []
    for wanted in enumerators {
      guard let constant = try types.enumConstant(named: wanted.name),
        seen.insert(constant.enumeration).inserted,
        case .enumeration(let found) = try types.type(constant.enumeration)
      else { continue }
      enums.append(enumeration(found, header: wanted.header))
    }
    for id in reader.enums where wantsFieldEnums && seen.insert(id).inserted {
      guard case .enumeration(let found) = try types.type(id) else { continue }
      enums.append(enumeration(found, header: Self.header))
    }
    var headers: [String] = []
    for wanted in structs + enumerators where !headers.contains(wanted.header) {
      headers.append(wanted.header)
    }
    return HeaderModel(
      root: image.name, release: image.release, headers: headers, records: reader.records,
      enums: enums, macros: [], fieldAliases: [], unsupported: reader.unsupported)
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

  private func enumeration(_ found: BTFType.Enumeration, header: String) -> Enumeration {
    let bits = min(max(found.size, 1), 8) * 8
    let sign = found.isSigned ? "" : "unsigned "
    return Enumeration(
      name: found.name.isEmpty ? nil : found.name,
      constants: found.constants.map { constant in
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
