import * as z from 'zod'
import { code, day, flag, text, whole, wholes } from './field.ts'

/** What of a share differs from the others'. */
export const MISMATCHES = ['threshold', 'kdf-profile', 'identity-type'] as const
export type Mismatch = (typeof MISMATCHES)[number]

export const quorumCodes = {
  QUORUM_THRESHOLD_ONE: code('invalid'),
  QUORUM_POLICY: code('invalid', { threshold: whole, count: whole }),
  QUORUM_SHORT: code('quorum', { have: whole, need: whole }),
  QUORUM_EXCESS: code('invalid', { have: whole, need: whole }),
  SHARE_FOREIGN: code('invalid', { set: text, expected: text }),
  SHARE_MISMATCH: code('invalid', { index: whole, field: z.enum(MISMATCHES) }),
  SHARE_DUPLICATE: code('invalid', { index: whole }),
  SHARES_INCONSISTENT: code('damaged'),
  SHAMIR_CHECK_FAILED: code('damaged', { operation: z.enum(['split', 'combine']) }),
  SHARE_UNKNOWN_INDEX: code('invalid', { index: whole, count: whole }),
  /** Not the share that the kit lists; `confirmed`: more than a person's look vouches for the kit. */
  SHARE_FORGED: code('damaged', { index: whole, custodian: text, confirmed: flag }),
  SHARES_UNREAD: code('quorum', { shares: wholes }),
  RECOVERY_UNPROVED: code('damaged', { shares: wholes }),
  QUORUM_REPLACED: code('invalid', { setId: text, by: text }),
  /** Several fit what was named, or are in force where none was. */
  QUORUM_AMBIGUOUS: code('invalid', { sets: z.array(text).min(1).readonly() }),
  QUORUM_UNKNOWN: code('invalid', { setId: text }),
  /** Nothing that was sealed to it is left to mark. */
  QUORUM_MARKED: code('invalid', { setId: text }),
  QUORUM_OCCURRED: code('invalid', { setId: text, today: day }),
  SHARE_ABSENT: code('invalid', { index: whole }),
}
