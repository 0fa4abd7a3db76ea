const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/

/** A text between single quotes, as all shells of a Unix read it. */
export const singleQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** One word of a command that a person copies, for a POSIX shell (2.2 Quoting): as it is, or in quotes. */
export const shellWord = (text: string): string => (PLAIN.test(text) ? text : singleQuoted(text))
