import type { KeyState } from '../../../shared/key-life.ts'
import type { PairAlgorithm } from '../../../shared/key-pairs.ts'
import { formatFingerprint } from '../../core/kit/index.ts'
import type { Day, Due } from '../../core/life/index.ts'
import type { SealedKey } from '../../vault/index.ts'
import type { KeyDue } from './due-keys.ts'
import { stateToday } from './life-of-key.ts'

/** One version of a key, as everybody may know it. */
export interface KeyFacts {
  readonly id: string
  readonly version: number
  readonly label: string
  readonly kind: SealedKey['kind']
  readonly purpose: string
  /** Of a master key; otherwise null. */
  readonly bits: number | null
  /** Of what is sealed; null of a key pair. */
  readonly bytes: number | null
  /** Of a key pair; otherwise null. */
  readonly algorithm: PairAlgorithm | null
  /** 8 groups of 4 hex digits, and the key check value; null where there is none. */
  readonly fingerprint: string | null
  readonly checkValue: string | null
  /** The newest quorum that it was sealed to. */
  readonly setId: string
  /** Today: a day that has come or passed counts. */
  readonly state: KeyState
  readonly activates: Day | null
  readonly protectUntil: Day | null
  readonly processUntil: Day | null
  readonly created: string
}

/** Something that a key is due for. */
export interface DueKey {
  readonly key: KeyFacts
  readonly due: Due
}

export function factsOf(key: SealedKey, now: Date): KeyFacts {
  const { id, version, label, kind, purpose, bits, bytes, fingerprint, kcv, setId, created } = key
  const { activates, expires, processUntil, algorithm } = key
  return {
    ...{ id, version, label, kind, purpose, bits, bytes, algorithm, setId, created },
    ...{ activates, protectUntil: expires, processUntil, checkValue: kcv },
    fingerprint: fingerprint === null ? null : formatFingerprint(fingerprint),
    state: stateToday(key, now),
  }
}

export const dueFacts = ({ key, due }: KeyDue, now: Date): DueKey => ({
  key: factsOf(key, now),
  due,
})
