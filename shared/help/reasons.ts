import type { Place } from './topics.ts'

/** Where "Why?" beside a step leads: the heading in docs/guides/steps.md that says what the step is for. */
export const REASONS = {
  'ceremony.plan': 'the-plan-is-agreed-first',
  'ceremony.old': 'the-old-quorum-is-opened',
  'ceremony.room': 'the-room-is-checked',
  'ceremony.entropy': 'dice-may-be-added',
  'ceremony.passphrase': 'the-passphrase-is-chosen-alone',
  'ceremony.keys': 'fingerprints-are-read-aloud',
  'ceremony.shares': 'one-custodian-at-a-time',
  'ceremony.proof': 'recovery-is-proved',
  'ceremony.close': 'the-record-and-the-kit-are-kept',
  'recovery.kit': 'a-kit-helps-and-can-wait',
  'recovery.cards': 'cards-are-entered-one-after-the-other',
  'recovery.passphrase': 'the-passphrase-is-typed-last-or-first',
  'recovery.backup': 'a-backup-is-chosen',
  'recovery.open': 'only-what-is-needed-is-taken-out',
  'recovery.end': 'the-recovery-is-ended',
  'drill.begin': 'a-drill-is-held-before-the-worst-day',
  'drill.shares': 'cards-come-in-as-in-a-recovery',
  'drill.passphrase': 'the-passphrase-is-tried',
  'drill.held': 'the-drill-is-written-down',
  unlock: 'a-locked-key-is-unlocked',
  signatures: 'several-people-sign',
} as const

export type Reason = keyof typeof REASONS

export const placeOfReason = (reason: Reason): Place => ({
  topic: 'steps',
  slug: REASONS[reason],
})
