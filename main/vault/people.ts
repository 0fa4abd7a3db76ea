import { z } from 'zod'
import { refuse } from '../../shared/errors.ts'
import { type PersonReason, PROFILES, type Profile, ROLES, type Role } from '../../shared/roles.ts'
import type { Actor, SigningActor } from '../core/log/index.ts'
import {
  type Authority,
  FIRST_POLICY,
  NEWEST_POLICY,
  policyNumbered,
  type SealedSignInKey,
  waiversOf,
} from '../core/people/index.ts'
import { canonicalJson, nameKey } from '../core/text/index.ts'
import { count, hex256, id, json, setId, text, time } from './columns.ts'
import { type Connection, parseRows } from './connection.ts'
import type { Recording } from './recording.ts'
import { sealDigest } from './replay/index.ts'

const personRow = z.object({
  id,
  name: text,
  contact: z.string(),
  roles: json.pipe(z.array(z.enum(ROLES)).min(1).readonly()),
  state: z.enum(['active', 'suspended', 'retired']),
  added: time,
  publicKey: hex256,
  kind: z.enum(['pin', 'passphrase']),
  salt: text,
  nonce: text,
  box: text,
  keyCreated: time,
  failed: count,
  failedAtUptime: count,
})

/** A person, the key that is in force for them, and their wrong entries since the last right one. */
export type VaultPerson = Readonly<z.output<typeof personRow>>

const custodyRow = z.object({
  setId,
  index: count,
  person: id,
  bag: text.nullable(),
  recorded: time,
})
/** Who holds a share, and in which bag it is. */
export type Custody = Readonly<z.output<typeof custodyRow>>

/** A key as it is sealed, and under what. */
export interface KeptSignInKey extends SealedSignInKey {
  readonly kind: 'pin' | 'passphrase'
}

/** A key to record. */
export interface NewSignInKey extends KeptSignInKey {
  /** By itself, that it is this person's: 128 hex digits (core/log/possession.ts). */
  readonly possession: string
  /** The same by the key that it replaces, where that is at hand. */
  readonly byOld?: string
}

/** A person to record. */
export interface NewPerson {
  readonly id: string
  readonly name: string
  readonly contact: string
  readonly roles: readonly Role[]
  readonly key: NewSignInKey
}

/** The people of a vault. Each verb is one transaction with its audit entry. */
export interface People {
  /** Null: the vault has no people. */
  readonly profile: () => Profile | null
  /**
   * By which rules people sign; null: the vault has no people.
   *
   * @throws POLICY_UNKNOWN when its policy is of a later version
   */
  readonly authority: () => Authority | null
  /** In the order in which they came. */
  readonly list: () => readonly VaultPerson[]
  /** @throws PERSON_UNKNOWN */
  readonly get: (id: string) => VaultPerson
  /** @throws PERSON_UNKNOWN */
  readonly named: (name: string) => VaultPerson
  /** The first people. @throws PEOPLE_EXIST */
  readonly found: (actor: SigningActor, profile: Profile, people: readonly NewPerson[]) => void
  readonly add: (actor: SigningActor, person: NewPerson) => void
  readonly setState: (
    actor: SigningActor,
    id: string,
    state: VaultPerson['state'],
    reason: PersonReason,
  ) => void
  readonly replaceKey: (actor: SigningActor, id: string, key: NewSignInKey) => void
  /** The same key, sealed under another secret. */
  readonly reseal: (actor: SigningActor, id: string, key: KeptSignInKey) => void
  /** Their wrong entries count no more; whose shares opened the quorum that did it. */
  readonly unlock: (
    actor: SigningActor,
    id: string,
    by: { readonly set: string; readonly shares: readonly number[] },
  ) => void
  readonly changeProfile: (actor: SigningActor, profile: Profile) => void
  /**
   * Counts a wrong entry.
   *
   * @param uptime for how long the machine had been running then, in milliseconds
   * @returns how many there are now
   */
  readonly failed: (id: string, uptime: number) => number
  /** A right entry. */
  readonly succeeded: (id: string) => void
  /** Where each share is, newest line of each. */
  readonly custody: () => readonly Custody[]
  readonly changeCustody: (actor: Actor, custody: Omit<Custody, 'recorded'>) => void
}

const STATE_ENTRIES = {
  active: 'person.reinstated',
  suspended: 'person.suspended',
  retired: 'person.retired',
} as const

/** The tables, without transactions and log. */
export function peopleTables(connection: Connection) {
  const { db, read } = connection
  const select = (where: string, ...values: readonly string[]): readonly VaultPerson[] =>
    read(() => {
      const rows = db
        .prepare(
          `SELECT p.id, p.name, p.contact, p.roles, p.state, p.added, k.public_key AS publicKey, k.kind,
             k.salt, k.nonce, k.box, k.created AS keyCreated, coalesce(a.failed, 0) AS failed,
             coalesce(a.uptime, 0) AS failedAtUptime
           FROM people p JOIN sign_in_keys k ON k.person = p.id AND k.state = 'in-force'
           LEFT JOIN sign_in_attempts a ON a.person = p.id
           ${where} ORDER BY p.rowid`,
        )
        .all(...values)
      return parseRows(connection, personRow, rows)
    })
  const setAttempts = (person: string, failed: number, uptime = 0): void => {
    db.prepare(
      `INSERT INTO sign_in_attempts (person, failed, uptime) VALUES (@person, @failed, @uptime)
       ON CONFLICT (person) DO UPDATE SET failed = @failed, uptime = @uptime`,
    ).run({ person, failed, uptime: Math.floor(uptime) })
  }

  /** The number of the policy, as the log has it, since a profile was chosen. */
  let known = { chosen: -1, policy: FIRST_POLICY }
  const policyNumber = (chosen: number): number => {
    if (known.chosen === chosen) return known.policy
    const row = db
      .prepare<[], { readonly policy: number | null }>(
        `SELECT json_extract(details, '$.policy') AS policy FROM audit_log
         WHERE action IN ('people.founded', 'policy.changed') ORDER BY sequence DESC LIMIT 1`,
      )
      .get()
    const policy = Number(row?.policy ?? FIRST_POLICY)
    if (row !== undefined) known = { chosen, policy }
    return policy
  }

  return {
    select,
    setAttempts,
    authority: (): Authority | null =>
      read(() => {
        const row = db
          .prepare('SELECT number, profile FROM profiles ORDER BY number DESC LIMIT 1')
          .get()
        if (row === undefined) return null
        const { number: chosen, profile } = profileRow.parse(row)
        const number = policyNumber(chosen)
        const policy = policyNumbered(number)
        if (policy === null)
          throw refuse('POLICY_UNKNOWN', { number, newest: NEWEST_POLICY.number })
        return { profile, policy }
      }),
    profile: (): Profile | null =>
      read(() => {
        const row = db
          .prepare('SELECT number, profile FROM profiles ORDER BY number DESC LIMIT 1')
          .get()
        return row === undefined ? null : profileRow.parse(row).profile
      }),
    setProfile(profile: Profile, chosen: string): void {
      db.prepare('INSERT INTO profiles (profile, chosen) VALUES (?, ?)').run(profile, chosen)
    },
    insert(person: NewPerson, added: string): void {
      db.prepare(
        `INSERT INTO people (id, name, name_key, contact, roles, state, added)
         VALUES (@id, @name, @nameKey, @contact, @roles, 'active', @added)`,
      ).run({
        ...{ id: person.id, name: person.name, contact: person.contact, added },
        nameKey: nameKey(person.name),
        roles: canonicalJson(person.roles),
      })
    },
    insertKey(
      person: string,
      { possession: _, byOld: __, ...key }: NewSignInKey,
      created: string,
    ): void {
      db.prepare(
        `UPDATE sign_in_keys SET state = 'replaced' WHERE person = ? AND state = 'in-force'`,
      ).run(person)
      db.prepare(
        `INSERT INTO sign_in_keys (public_key, person, kind, salt, nonce, box, state, created)
         VALUES (@publicKey, @person, @kind, @salt, @nonce, @box, 'in-force', @created)`,
      ).run({ ...key, person, created })
    },
    reseal(key: KeptSignInKey): void {
      db.prepare(
        `UPDATE sign_in_keys SET kind = @kind, salt = @salt, nonce = @nonce, box = @box
         WHERE public_key = @publicKey`,
      ).run({ ...key })
    },
    setState(person: string, state: VaultPerson['state']): void {
      db.prepare('UPDATE people SET state = ? WHERE id = ?').run(state, person)
    },
    custody: (): readonly Custody[] =>
      read(() => {
        const rows = db
          .prepare(
            `SELECT set_id AS setId, share_index AS "index", person, bag, recorded FROM custody
             WHERE number IN (SELECT max(number) FROM custody GROUP BY set_id, share_index)
             ORDER BY number`,
          )
          .all()
        return parseRows(connection, custodyRow, rows)
      }),
    insertCustody({ setId: set, index, person, bag }: Omit<Custody, 'recorded'>, at: string): void {
      db.prepare(
        `INSERT INTO custody (set_id, share_index, person, bag, recorded) VALUES (?, ?, ?, ?, ?)`,
      ).run(set, index, person, bag, at)
    },
  }
}

export type PeopleTables = ReturnType<typeof peopleTables>

const profileRow = z.object({ number: count, profile: z.enum(PROFILES) })

export function peopleOf({
  connection,
  audit,
  people,
}: Recording & { readonly people: PeopleTables }): People {
  const { write } = connection
  const get = (wanted: string): VaultPerson => {
    const [person] = people.select('WHERE p.id = ?', wanted)
    if (!person) throw refuse('PERSON_UNKNOWN', { person: wanted })
    return person
  }
  const add = (person: NewPerson, at: string): void => {
    people.insert(person, at)
    people.insertKey(person.id, person.key, at)
  }

  return {
    profile: people.profile,
    authority: people.authority,
    list: () => people.select(''),
    get,
    named: name => {
      const [person] = people.select('WHERE p.name_key = ?', nameKey(name))
      if (!person) throw refuse('PERSON_UNKNOWN', { person: name })
      return person
    },

    found: (actor, profile, founders) =>
      write(() => {
        if (people.profile() !== null) throw refuse('PEOPLE_EXIST', {})
        const { time } = audit.append({
          ...{ actor, action: 'people.founded', subject: 'policy:people' },
          details: {
            ...foundingTerms(profile, founders),
            seals: founders.map(({ key }) => sealDigest(key)),
          },
        })
        for (const person of founders) add(person, time)
        people.setProfile(profile, time)
      }),

    add: (actor, person) =>
      write(() => {
        const { time } = audit.append({
          ...{ actor, action: 'person.added', subject: `person:${person.id}` },
          details: {
            ...{ ...personTerms(person), possession: person.key.possession },
            seal: sealDigest(person.key),
          },
        })
        add(person, time)
      }),

    setState: (actor, person, state, reason) =>
      write(() => {
        get(person)
        people.setState(person, state)
        const action = STATE_ENTRIES[state]
        audit.append({ actor, action, subject: `person:${person}`, details: { reason } })
      }),

    replaceKey: (actor, person, key) =>
      write(() => {
        get(person)
        const { publicKey, possession, byOld } = key
        const { time } = audit.append({
          ...{ actor, action: 'person.key-replaced', subject: `person:${person}` },
          details: {
            ...{ key: publicKey, possession, ...(byOld !== undefined && { byOld }) },
            seal: sealDigest(key),
          },
        })
        people.insertKey(person, key, time)
        people.setAttempts(person, 0)
      }),

    reseal: (actor, person, key) =>
      write(() => {
        people.reseal(key)
        const details = { by: key.kind, seal: sealDigest(key) }
        audit.append({
          actor,
          action: 'sign-in.secret-changed',
          subject: `person:${person}`,
          details,
        })
      }),

    unlock: (actor, person, details) =>
      write(() => {
        get(person)
        people.setAttempts(person, 0)
        audit.append({ actor, action: 'person.unlocked', subject: `person:${person}`, details })
      }),

    changeProfile: (actor, profile) =>
      write(() => {
        const { time } = audit.append({
          ...{ actor, action: 'policy.changed', subject: 'policy:people' },
          details: policyTerms(profile),
        })
        people.setProfile(profile, time)
      }),

    failed: (person, uptime) =>
      write(() => {
        const failed = get(person).failed + 1
        people.setAttempts(person, failed, uptime)
        const action = failed >= MOST_FAILURES ? 'sign-in.locked' : 'sign-in.refused'
        audit.append({
          actor: 'keyclave',
          action,
          subject: `person:${person}`,
          details: { failed },
        })
        return failed
      }),

    succeeded: person => {
      if (get(person).failed === 0) return
      write(() => people.setAttempts(person, 0))
    },

    custody: people.custody,
    changeCustody: (actor, custody) =>
      write(() => {
        const { setId: set, index, person, bag } = custody
        const subject = `share:${set}/${index}` as const
        const { time } = audit.append({
          ...{ actor, action: 'custody.changed', subject, details: { person, bag } },
        })
        people.insertCustody(custody, time)
      }),
  }
}

/** After so many wrong entries a key opens no more. */
export const MOST_FAILURES = 10

/** What is recorded, and agreed to, about a new person: public, and without how to reach them. */
export const personTerms = ({ name, roles, key }: Pick<NewPerson, 'name' | 'roles' | 'key'>) => ({
  name,
  roles,
  key: key.publicKey,
})

/** What is recorded, and agreed to, about a profile: always by the newest policy. */
export const policyTerms = (profile: Profile) => ({
  profile,
  waivers: waiversOf({ profile, policy: NEWEST_POLICY }),
  policy: NEWEST_POLICY.number,
})

/** What is recorded, and agreed to, about the first people. */
export const foundingTerms = (profile: Profile, founders: readonly NewPerson[]) => ({
  ...policyTerms(profile),
  people: founders.map(person => ({ id: person.id, ...personTerms(person) })),
})
