internal import UAPIText
internal import MPTCP
internal import Routing

extension LoopbackFailure {
  /// The kind of failure, and what it follows from, under names that stay.
  var json: JSONObjectText {
    var object = JSONObjectText()
    object.add("kind", string: judgement.rawValue)
    object.add("call", string: error.call)
    object.add("errno", error.errno)
    if let state { object.add("state", string: "\(state)") }
    if let interface { object.add("loopback_up", flag: interface.isUp) }
    switch plainTCP {
    case .notTried: break
    case .works: object.add("plain_tcp", string: "works")
    case .failed(let error):
      object.add("plain_tcp", string: "failed")
      object.add("plain_tcp_errno", error.errno)
    }
    return object
  }
}
