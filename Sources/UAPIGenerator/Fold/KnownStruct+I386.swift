package import UAPIHeaders
internal import UAPIKnowledge
package import UAPIStructs

extension KnownStruct {
  /// Adds what a struct is like on i386 to the layouts that a release or a vendor brought.
  package mutating func takeFigures(
    ofI386 record: Record, newIn release: KernelRelease, vendor: String?
  ) {
    for index in generations.indices
    where generations[index].since == release && generations[index].vendor == vendor {
      generations[index].sizeOnI386 = record.size
      for (number, field) in generations[index].fields.enumerated() {
        guard let found = record.field(named: field.name) else { continue }
        generations[index].fields[number].offsetOnI386 =
          found.storageOffset == field.offset ? nil : found.storageOffset
      }
    }
  }
}
