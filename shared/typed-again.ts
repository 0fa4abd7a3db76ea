/** What of a passphrase somebody could not type again, because it is not seen on paper or on a key. */

/** In the order in which they are named. */
export const UNTYPEABLE = [
  'space-at-end',
  'doubled-space',
  'strange-space',
  'unseen-character',
  'mixed-scripts',
] as const
/** Which of them; never which character, nor where. */
export type Untypeable = (typeof UNTYPEABLE)[number]

/**
 * What of a text cannot be typed again by somebody who reads it on paper: a space at either end, two spaces
 * in a row, a space that is not the space bar's; characters without a shape of their own (zero-width, soft
 * hyphen, direction controls, variation selectors, private use); letters of two writing systems, some of
 * which look alike.
 *
 * @param text after NFKC, as it is derived; how it was typed does not matter
 */
export function untypeableIn(text: string): readonly Untypeable[] {
  const found: { readonly [what in Untypeable]: boolean } = {
    'space-at-end': /^\p{Z}|\p{Z}$/u.test(text),
    'doubled-space': /\p{Z}{2}/u.test(text),
    'strange-space': /(?! )\p{Z}/u.test(text),
    'unseen-character': UNSEEN.test(text),
    'mixed-scripts': mixesScripts(text),
  }
  return UNTYPEABLE.filter(what => found[what])
}

/** Format characters, whatever a reader may leave out (UAX #44, Default_Ignorable_Code_Point), private use. */
const UNSEEN = /[\p{Cf}\p{Co}\p{DI}]/u

/** Written with one keyboard each (UTS #39, Augmented Script Sets). */
const SCRIPTS: readonly RegExp[] = [
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]/u,
  ...[
    ...['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Georgian', 'Hebrew', 'Arabic', 'Devanagari'],
    ...['Bengali', 'Gurmukhi', 'Gujarati', 'Oriya', 'Tamil', 'Telugu', 'Kannada', 'Malayalam'],
    ...['Sinhala', 'Thai', 'Lao', 'Tibetan', 'Myanmar', 'Khmer', 'Mongolian', 'Ethiopic'],
    ...['Cherokee', 'Coptic'],
  ].map(name => new RegExp(`\\p{Script=${name}}`, 'u')),
]

const mixesScripts = (text: string): boolean =>
  SCRIPTS.filter(script => script.test(text)).length > 1
