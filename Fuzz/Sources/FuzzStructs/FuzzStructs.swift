import FuzzSupport
import MPTCP
import UAPIStructs

/// Bytes as answers of every kind, of any length, from any kernel on any machine.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  var input = FuzzInput(start, count)
  let kind = input.number(below: 7)
  let abi = [ABI.native, .bigEndian, .i386, .littleEndian32, .bigEndian32][input.number(below: 5)]
  let kernel = knowledge(&input)
  let extent = extent(&input)
  let bytes = input.piece()
  switch kind {
  case 0: ask(MPTCPInfo(bytes, extent: extent, kernel: kernel, abi: abi))
  case 1: ask(TCPInfo(bytes, extent: extent, kernel: kernel, abi: abi))
  case 2:
    if let answer = try? MPTCPTCPInfoAnswer(bytes.span.bytes, kernel: kernel, abi: abi) {
      for each in answer.elements.prefix(mostAsked) { ask(each) }
    }
  case 3:
    if let answer = try? MPTCPSubflowAddressesAnswer(bytes.span.bytes, kernel: kernel, abi: abi) {
      for each in answer.elements.prefix(mostAsked) { ask(each) }
    }
  case 4:
    let capture = MPTCPCapture(
      .fullInfo, bytes: bytes, subflowInfo: input.piece(), tcpInfo: input.piece())
    if let answer = try? MPTCPFullInfoAnswer(capture, kernel: kernel, abi: abi) {
      ask(answer.header)
      ask(answer.info)
      for subflow in answer.subflows.prefix(mostAsked) {
        if let info = subflow.tcpInfo { ask(info) }
        _ = (subflow.id, subflow.local, subflow.remote)
      }
    }
    _ = try? MPTCPSnapshot(captures: [capture], kernel: kernel, abi: abi)
  case 5: askKernel(&input, answering: bytes)
  default:
    let options: [MPTCPCapture.Option] = [.info, .subflowTCPInfo, .subflowAddresses, .tcpInfo]
    var captures = [MPTCPCapture(.info, capacity: input.number(below: 256), bytes: bytes)]
    while !input.isAtEnd {
      captures.append(
        MPTCPCapture(options[input.number(below: 4)], request: [], bytes: input.piece()))
    }
    if let snapshot = try? MPTCPSnapshot(captures: captures, kernel: kernel, abi: abi) {
      _ = "\(snapshot)"
    }
  }
  return 0
}

/// Asks a kernel that writes whatever it likes, as far as it is let: what is asked for at once says what
/// a kept answer says.
private func askKernel(_ input: inout FuzzInput, answering bytes: [UInt8]) {
  let length = input.number(below: 256) * 8 + input.number(below: 8)
  let arrays = [input.piece(), input.piece()]
  func fill(_ start: UnsafeMutableRawPointer?, _ room: Int, _ bytes: [UInt8]) {
    UnsafeMutableRawBufferPointer(start: start, count: room).copyBytes(from: bytes.prefix(room))
  }
  let fullInfo: MPTCPCapture.Kernel = { buffer in
    let slots = Int(buffer.load(fromByteOffset: 20, as: UInt32.self))
    for (index, array) in arrays.enumerated() {
      let size = Int(buffer.load(fromByteOffset: 12 - 8 * index, as: UInt32.self))
      let address = buffer.load(fromByteOffset: 24 + 8 * index, as: UInt64.self)
      fill(UnsafeMutableRawPointer(bitPattern: UInt(address)), slots * size, array)
    }
    fill(buffer.baseAddress, buffer.count, bytes)
    return .success(length)
  }
  let other: MPTCPCapture.Kernel = { buffer in
    fill(buffer.baseAddress, buffer.count, bytes)
    return .success(length)
  }
  let full = try? MPTCPFullInfoAnswer(asking: fullInfo)
  let keptFull = try? MPTCPFullInfoAnswer(MPTCPCapture(.fullInfo, kernel: fullInfo))
  precondition(full?.info.bytes == keptFull?.info.bytes)
  precondition(full?.subflows.map(\.id) == keptFull?.subflows.map(\.id))
  precondition(full?.subflows.map(\.local) == keptFull?.subflows.map(\.local))
  precondition(full?.subflows.map(\.remote) == keptFull?.subflows.map(\.remote))
  precondition(full?.subflows.map(\.tcpInfo?.bytes) == keptFull?.subflows.map(\.tcpInfo?.bytes))
  let tcp = try? MPTCPTCPInfoAnswer(asking: other)
  let keptTCP = try? MPTCPTCPInfoAnswer(MPTCPCapture(.subflowTCPInfo, kernel: other))
  precondition(tcp?.elements.map(\.bytes) == keptTCP?.elements.map(\.bytes))
  if let tcp { for each in tcp.elements.prefix(mostAsked) { ask(each) } }
}

/// How many elements of an answer are asked for their fields: with a stride of one byte there are
/// thousands, all alike.
private let mostAsked = 64

/// Asks for every field of an answer.
private func ask<Struct: UAPIStruct>(_ value: Struct) {
  for field in Struct.Field.allCases {
    let presence = value.presence(of: field)
    precondition((presence == .present) == (value.value(of: field) != nil))
    let bytes = value.rawBytes(of: field)
    precondition(presence != .absent || bytes.isEmpty)
  }
  precondition(value.trailingByteCount <= value.byteCount)
  _ = (value.bytes, value.trailingBytes, value.description, value.remarks, value.generations)
  let copy = DecodedStruct(value)
  for index in Struct.history.fields.indices { _ = copy.value(ofField: index) }
}

private func knowledge(_ input: inout FuzzInput) -> KernelKnowledge {
  let release = KernelRelease(4 + input.number(below: 4), input.number(below: 24))
  switch input.number(below: 4) {
  case 0: return .unknown
  case 1: return .release(release)
  case 2: return .backportingRelease(release)
  default:
    // A layout that no kernel has. There are few of them: each is kept for the life of the process.
    let history = [MPTCPInfo.history, TCPInfo.history][input.number(below: 2)]
    let shift = input.number(below: 8)
    return .exact([
      StructLayout(
        name: history.name, size: input.number(below: 8) * 64, alignment: 8,
        fields: history.fields.enumerated().map { index, field in
          StructLayout.Field(
            name: field.name, type: "__u32", offset: index * shift, size: index % 9,
            bits: index % 5 == 0 ? 1..<(2 + index % 7) : nil)
        })
    ])
  }
}

private func extent(_ input: inout FuzzInput) -> Extent {
  switch input.number(below: 4) {
  case 0: .unknown
  case 1: .capacity(input.number(below: 256) * 2)
  case 2: .whole
  default: .kernelSize(input.number(below: 256) * 2)
  }
}
