/**
 * Codes of a key's life that both sides use: states, deeds, reasons.
 *
 * States: NIST SP 800-57 part 1 rev. 5, section 7; the last one is KMIP's (2.1, State), of a key that is
 * destroyed and known to have been compromised.
 */

export const KEY_STATES = [
  'pre-activation',
  'active',
  'suspended',
  'deactivated',
  'compromised',
  'destroyed',
  'destroyed-compromised',
] as const
export type KeyState = (typeof KEY_STATES)[number]

/** What changes the state of a key. */
export const KEY_DEEDS = [
  'activate',
  'suspend',
  'resume',
  'retire',
  'compromise',
  'destroy',
] as const
export type KeyDeed = (typeof KEY_DEEDS)[number]

/** The same of a backup key, which a newer one retires: there is no deed for that. */
export const BACKUP_KEY_DEEDS = [
  'suspend',
  'resume',
  'compromise',
] as const satisfies readonly KeyDeed[]
export type BackupKeyDeed = (typeof BACKUP_KEY_DEEDS)[number]

/** Why, as RFC 5280, section 5.3.1, and KMIP name it. */
export const KEY_REASONS = [
  'unspecified',
  'key-compromise',
  'affiliation-changed',
  'superseded',
  'cessation-of-operation',
  'privilege-withdrawn',
] as const
export type KeyReason = (typeof KEY_REASONS)[number]

/**
 * How a destroyed item leaves a vault: its sealed bytes are overwritten in the file, and in every kit that the
 * vault keeps. NIST SP 800-88 rev. 2 calls that clearing; a medium is more than that.
 */
export const ERASURES = ['overwritten'] as const
export type Erasure = (typeof ERASURES)[number]

/** How a card is destroyed so that nobody puts it together again. */
export const CARD_ENDS = ['cross-cut', 'pulped', 'burned'] as const
export type CardEnd = (typeof CARD_ENDS)[number]

/** What became of a copy of something that was destroyed here. */
export const COPY_FATES = ['destroyed', 'kept', 'lost'] as const
export type CopyFate = (typeof COPY_FATES)[number]

/** What a key is used for: to protect something anew, or to read what it protected. */
export const KEY_USES = ['protect', 'process'] as const
export type KeyUse = (typeof KEY_USES)[number]

/** What comes up for a key on a day of its own. */
export const KEY_DUES = ['begins', 'rotate', 'protect-ends', 'process-ends'] as const
export type KeyDue = (typeof KEY_DUES)[number]

/** What speaks against reading with a key, so that somebody has to say that they know. */
export const KEY_EXCEPTIONS = ['suspended', 'compromised', 'process-period-over'] as const
export type KeyException = (typeof KEY_EXCEPTIONS)[number]

/** What whoever holds a copy of a key is to do, by its state. */
export const INSTRUCTIONS = ['use', 'wait', 'hold', 'read-only', 'stop', 'nothing'] as const
export type Instruction = (typeof INSTRUCTIONS)[number]
