import type { NameProblem } from '../../../shared/codes/index.ts'
import { digitsTyped } from '../../../shared/kit-fingerprint.ts'
import type { RandomSource } from '../bytes/index.ts'
import { nameKey, nameProblem } from '../text/index.ts'

/** What people say of a key, and what it is called from its making on. */

export interface KeyLabels {
  readonly label: string
  readonly purpose: string
  /** The first day of its use, `2028-11-21`; absent: from now on. */
  readonly activates?: string
  /** The last day on which it may protect anything. */
  readonly expires?: string
  /** The last day on which what it protected is meant to be read. */
  readonly processUntil?: string
}

/**
 * What is wrong with the label of a new key; null: nothing. People name keys by label, by id, by fingerprint, and a
 * version by `LABEL@2`: a label that reads as one of those would let a deed meet another key than the one that was
 * meant. Kits of before may have such labels, and are read.
 */
export function labelProblem(label: string): NameProblem | null {
  const name = nameKey(label)
  const reads =
    /@\d+$|^backup-key-\d+$|^age1|^([0-9a-f]{10}|[0-9a-f]{16})$/.test(name) ||
    /^[0-9a-f]{32,64}$/.test(digitsTyped(name))
  return nameProblem(label) ?? (reads ? 'another-name' : null)
}

/** Where and when a key is sealed. */
export interface Sealing {
  /** Set id (10 hex digits) and recipient. */
  readonly quorum: { readonly setId: string; readonly recipient: string }
  readonly created: Date
  readonly random: RandomSource
  /** The key that this is a new version of; without it, version 1 of a key with a new id. */
  readonly replaces?: { readonly id: string; readonly version: number }
}

/** Id and version: an id is 16 random hex digits, never changes, and says nothing about the key. */
function identify({ random, replaces }: Sealing): { id: string; version: number } {
  if (replaces) return { id: replaces.id, version: replaces.version + 1 }
  return { id: random(8).toString('hex'), version: 1 }
}

/** What every entry of a key begins with: a day that was not said is no member. */
export function described(
  { label, purpose, activates, expires, processUntil }: KeyLabels,
  sealing: Sealing,
) {
  return {
    ...identify(sealing),
    ...{ label, purpose },
    ...(activates !== undefined && { activates }),
    ...(expires !== undefined && { expires }),
    ...(processUntil !== undefined && { processUntil }),
    created: sealing.created.toISOString(),
  }
}
