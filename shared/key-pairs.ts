/** The kinds of key pairs. Their names stand in kits, plans and logs (FORMAT: Recovery kit). */

export const PAIR_ALGORITHMS = [
  'rsa-2048',
  'rsa-3072',
  'rsa-4096',
  'ec-p256',
  'ec-p384',
  'ed25519',
] as const
export type PairAlgorithm = (typeof PAIR_ALGORITHMS)[number]

/** What people call them. */
export const PAIR_NAMES: { readonly [algorithm in PairAlgorithm]: string } = {
  'rsa-2048': 'RSA-2048',
  'rsa-3072': 'RSA-3072',
  'rsa-4096': 'RSA-4096',
  'ec-p256': 'EC P-256',
  'ec-p384': 'EC P-384',
  ed25519: 'Ed25519',
}

/** What is wrong with a key pair that somebody brings. */
export const PAIR_PROBLEMS = [
  /** It begins as one and is cut, damaged or in another program's format. */
  'unreadable',
  /** Its private half is under a passphrase. */
  'encrypted',
  /** There is more in the file than one private key. */
  'more',
  'rsa-size',
  'rsa-exponent',
  'curve',
  'algorithm',
  /** What its private half signs, its public half does not verify. */
  'halves',
] as const
export type PairProblem = (typeof PAIR_PROBLEMS)[number]

/** Kinds of what a kit seals for people: made here, or brought. */
export const KEY_KINDS = ['master-key', 'imported-secret', 'key-pair'] as const
export type KeyKind = (typeof KEY_KINDS)[number]

/** What tells what a key is; everything else of it is said beside that. */
export interface KeySort {
  readonly kind: KeyKind
  /** Of a master key. */
  readonly bits?: number | null
  /** Of an imported secret. */
  readonly bytes?: number | null
  /** Of a key pair. */
  readonly algorithm?: PairAlgorithm | null
}

/** "AES-256", "imported secret of 20 bytes", "EC P-256 key pair". */
export function sortOfKey({ kind, bits, bytes, algorithm }: KeySort): string {
  switch (kind) {
    case 'master-key':
      return `AES-${bits}`
    case 'imported-secret':
      return `imported secret of ${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`
    case 'key-pair':
      return algorithm ? `${PAIR_NAMES[algorithm]} key pair` : 'key pair'
  }
}

/** What a plan says that a key is to be: an AES key of so many bits, or a key pair. */
export interface PlannedSort {
  readonly bits?: number
  readonly pair?: PairAlgorithm
}

/** "AES-256", "EC P-256 key pair". */
export const sortOfPlanned = ({ bits, pair }: PlannedSort): string =>
  pair === undefined
    ? sortOfKey({ kind: 'master-key', bits: bits ?? 256 })
    : sortOfKey({ kind: 'key-pair', algorithm: pair })
