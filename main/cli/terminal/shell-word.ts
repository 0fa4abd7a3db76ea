/** A path or a name as one word of a POSIX shell (2.2 Quoting), in a command that a person copies from the screen. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
