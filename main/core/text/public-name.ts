import type { NameProblem } from '../../../shared/codes/index.ts'

/**
 * Names that people read on cards and in kits: titles, organisations, custodians, labels, purposes.
 *
 * What is printed must be what is meant: characters that cannot be seen, or that turn the direction of
 * writing, would let two different names look alike, or one name read as another.
 */

const MAX_CHARACTERS = 200

/** ZERO WIDTH NON-JOINER and JOINER, without which some languages cannot be written. */
const JOINERS = /(?<=[\p{L}\p{M}])[\u200C\u200D](?=[\p{L}\p{M}])/gu
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]/u
const ODD_SPACE = /(?! )\p{Zs}|^ | $| {2}/u

/**
 * What is wrong with a name; `null` when nothing is.
 *
 * A name is 1…200 characters in NFC, with single ordinary spaces inside, and without control, format
 * (bidirectional overrides among them), private or unassigned characters.
 */
export function nameProblem(name: string): NameProblem | null {
  if (name.length === 0) return 'empty'
  if ([...name].length > MAX_CHARACTERS) return { mostCharacters: MAX_CHARACTERS }
  if (INVISIBLE.test(name.replaceAll(JOINERS, ''))) {
    return 'invisible'
  }
  if (ODD_SPACE.test(name)) return 'spaces'
  if (name !== name.normalize('NFC')) return 'not-nfc'
  return null
}

/** Two names with the same key would be taken for one another: case, width and joiners do not count. */
export const nameKey = (name: string): string =>
  name
    .normalize('NFKC')
    .replaceAll(/[\u200C\u200D]/g, '')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')

/** The position of the first name that repeats an earlier one, or -1. */
export function findRepeatedName(names: readonly string[]): number {
  const seen = new Set<string>()
  return names.findIndex(name => {
    const key = nameKey(name)
    const isRepeated = seen.has(key)
    seen.add(key)
    return isRepeated
  })
}
