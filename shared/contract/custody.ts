/**
 * Custody over time: where the shares are and when they were last looked at, and drills.
 *
 * A drill is a rehearsal: shares and passphrase are entered as in a recovery, and it is proved that the
 * quorum would open everything. Nothing is opened.
 *
 *   none → shares → held
 *
 * The lock ends a drill.
 */
import * as z from 'zod'
import { chosen } from '../chosen.ts'
import {
  count,
  done,
  kitFacts,
  kitSource,
  nothing,
  passphrase,
  setId,
  shareIndex,
  time,
} from '../field.ts'
import { CARD_ENDS } from '../key-life.ts'
import { SEALED_SHARE_FORMS } from '../sealed-shares.ts'
import { approved, personId } from './people.ts'
import { acceptedShare, leaveUntil } from './recovery.ts'

/** A text of a few words, as somebody noted it; judged by the rules for names. */
const note = z.string().max(400)

export const registeredShare = z.strictObject({
  index: z.int(),
  custodian: z.string(),
  state: z.enum(['issued', 'read-back', 'in-force', 'void', 'replaced']),
  issued: time,
  readBack: time.nullable(),
  /** The person who holds it now, where the vault has people; null: nobody was recorded. */
  holder: z.strictObject({ person: z.string(), name: z.string() }).nullable(),
  /** Where it is kept; null: nobody has noted it. */
  place: z.string().nullable(),
  /** The number on the sealed bag. */
  bag: z.string().nullable(),
  /** When place or bag was last noted. */
  noted: time.nullable(),
  /** It is sealed to a key of its holder, who was absent; null: it is on a card. */
  sealed: z
    .strictObject({
      to: z.enum(SEALED_SHARE_FORMS),
      /** Fingerprint of the key, and the same as words. */
      recipient: z.string(),
      recipientWords: z.array(z.string()),
      /** When its holder's acknowledgement was recorded; null: it has not come. */
      acknowledged: time.nullable(),
    })
    .nullable(),
  /** The last health check; null: none since it was read back. */
  check: z.strictObject({ time, result: z.enum(['sound', 'worn', 'forged']) }).nullable(),
  /** That people have seen it destroyed; how is null where it was only noted as its place. */
  destroyed: z
    .strictObject({
      method: z.enum(CARD_ENDS).nullable(),
      observer: z.string().nullable(),
      recorded: time.nullable(),
    })
    .nullable(),
})

/** How far a quorum is from opening nothing any more. */
export const whatIsLeft = z.strictObject({
  cards: count,
  /** How many more cards have to be destroyed until fewer remain than it needs. */
  toGo: count,
  /** Fewer cards remain than it needs: it can no longer open anything. */
  opensNothing: z.boolean(),
  /** Whether the card with its passphrase was seen destroyed. */
  passphraseCardDestroyed: z.boolean(),
})

export const heldDrill = z.strictObject({
  number: z.int(),
  setId: z.string(),
  held: time,
  shares: z.array(z.strictObject({ index: z.int(), custodian: z.string() })),
  /** Sealed items that the quorum would open. */
  items: count,
  /** The name of the backup that was looked at, if one was. */
  backup: z.string().nullable(),
  /** What was wrong, as an error code; null: it proved what it should. */
  problem: z.string().nullable(),
})

const register = z.strictObject({
  quorums: z.array(
    z.strictObject({
      setId: z.string(),
      title: z.string(),
      state: z.enum(['pending', 'in-force', 'void', 'replaced']),
      threshold: z.int(),
      /** The set id of the quorum that took its place. */
      replacedBy: z.string().nullable(),
      /** When the next drill is due; null unless it is in force. */
      nextDrill: time.nullable(),
      shares: z.array(registeredShare),
      left: whatIsLeft,
    }),
  ),
  /** All drills, the newest first; at most 1,000. */
  drills: z.array(heldDrill),
  /** How often drills, and checks of the cards, are due, in months. */
  interval: z.int(),
})

const entered = {
  kit: kitFacts,
  shares: z.array(acceptedShare),
}

const drillState = z.discriminatedUnion('step', [
  z.strictObject({ step: z.literal('none') }),
  z.strictObject({
    step: z.literal('shares'),
    ...entered,
    need: z.int().nullable(),
    /** Custodians who could still bring theirs. */
    missing: z.array(z.strictObject({ index: z.int(), name: z.string() })),
    /** Enough shares are here: the passphrase is next. */
    complete: z.boolean(),
    /** Corrections wait for `share.confirm` or `share.reject`. */
    proposal: z.boolean(),
    leaveUntil,
  }),
  z.strictObject({
    step: z.literal('held'),
    ...entered,
    held: time,
    items: count,
    /** Whether a backup's header was looked at, too. */
    backup: z.boolean(),
    /** Whether the open vault has recorded it. */
    recorded: z.boolean(),
    /** When the next is due; null when this one was not recorded. */
    next: time.nullable(),
  }),
])

export const custodyCalls = {
  /** For the share register, each time it is shown. @throws VAULT_CLOSED, VAULT_* */
  'register.list': { input: nothing, output: register },
  /**
   * When a share was put somewhere, or into another bag. A note says all that is known from then on:
   * place, bag, or both. In a vault with people, `approval.ask` for `custody.change` with the same place
   * and bag first.
   *
   * @throws CUSTODY_NOTE {field, problem}, VAULT_UNKNOWN, APPROVAL_*, CEREMONY_RUNNING, VAULT_CLOSED,
   *         VAULT_READ_ONLY
   */
  'register.note': {
    input: z.strictObject({
      setId,
      index: shareIndex,
      place: note.nullable(),
      bag: note.nullable(),
      approval: approved,
    }),
    output: register,
  },
  /**
   * When people have seen cards of a replaced quorum destroyed, or the card with its passphrase. With people,
   * `approval.ask` for `share.destroy` with the same first.
   *
   * @throws CARDS_IN_FORCE, CARDS_NONE, CARD_UNKNOWN, CARD_GONE, DESTRUCTION_NOTE, APPROVAL_*, CEREMONY_RUNNING,
   *         VAULT_CLOSED, VAULT_READ_ONLY
   */
  'register.destroy': {
    input: z.strictObject({
      setId,
      cards: z.array(shareIndex).max(255),
      passphraseCard: z.boolean(),
      method: z.enum(CARD_ENDS),
      observer: note.nullable(),
      approval: approved,
    }),
    output: register,
  },
  /**
   * When the holder of a sealed share has sent or read out what says that they have opened it. With people,
   * `approval.ask` for `share.acknowledge` with the same first, which one person signs.
   *
   * @throws SHARE_NOT_ACKNOWLEDGED {index, custodian}, SHARE_ACKNOWLEDGED, SEALED_SHARE_UNKNOWN, QUORUM_REPLACED,
   *         APPROVAL_*, CEREMONY_RUNNING, VAULT_CLOSED, VAULT_READ_ONLY
   */
  'register.acknowledge': {
    input: z.strictObject({
      setId,
      index: shareIndex,
      /** 64 hex digits. */
      acknowledgement: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .meta({ examples: ['0011223344556677'.repeat(4)] }),
      approval: approved,
    }),
    output: register,
  },
  /** How often drills and checks are due; with people, `approval.ask` for `drill.schedule` first. @throws APPROVAL_*, DRILL_INTERVAL {least, most}, VAULT_CLOSED, VAULT_READ_ONLY */
  'register.setInterval': {
    input: z.strictObject({ months: z.int(), approval: approved }),
    output: register,
  },

  /** Whenever the drill screen is shown. Never throws. */
  'drill.state': { input: nothing, output: drillState },
  /**
   * When a kit was chosen. → shares
   *
   * @throws KIT_FORMAT, KIT_VERSION, KIT_TAMPERED, KIT_OUTDATED, QUORUM_REPLACED, QUORUM_UNKNOWN, FILE_*; VAULT_CLOSED,
   *         KIT_NONE; DRILL_RUNNING, RECOVERY_RUNNING, CEREMONY_RUNNING
   */
  'drill.begin': { input: z.strictObject({ kit: kitSource }), output: drillState },
  /**
   * When the recovery officer has entered the passphrase: proves, records in the open vault if it may be
   * written to, and wipes. Reports `task.progress` for `drill`. After a refusal the shares are still
   * there; DRILL_* are recorded as what the drill found. In a vault with people, `approval.ask` for
   * `drill.run` first, unless the state has a `leaveUntil`. → held
   *
   * @param backup also look at the header of this backup; null: none
   * @throws QUORUM_SHORT, CORRECTIONS_PENDING, PASSPHRASE_WRONG, PASSPHRASE_ENCODING, KIT_TAMPERED,
   *         KDF_MEMORY; DRILL_UNPROVED {items}, DRILL_BACKUP, AGE_*, FILE_*; APPROVAL_*; CANCELLED,
   *         TASK_RUNNING; DRILL_ORDER …
   */
  'drill.run': {
    input: z.strictObject({ passphrase, backup: chosen('file').nullable(), approval: approved }),
    output: drillState,
  },
  /**
   * In place of `drill.run`, where the cards were brought to unlock the key of somebody: nothing is
   * rehearsed. `approval.ask` for `person.unlock` first, unless the state has a `leaveUntil`. → none
   *
   * @throws as drill.run; KEY_NOT_LOCKED, PERSON_STATE, PERSON_UNKNOWN, PEOPLE_NONE, VAULT_CLOSED
   */
  'drill.unlock': {
    input: z.strictObject({ person: personId, passphrase, approval: approved }),
    output: drillState,
  },
  /** When it is given up, or its result has been read: → none. The shares are wiped. */
  'drill.leave': { input: nothing, output: done },
} as const
