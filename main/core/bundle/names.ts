/** What the files of a bundle are called that a program looks for. */

/** The folder of a bundle; a drive may hold those of several quorums. */
export const bundleName = (setId: string): string => `keyclave-${setId}`

export const KIT_IN_BUNDLE = 'kit.json'
export const RECORD_IN_BUNDLE = 'record.json'
export const SUMS_IN_BUNDLE = 'SHA256SUMS'
/** Prints the hash of SHA256SUMS as words, and so is not listed in it: what counts is the one on paper. */
export const SHEET_IN_BUNDLE = 'recovery-sheet.pdf'
