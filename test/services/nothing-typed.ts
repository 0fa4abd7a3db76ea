import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import path from 'node:path'

/** What the program calls things of its own in a refusal: a stage is `open`, a field is `threshold`, and cards have such words. */
const OWN_NAMES: ReadonlySet<string> = new Set([
  ...['against', 'call', 'field', 'need', 'step', 'task'],
])

/**
 * In no refusal stands what somebody typed as a passphrase or as a word of a card. A path may be said if
 * the call names it or it is there already: its folders can be called like words of the card.
 */
export function assertSaysNothingTyped(input: unknown, data: unknown): void {
  const { passphrase, again, card, words, text } = input as {
    readonly [field: string]: unknown
    readonly card?: { readonly words?: readonly string[]; readonly text?: string }
  }
  const typed = [passphrase, again, text, card?.text, ...(card?.words ?? []), words].flat()
  const named = textsIn(input).filter(path.isAbsolute)
  for (const said of textsIn(data, OWN_NAMES).map(one =>
    path.isAbsolute(one) ? newIn(one, named) : one,
  )) {
    for (const secret of typed) {
      if (typeof secret === 'string' && secret.length > 3) assert.ok(!said.includes(secret), said)
    }
  }
}

/** What of a path neither is there nor is named by the call. */
function newIn(said: string, named: readonly string[]): string {
  let known = said
  while (!existsSync(known) && !named.includes(known)) known = path.dirname(known)
  return said.slice(known.length)
}

/** @param but members that are left out */
function textsIn(value: unknown, but: ReadonlySet<string> = new Set()): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, part]) => (but.has(name) ? [] : textsIn(part, but)))
}
