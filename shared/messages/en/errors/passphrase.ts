import type {
  Hint,
  PassphraseProblem,
  passphraseCodes,
  Weakness,
} from '../../../codes/passphrase.ts'
import type { Untypeable } from '../../../typed-again.ts'
import type { ErrorMessages } from '../../wording/messages.ts'

const PROBLEMS: { readonly [problem in Extract<PassphraseProblem, string>]: string } = {
  empty: 'is empty',
  'not-utf8': 'is not UTF-8 text',
  'control-character': 'holds a control character, such as a line break or a byte order mark',
  'unassigned-character': 'holds a character that Unicode does not know',
}

/** What of a passphrase cannot be typed again, as "It …". */
export const untypeable: { readonly [problem in Untypeable]: string } = {
  'space-at-end': 'begins or ends with a space, which nobody sees on paper',
  'doubled-space': 'has two spaces in a row, which look like one on paper',
  'strange-space': 'has a space that the space bar does not make',
  'unseen-character':
    'has a character that nobody sees, such as a soft hyphen or a mark of zero width',
  'mixed-scripts':
    'mixes letters of two alphabets, some of which look alike (a Latin and a Cyrillic “a”)',
}

/** As zxcvbn says it. */
const WEAKNESSES: { readonly [code in Weakness]: string } = {
  straightRow: 'Straight rows of keys on your keyboard are easy to guess.',
  keyPattern: 'Short keyboard patterns are easy to guess.',
  simpleRepeat: 'Repeated characters like "aaa" are easy to guess.',
  extendedRepeat: 'Repeated character patterns like "abcabcabc" are easy to guess.',
  sequences: 'Common character sequences like "abc" are easy to guess.',
  recentYears: 'Recent years are easy to guess.',
  dates: 'Dates are easy to guess.',
  topTen: 'This is a heavily used password.',
  topHundred: 'This is a frequently used password.',
  common: 'This is a commonly used password.',
  similarToCommon: 'This is similar to a commonly used password.',
  wordByItself: 'Single words are easy to guess.',
  namesByThemselves: 'Single names or surnames are easy to guess.',
  commonNames: 'Common names and surnames are easy to guess.',
  userInputs: 'There should not be any personal or page related data.',
  pwned: 'Your password was exposed by a data breach on the Internet.',
}

const HINTS: { readonly [code in Hint]: string } = {
  l33t: "Avoid predictable letter substitutions like '@' for 'a'.",
  reverseWords: 'Avoid reversed spellings of common words.',
  allUppercase: 'Capitalize some, but not all letters.',
  capitalization: 'Capitalize more than the first letter.',
  dates: 'Avoid dates and years that are associated with you.',
  recentYears: 'Avoid recent years.',
  associatedYears: 'Avoid years that are associated with you.',
  sequences: 'Avoid common character sequences.',
  repeated: 'Avoid repeated words and characters.',
  longerKeyboardPattern: 'Use longer keyboard patterns and change typing direction multiple times.',
  anotherWord: 'Add more words that are less common.',
  useWords: 'Use multiple words, but avoid common phrases.',
  noNeed: 'You can create strong passwords without using symbols, numbers, or uppercase letters.',
  pwned: 'If you use this password elsewhere, you should change it.',
}

/** zxcvbn gives no reason from score 3 on. */
const NO_REASON = 'Add another uncommon word.'

function reasons(weakness: Weakness | null, hints: readonly Hint[]): string {
  const all = [
    ...(weakness === null ? [] : [WEAKNESSES[weakness]]),
    ...hints.map(hint => HINTS[hint]),
  ]
  return all.length > 0 ? all.join(' ') : NO_REASON
}

export const passphraseErrors: ErrorMessages<typeof passphraseCodes> = {
  PASSPHRASE_ENCODING: d =>
    `The passphrase ${typeof d.problem === 'string' ? PROBLEMS[d.problem] : `is longer than ${d.problem.longerThan} bytes`}. Enter it as one line of ordinary text.`,
  PASSPHRASE_SHORT: d =>
    `The passphrase has ${d.have} characters and needs at least ${d.need}. Choose a longer one, or let Keyclave generate one.`,
  PASSPHRASE_LONG: d =>
    `The passphrase has ${d.have} bytes; the stock argon2 command, which opens it without Keyclave, takes ${d.limit}. Choose a shorter one.`,
  PASSPHRASE_WEAK: d =>
    `The passphrase is too easy to guess (score ${d.score}, needed ${d.need}). ${reasons(d.weakness, d.hints)} Choose another one, or let Keyclave generate one.`,
  PASSPHRASE_UNTYPEABLE: d =>
    `Nobody could type this passphrase again from paper: it ${d.problems.map(problem => untypeable[problem]).join('; it ')}. Choose one in letters of one alphabet, with one space between two words.`,
  PASSPHRASE_UNPRINTABLE: d =>
    `Character ${d.character} of the passphrase cannot be printed so that everybody reads the same: the printed page has no letter for it. Write the passphrase onto a card by hand, or choose one in letters that can be printed.`,
  PASSPHRASE_WRONG: d =>
    d.against === 'kit'
      ? 'The shares are right, but the passphrase does not open this quorum. Check capitals, spaces and the keyboard layout, and that the fingerprint of the kit is the one on the cards; then enter the passphrase again.'
      : 'The shares are right, but what they and this passphrase give does not open this file. Check the passphrase (capitals, spaces, keyboard layout), and that the file belongs to this quorum; with the kit, Keyclave can tell the two apart.',
  KDF_MEMORY: d =>
    `The passphrase needs ${d.mebibytes} MiB of free memory to be checked. Close other programs or use a machine with more memory.`,
  PASSPHRASE_NOT_KEPT:
    'This is not the passphrase that opened the old quorum. Enter that one twice, exactly as before, or choose a new one.',
  PASSPHRASE_DIFFERS: 'The two entries of the passphrase differ. Enter it twice again.',
}
