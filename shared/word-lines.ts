/** The 32 words of a hash as they are printed and read aloud, eight in a line (FORMAT: Words of a hash). */
export const wordLines = (words: readonly string[]): readonly string[] =>
  [0, 8, 16, 24].map(from => words.slice(from, from + 8).join(' '))
