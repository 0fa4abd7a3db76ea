import { wordLines } from '../../../shared/word-lines.ts'

/** Where the values of an answer begin. */
const LABEL = 13

/** A hash and its words, as they are compared. @param label at most 12 letters */
export const hashLines = (
  label: string,
  { sha256, words }: { readonly sha256: string; readonly words: readonly string[] },
): readonly string[] => [
  `${label.padEnd(LABEL)}${sha256}`,
  ...wordLines(words).map((line, at) => `${(at === 0 ? 'Words' : '').padEnd(LABEL)}${line}`),
]
