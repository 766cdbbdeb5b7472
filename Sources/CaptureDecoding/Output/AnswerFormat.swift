/// How answers are written.
package enum AnswerFormat: String, CaseIterable {
  case table, json, ndjson
}
