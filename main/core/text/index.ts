/**
 * Public text: canonical JSON, names that may stand in a record, PGP words, what a schema says of an
 * unfit document.
 */

export {
  type AuditHead,
  HEAD_SENTENCE,
  headSaid,
  headSentence,
  headText,
  parseHead,
  saidHead,
} from './audit-head.ts'
export { canonicalBytes, canonicalJson, parseCanonical } from './canonical-json.ts'
export { readDocument } from './document.ts'
export { jsonValues, type NotJson, readJson } from './json-document.ts'
export { findNotKept } from './kept-whole.ts'
export { hashWords } from './pgp-words.ts'
export { findRepeatedName, nameKey, nameProblem } from './public-name.ts'
export { fieldAt, place, rule, schemaProblem, schemaProblems } from './schema-problem.ts'
