import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import path from 'node:path'

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
  for (const said of textsIn(data).map(one => (path.isAbsolute(one) ? newIn(one, named) : one))) {
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

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
