/**
 * People, their sign-in keys, who is in the room, and what they sign.
 *
 * A vault has no people until `people.found`; then it works without signatures, as actor names alone.
 * Afterwards nothing is changed or opened without the signatures that the policy asks for:
 *
 *   approval.ask (what is to be done) → approval.sign, one person after the other, each with their PIN or
 *   passphrase → the call that does it, with the approval's id
 *
 * An approval is for one deed, to the letter: other input than what was signed is refused with
 * APPROVAL_VOID. It serves once, and ends after a quarter of an hour, with the lock, and with the vault.
 */
import * as z from 'zod'
import { ACTIONS, askedDeedSchema, deedSchema } from '../deeds.ts'
import { count, done, nothing, setId, shareIndex, time } from '../field.ts'
import { APART_REASONS, PERSON_REASONS, PROFILES, ROLES, WAIVERS } from '../roles.ts'
import { secret as secretField } from '../secret/field.ts'
import { needSchema } from '../signers.ts'

const role = z.enum(ROLES)
const profile = z.enum(PROFILES)

/** The id of a person, 16 hex digits. */
export const personId = z
  .string()
  .regex(/^[0-9a-f]{16}$/)
  .meta({ examples: ['0011223344556677'] })
/** The id of an approval. */
const approvalId = z
  .string()
  .regex(/^[0-9a-f]{16}$/)
  .meta({ examples: ['0011223344556677'] })
/** A PIN or a passphrase as it was typed. */
const secret = secretField('text', z.string().max(1024))
const name = z.string().max(400)
/** How to reach them; stays in the vault, never in the log. May be empty. */
const contact = z.string().max(400)
/** Six digits or more, no trivial run, or a passphrase of ten characters or more. */
const secrets = { secret, again: secret }

const newPerson = z.strictObject({ name, contact, roles: z.array(role).min(1).max(5), ...secrets })

const personReason = z.enum(PERSON_REASONS)

const person = z.strictObject({
  id: z.string(),
  name: z.string(),
  contact: z.string(),
  roles: z.array(role),
  state: z.enum(['active', 'suspended', 'retired']),
  added: time,
  key: z.strictObject({
    /** 8 groups of 4 hex digits. */
    fingerprint: z.string(),
    since: time,
    /** How the key is sealed. */
    by: z.enum(['pin', 'passphrase']),
  }),
  /** Wrong entries since the last right one. */
  attempts: z.strictObject({
    failed: count,
    /** Seconds before which nothing is tried; 0 when it may be tried now. */
    wait: count,
    /** After ten wrong entries: the key must be replaced. */
    locked: z.boolean(),
  }),
  /** Since when they are in the room; null when they are not. */
  present: time.nullable(),
  /** Shares of quorums in force that they hold. */
  shares: z.array(
    z.strictObject({ setId: z.string(), index: z.int(), bag: z.string().nullable() }),
  ),
})

const people = z.strictObject({
  /** Null: the vault has no people yet. */
  profile: profile.nullable(),
  /** The number of the policy in force, where there is a later one; null: it is the newest, or there is none. */
  oldPolicy: z.int().nullable(),
  /** What the profile does without; empty in the strict one. */
  waivers: z.array(z.enum(WAIVERS)),
  people: z.array(person),
})

/** The policy table of one profile. */
const policy = z.strictObject({
  profile,
  /** The number of the policy. */
  number: z.int(),
  waivers: z.array(z.enum(WAIVERS)),
  actions: z.array(
    z.strictObject({
      action: z.enum(ACTIONS),
      needs: z.array(needSchema),
      /** The waiver by which a small team needs less; null when it needs the same. */
      waiver: z.enum(WAIVERS).nullable(),
      /** Whether this version can do it at all; the policy of what comes later stands already. */
      available: z.boolean(),
    }),
  ),
  /** Roles that one person may not have together: each with the reason. */
  apart: z.array(z.strictObject({ roles: z.tuple([role, role]), why: z.enum(APART_REASONS) })),
})

const approval = z.strictObject({
  id: z.string(),
  /** What they agree to: what is signed, for a person to compare, and what its sentence is made of. */
  deed: deedSchema,
  /** What it is about by name, where the terms have only an id or a hash of it: a person, a ceremony. */
  name: z.string(),
  /** The hash that is signed, 64 hex digits, and as 32 words to be read aloud. */
  hash: z.string(),
  words: z.array(z.string()),
  asked: time,
  ends: time,
  signed: z.array(z.strictObject({ person: z.string(), name: z.string(), roles: z.array(role) })),
  /** Empty when it is enough. */
  missing: z.array(needSchema),
  /** Who is in force and has not signed, and whose signature would leave less missing. */
  next: z.array(z.string()),
  satisfied: z.boolean(),
})

const present = z.strictObject({
  present: z.array(
    z.strictObject({ person: z.string(), name: z.string(), roles: z.array(role), since: time }),
  ),
})

const draft = z.strictObject({
  /** Of a new person, the id that they will have. */
  draft: z.string(),
  name: z.string(),
  roles: z.array(role),
  /** Of the new public key, 8 groups of 4 hex digits: in what is signed. */
  fingerprint: z.string(),
})

/** The approval of what the policy asks signatures for; left out in a vault without people. */
export const approved = approvalId.exactOptional()
const status = z.strictObject({ person: personId, reason: personReason, approval: approvalId })

export const peopleCalls = {
  /** For the people screen, each time it is shown. @throws VAULT_CLOSED, VAULT_* */
  'people.list': { input: nothing, output: people },
  /** For the policy screen: the table of a profile. Needs no vault. */
  'policy.show': { input: z.strictObject({ profile }), output: policy },
  /**
   * First run: the people of a vault that has none. At least an administrator and a witness, in the strict
   * profile two of each or a confirmation; each has chosen their PIN or passphrase. Everyone given here signs the entry that founds them.
   *
   * @throws PEOPLE_EXIST, PEOPLE_FEW {missing}, PEOPLE_SINGLE {names, roles}, PIN_SHARED {names}, PERSON_ROLES {name, problem}, PERSON_NAME {name, problem},
   *         PIN_STRICT, PIN_TRIVIAL, PIN_SHORT, PIN_DIFFERS, PASSPHRASE_ENCODING, PASSPHRASE_WEAK, each with
   *         the name of the person as source;
   *         CEREMONY_RUNNING, RECOVERY_RUNNING, VAULT_CLOSED, VAULT_READ_ONLY
   */
  'people.found': {
    input: z.strictObject({
      profile,
      people: z.array(newPerson).min(2).max(300),
      /** Typed to confirm that somebody is the only one of a role: the names that PEOPLE_SINGLE gives. */
      single: z.string().max(500).exactOptional(),
    }),
    output: people,
  },
  /**
   * One of the first people has filled in their own fields, alone at the screen: whether they may stand so, before the
   * next one comes. Nothing is kept.
   *
   * @throws as people.found, of one person
   */
  'people.judge': {
    input: z.strictObject({ profile, person: newPerson }),
    output: done,
  },
  /**
   * Somebody new has given their name, roles, and PIN or passphrase: their key is made and waits for
   * `people.add`. Nothing is recorded.
   *
   * @throws as people.found; PEOPLE_NONE
   */
  'people.draft': { input: newPerson, output: draft },
  /**
   * Somebody chose a new PIN or passphrase for a new key; waits for `people.replaceKey`. Where the one until now is
   * at hand, the old key signs the new one.
   *
   * @throws as draft; PERSON_STATE; PIN_WRONG, PIN_WAIT, PIN_LOCKED
   */
  'people.draftKey': {
    input: z.strictObject({ person: personId, old: secret.exactOptional(), ...secrets }),
    output: draft,
  },
  /** @throws DRAFT_UNKNOWN, APPROVAL_VOID, APPROVAL_SHORT {missing}, APPROVAL_UNKNOWN; PERSON_NAME, PERSON_ROLES */
  'people.add': {
    input: z.strictObject({ draft: personId, approval: approvalId }),
    output: people,
  },
  /**
   * The old key signs nothing from now on; a lock after wrong entries ends.
   *
   * @throws as people.add; PERSON_STATE; CEREMONY_RUNNING, RECOVERY_RUNNING, DRILL_RUNNING
   */
  'people.replaceKey': {
    input: z.strictObject({ draft: personId, approval: approvalId }),
    output: people,
  },
  /** The same key under another PIN or passphrase. @throws PIN_WRONG, PIN_WAIT, PIN_LOCKED; as people.found */
  'people.changeSecret': {
    input: z.strictObject({ person: personId, old: secret, ...secrets }),
    output: people,
  },
  /**
   * They sign nothing until they are reinstated.
   *
   * @throws PERSON_LAST {role} (the last administrator, the last witness), PERSON_STATE, PERSON_UNKNOWN,
   *         APPROVAL_*
   */
  'people.suspend': { input: status, output: people },
  'people.reinstate': { input: status, output: people },
  /** For good. @throws as people.suspend */
  'people.retire': { input: status, output: people },
  /** @throws APPROVAL_*; PERSON_ROLES when somebody has roles that strict keeps apart; as replaceKey */
  'policy.change': { input: z.strictObject({ profile, approval: approvalId }), output: people },
  /** When a bag with a share was sealed or changed. @throws APPROVAL_*, VAULT_UNKNOWN, CEREMONY_RUNNING */
  'custody.change': {
    input: z.strictObject({
      setId,
      index: shareIndex,
      bag: z.string().min(1).max(40),
      approval: approvalId,
    }),
    output: people,
  },

  /** Who is in the room. Nobody without an open vault. */
  'signIn.list': { input: nothing, output: present },
  /**
   * Somebody comes into the room, with their PIN or passphrase. During a ceremony its record says so.
   *
   * @throws PIN_WRONG {name, left}, PIN_WAIT {name, seconds}, PIN_LOCKED {name}, PERSON_STATE, PERSON_UNKNOWN
   */
  'signIn.in': { input: z.strictObject({ person: personId, secret }), output: present },
  /** Somebody leaves the room. */
  'signIn.out': { input: z.strictObject({ person: personId }), output: present },

  /**
   * Asks for signatures under something that is to be done.
   *
   * @throws PEOPLE_NONE (nobody can sign; the call does it without), DRAFT_UNKNOWN, PERSON_UNKNOWN,
   *         CEREMONY_ORDER, VAULT_CLOSED
   */
  'approval.ask': { input: z.strictObject({ deed: askedDeedSchema }), output: approval },
  /** @throws APPROVAL_UNKNOWN when it has ended */
  'approval.state': { input: z.strictObject({ approval: approvalId }), output: approval },
  /** One person signs. @throws PIN_WRONG, PIN_WAIT, PIN_LOCKED, PERSON_STATE; APPROVAL_UNKNOWN */
  'approval.sign': {
    input: z.strictObject({ approval: approvalId, person: personId, secret }),
    output: approval,
  },
  /** When it is given up. Nothing happens when it has ended. */
  'approval.withdraw': { input: z.strictObject({ approval: approvalId }), output: done },
} as const
