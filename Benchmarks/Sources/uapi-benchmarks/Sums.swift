import MPTCP
import UAPIStructs

// The counterparts of NaiveDecoder.c: decode an answer, read every field, add up what is there.

/// The sum of all fields of an answer to `MPTCP_INFO`.
@inline(never)
func sumMPTCPInfo(_ answer: RawSpan, _ capacity: Int) -> UInt64 {
  let info = MPTCPInfo(answer, extent: .capacity(capacity))
  var sum: UInt64 = 0
  if let value = info.subflows { sum &+= UInt64(value) }
  if let value = info.addAddrSignal { sum &+= UInt64(value) }
  if let value = info.addAddrAccepted { sum &+= UInt64(value) }
  if let value = info.subflowsMax { sum &+= UInt64(value) }
  if let value = info.addAddrSignalMax { sum &+= UInt64(value) }
  if let value = info.addAddrAcceptedMax { sum &+= UInt64(value) }
  if let value = info.flags { sum &+= UInt64(value.rawValue) }
  if let value = info.token { sum &+= UInt64(value) }
  if let value = info.writeSeq { sum &+= UInt64(value) }
  if let value = info.sndUna { sum &+= UInt64(value) }
  if let value = info.rcvNxt { sum &+= UInt64(value) }
  if let value = info.localAddrUsed { sum &+= UInt64(value) }
  if let value = info.localAddrMax { sum &+= UInt64(value) }
  if let value = info.csumEnabled { sum &+= UInt64(value) }
  if let value = info.retransmits { sum &+= UInt64(value) }
  if let value = info.bytesRetrans { sum &+= UInt64(value) }
  if let value = info.bytesSent { sum &+= UInt64(value) }
  if let value = info.bytesReceived { sum &+= UInt64(value) }
  if let value = info.bytesAcked { sum &+= UInt64(value) }
  if let value = info.subflowsTotal { sum &+= UInt64(value) }
  if let value = info.endpLaminarMax { sum &+= UInt64(value) }
  if let value = info.endpFullmeshMax { sum &+= UInt64(value) }
  if let value = info.lastDataSent { sum &+= UInt64(value) }
  if let value = info.lastDataRecv { sum &+= UInt64(value) }
  if let value = info.lastAckRecv { sum &+= UInt64(value) }
  return sum
}

/// The sum of all fields of an answer to `TCP_INFO` but its bit-fields.
@inline(never)
func sumTCPInfo(_ answer: RawSpan, _ capacity: Int) -> UInt64 {
  let info = TCPInfo(answer, extent: .capacity(capacity))
  var sum: UInt64 = 0
  if let value = info.state { sum &+= UInt64(value) }
  if let value = info.caState { sum &+= UInt64(value.rawValue) }
  if let value = info.retransmits { sum &+= UInt64(value) }
  if let value = info.probes { sum &+= UInt64(value) }
  if let value = info.backoff { sum &+= UInt64(value) }
  if let value = info.options { sum &+= UInt64(value.rawValue) }
  if let value = info.rto { sum &+= UInt64(value) }
  if let value = info.ato { sum &+= UInt64(value) }
  if let value = info.sndMSS { sum &+= UInt64(value) }
  if let value = info.rcvMSS { sum &+= UInt64(value) }
  if let value = info.unacked { sum &+= UInt64(value) }
  if let value = info.sacked { sum &+= UInt64(value) }
  if let value = info.lost { sum &+= UInt64(value) }
  if let value = info.retrans { sum &+= UInt64(value) }
  if let value = info.fackets { sum &+= UInt64(value) }
  if let value = info.lastDataSent { sum &+= UInt64(value) }
  if let value = info.lastAckSent { sum &+= UInt64(value) }
  if let value = info.lastDataRecv { sum &+= UInt64(value) }
  if let value = info.lastAckRecv { sum &+= UInt64(value) }
  if let value = info.pmtu { sum &+= UInt64(value) }
  if let value = info.rcvSsthresh { sum &+= UInt64(value) }
  if let value = info.rtt { sum &+= UInt64(value) }
  if let value = info.rttvar { sum &+= UInt64(value) }
  if let value = info.sndSsthresh { sum &+= UInt64(value) }
  if let value = info.sndCwnd { sum &+= UInt64(value) }
  if let value = info.advmss { sum &+= UInt64(value) }
  if let value = info.reordering { sum &+= UInt64(value) }
  if let value = info.rcvRTT { sum &+= UInt64(value) }
  if let value = info.rcvSpace { sum &+= UInt64(value) }
  if let value = info.totalRetrans { sum &+= UInt64(value) }
  if let value = info.pacingRate { sum &+= UInt64(value) }
  if let value = info.maxPacingRate { sum &+= UInt64(value) }
  if let value = info.bytesAcked { sum &+= UInt64(value) }
  if let value = info.bytesReceived { sum &+= UInt64(value) }
  if let value = info.segsOut { sum &+= UInt64(value) }
  if let value = info.segsIn { sum &+= UInt64(value) }
  if let value = info.notsentBytes { sum &+= UInt64(value) }
  if let value = info.minRTT { sum &+= UInt64(value) }
  if let value = info.dataSegsIn { sum &+= UInt64(value) }
  if let value = info.dataSegsOut { sum &+= UInt64(value) }
  if let value = info.deliveryRate { sum &+= UInt64(value) }
  if let value = info.busyTime { sum &+= UInt64(value) }
  if let value = info.rwndLimited { sum &+= UInt64(value) }
  if let value = info.sndbufLimited { sum &+= UInt64(value) }
  if let value = info.delivered { sum &+= UInt64(value) }
  if let value = info.deliveredCe { sum &+= UInt64(value) }
  if let value = info.bytesSent { sum &+= UInt64(value) }
  if let value = info.bytesRetrans { sum &+= UInt64(value) }
  if let value = info.dsackDups { sum &+= UInt64(value) }
  if let value = info.reordSeen { sum &+= UInt64(value) }
  if let value = info.rcvOoopack { sum &+= UInt64(value) }
  if let value = info.sndWnd { sum &+= UInt64(value) }
  if let value = info.rcvWnd { sum &+= UInt64(value) }
  if let value = info.rehash { sum &+= UInt64(value) }
  if let value = info.totalRTO { sum &+= UInt64(value) }
  if let value = info.totalRTORecoveries { sum &+= UInt64(value) }
  if let value = info.totalRTOTime { sum &+= UInt64(value) }
  if let value = info.receivedCe { sum &+= UInt64(value) }
  if let value = info.deliveredE1Bytes { sum &+= UInt64(value) }
  if let value = info.deliveredE0Bytes { sum &+= UInt64(value) }
  if let value = info.deliveredCeBytes { sum &+= UInt64(value) }
  if let value = info.receivedE1Bytes { sum &+= UInt64(value) }
  if let value = info.receivedE0Bytes { sum &+= UInt64(value) }
  if let value = info.receivedCeBytes { sum &+= UInt64(value) }
  return sum
}

/// The sum of all fields of an answer to `TCP_INFO`.
@inline(never)
func sumTCPInfoWithBitFields(_ answer: RawSpan, _ capacity: Int) -> UInt64 {
  let info = TCPInfo(answer, extent: .capacity(capacity))
  var sum: UInt64 = 0
  if let value = info.state { sum &+= UInt64(value) }
  if let value = info.caState { sum &+= UInt64(value.rawValue) }
  if let value = info.retransmits { sum &+= UInt64(value) }
  if let value = info.probes { sum &+= UInt64(value) }
  if let value = info.backoff { sum &+= UInt64(value) }
  if let value = info.options { sum &+= UInt64(value.rawValue) }
  if let value = info.sndWscale { sum &+= UInt64(value) }
  if let value = info.rcvWscale { sum &+= UInt64(value) }
  if let value = info.deliveryRateAppLimited { sum &+= UInt64(value) }
  if let value = info.fastopenClientFail { sum &+= UInt64(value.rawValue) }
  if let value = info.rto { sum &+= UInt64(value) }
  if let value = info.ato { sum &+= UInt64(value) }
  if let value = info.sndMSS { sum &+= UInt64(value) }
  if let value = info.rcvMSS { sum &+= UInt64(value) }
  if let value = info.unacked { sum &+= UInt64(value) }
  if let value = info.sacked { sum &+= UInt64(value) }
  if let value = info.lost { sum &+= UInt64(value) }
  if let value = info.retrans { sum &+= UInt64(value) }
  if let value = info.fackets { sum &+= UInt64(value) }
  if let value = info.lastDataSent { sum &+= UInt64(value) }
  if let value = info.lastAckSent { sum &+= UInt64(value) }
  if let value = info.lastDataRecv { sum &+= UInt64(value) }
  if let value = info.lastAckRecv { sum &+= UInt64(value) }
  if let value = info.pmtu { sum &+= UInt64(value) }
  if let value = info.rcvSsthresh { sum &+= UInt64(value) }
  if let value = info.rtt { sum &+= UInt64(value) }
  if let value = info.rttvar { sum &+= UInt64(value) }
  if let value = info.sndSsthresh { sum &+= UInt64(value) }
  if let value = info.sndCwnd { sum &+= UInt64(value) }
  if let value = info.advmss { sum &+= UInt64(value) }
  if let value = info.reordering { sum &+= UInt64(value) }
  if let value = info.rcvRTT { sum &+= UInt64(value) }
  if let value = info.rcvSpace { sum &+= UInt64(value) }
  if let value = info.totalRetrans { sum &+= UInt64(value) }
  if let value = info.pacingRate { sum &+= UInt64(value) }
  if let value = info.maxPacingRate { sum &+= UInt64(value) }
  if let value = info.bytesAcked { sum &+= UInt64(value) }
  if let value = info.bytesReceived { sum &+= UInt64(value) }
  if let value = info.segsOut { sum &+= UInt64(value) }
  if let value = info.segsIn { sum &+= UInt64(value) }
  if let value = info.notsentBytes { sum &+= UInt64(value) }
  if let value = info.minRTT { sum &+= UInt64(value) }
  if let value = info.dataSegsIn { sum &+= UInt64(value) }
  if let value = info.dataSegsOut { sum &+= UInt64(value) }
  if let value = info.deliveryRate { sum &+= UInt64(value) }
  if let value = info.busyTime { sum &+= UInt64(value) }
  if let value = info.rwndLimited { sum &+= UInt64(value) }
  if let value = info.sndbufLimited { sum &+= UInt64(value) }
  if let value = info.delivered { sum &+= UInt64(value) }
  if let value = info.deliveredCe { sum &+= UInt64(value) }
  if let value = info.bytesSent { sum &+= UInt64(value) }
  if let value = info.bytesRetrans { sum &+= UInt64(value) }
  if let value = info.dsackDups { sum &+= UInt64(value) }
  if let value = info.reordSeen { sum &+= UInt64(value) }
  if let value = info.rcvOoopack { sum &+= UInt64(value) }
  if let value = info.sndWnd { sum &+= UInt64(value) }
  if let value = info.rcvWnd { sum &+= UInt64(value) }
  if let value = info.rehash { sum &+= UInt64(value) }
  if let value = info.totalRTO { sum &+= UInt64(value) }
  if let value = info.totalRTORecoveries { sum &+= UInt64(value) }
  if let value = info.totalRTOTime { sum &+= UInt64(value) }
  if let value = info.receivedCe { sum &+= UInt64(value) }
  if let value = info.deliveredE1Bytes { sum &+= UInt64(value) }
  if let value = info.deliveredE0Bytes { sum &+= UInt64(value) }
  if let value = info.deliveredCeBytes { sum &+= UInt64(value) }
  if let value = info.receivedE1Bytes { sum &+= UInt64(value) }
  if let value = info.receivedE0Bytes { sum &+= UInt64(value) }
  if let value = info.receivedCeBytes { sum &+= UInt64(value) }
  if let value = info.ecnMode { sum &+= UInt64(value.rawValue) }
  if let value = info.accecnOptSeen { sum &+= UInt64(value.rawValue) }
  if let value = info.accecnFailMode { sum &+= UInt64(value.rawValue) }
  if let value = info.options2 { sum &+= UInt64(value) }
  return sum
}
