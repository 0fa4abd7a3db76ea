import { z } from 'zod'
import type { AuditProblem } from '../../../shared/codes/index.ts'
import { LOG_ACTIONS, LOG_ROWS } from '../../../shared/log-actions.ts'
import { PROFILES, ROLES } from '../../../shared/roles.ts'
import {
  type Authority,
  actionOfEntry,
  bindsOf,
  FIRST_POLICY,
  isLong,
  missingSigners,
  type PolicyTable,
  policyNumbered,
  type Signatory,
} from '../people/index.ts'
import { canonicalJson } from '../text/index.ts'
import type { AuditEntry } from './entry.ts'
import { HeadsSoFar } from './heads.ts'
import { possessionHash } from './possession.ts'
import {
  agreementSchema,
  isTimely,
  type Statement,
  statementHash,
  statementVersion,
} from './statement.ts'

/**
 * The people of a log, as the log itself tells of them: who was there at each entry, with which key, and
 * whether those who signed an entry could (FORMAT: Audit log, Signed log).
 *
 * A log without people is not signed. From `people.founded` on every entry is, but for the few things
 * that the program notes by itself when nobody can sign.
 */

/** What the program records unsigned. */
export const PROGRAM_ENTRIES: ReadonlySet<string> = new Set(
  LOG_ACTIONS.filter(action => LOG_ROWS[action].unsigned),
)

/** Whether an entry of a log with people may stand without a signature. */
export const mayBeUnsigned = (actor: string, action: string): boolean =>
  actor === 'keyclave' && PROGRAM_ENTRIES.has(action)

/** A signature to be verified: `key` 64 hex digits, over `hash`, found in entry `sequence`. */
export interface SignatureCheck {
  readonly sequence: number
  readonly key: string
  readonly hash: string
  readonly signature: string
  /**
   * It is under a statement that binds the log up to this entry: what the same key signed until then is
   * ratified by it. 0: under none.
   */
  readonly ratifies: number
  /** On an entry that says who may sign: verified by itself, whatever ratifies it. */
  readonly always: boolean
}

/** A signature as it stands in an entry. */
type FoundSignature = Pick<SignatureCheck, 'key' | 'hash' | 'signature'> & {
  readonly ratifies?: number
}
/** Takes a signature of the entry under way; false when it is known to be wrong. */
type Check = (signature: FoundSignature) => boolean

interface Person extends Signatory {
  key: string
  state: 'active' | 'suspended' | 'retired'
}

const key = z.string().regex(/^[0-9a-f]{64}$/)
const facts = { name: z.string().min(1), roles: z.array(z.enum(ROLES)).min(1), key }
const foundedDetails = z.object({
  profile: z.enum(PROFILES),
  policy: z.int().min(1).exactOptional(),
  people: z.array(z.strictObject({ id: z.string().regex(/^[0-9a-f]{16}$/), ...facts })).min(2),
})
const addedDetails = z.object(facts)
const keyDetails = z.object({ key })
/** Without a number it is of the first policy. */
const policy = z.int().min(1).exactOptional()
const profileDetails = z.object({ profile: z.enum(PROFILES), policy })
const sessionDetails = z.object({ session: z.string() })

const NEW_KEYS: ReadonlySet<string> = new Set([
  ...['people.founded', 'person.added', 'person.key-replaced'],
])
const signature = z.string().regex(/^[0-9a-f]{128}$/)
const newKeyDetails = z.object({
  agreed: z.object({ by: z.array(z.object({ key })) }),
  people: z.array(z.object({ key })).exactOptional(),
  key: key.exactOptional(),
  possession: signature.exactOptional(),
  byOld: signature.exactOptional(),
})

/** Entries that say who may sign, with which key, by which rules. */
const SAYS_WHO_SIGNS = /^(people|person|policy)\./

const LATER_STATES: { readonly [action: string]: Person['state'] } = {
  'person.suspended': 'suspended',
  'person.reinstated': 'active',
  'person.retired': 'retired',
}

/** The policy of a number; null: this version does not have it. */
export type Policies = (number: number) => PolicyTable | null

export class PeopleInLog {
  readonly #people = new Map<string, Person>()
  readonly #requests = new Set<string>()
  readonly #keysEver = new Set<string>()
  readonly #present = new Set<string>()
  #session = ''
  #log = ''
  #authority: Authority | null = null
  readonly #heads = new HeadsSoFar()
  /** The version of statements that people sign: a log never goes back to an earlier one. */
  #statements = 1
  readonly #policyNumbered: Policies

  /** @param policies which there are, by their numbers */
  constructor(policies: Policies = policyNumbered) {
    this.#policyNumbered = policies
  }

  /**
   * Takes the next entry of a chain, whose hash is right.
   *
   * @param check takes each signature that has to be right; false when it is known to be wrong
   * @returns what is wrong with it; null when nothing is
   */
  follow(entry: AuditEntry, check: (signature: SignatureCheck) => boolean): AuditProblem | null {
    const problem = this.#follow(entry, found =>
      check({
        ...{ sequence: entry.sequence, ratifies: 0, always: SAYS_WHO_SIGNS.test(entry.action) },
        ...found,
      }),
    )
    this.#heads.add(entry)
    return problem
  }

  #follow(entry: AuditEntry, check: Check): AuditProblem | null {
    if (entry.sequence === 1) this.#log = entry.subject.replace(/^log:/, '')
    const problem = this.#found(entry) ?? this.#signatureProblem(entry, check)
    if (problem !== null || this.#authority === null) return problem
    return (
      this.#consentProblem(entry, this.#authority, check) ??
      this.#possessionProblem(entry, this.#authority, check) ??
      this.#apply(entry)
    )
  }

  /** The first people; they sign the entry that names them. */
  #found({ action, details }: AuditEntry): AuditProblem | null {
    if (action !== 'people.founded') return null
    if (this.#authority !== null) return 'founds-again'
    const { success, data } = foundedDetails.safeParse(details)
    if (!success) return 'people-unclear'
    for (const person of data.people) {
      const problem = this.#add(person)
      if (problem !== null) return problem
    }
    return this.#setAuthority(data)
  }

  #signatureProblem(entry: AuditEntry, check: Check): AuditProblem | null {
    const { actor, action, signer, signature, hash } = entry
    if (signer === undefined || signature === undefined) {
      const bare = this.#authority === null || mayBeUnsigned(actor, action)
      return bare ? null : 'unsigned'
    }
    const person = this.#inForce(signer)
    if (person === null) return 'key-not-in-force'
    if (person.name !== actor) return 'key-of-another'
    return check({ key: signer, hash, signature }) ? null : 'signature-wrong'
  }

  #consentProblem(entry: AuditEntry, authority: Authority, check: Check): AuditProblem | null {
    const { policy } = authority
    const action = actionOfEntry(entry.action, policy)
    if (action === null) return null
    const { success, data } = agreementSchema.safeParse(entry.details.agreed)
    if (!success) return 'no-agreement'
    const { statement, by } = data
    const isAbout =
      statement.action === action &&
      statement.log === this.#log &&
      [...bindsOf(action, policy), ...bindsAlways(entry)].every(name =>
        Object.hasOwn(statement.terms, name),
      ) &&
      agrees(statement.terms, { ...entry.details, subject: entry.subject })
    if (!isAbout) return 'agreed-otherwise'
    if (statementVersion(statement) < this.#statements) return 'agreement-old-format'
    this.#statements = statementVersion(statement)
    const bound = this.#boundBy(statement)
    if (typeof bound === 'string') return bound
    if (!isTimely(statement, entry.time, isLong(action, policy))) return 'agreement-expired'
    if (this.#requests.has(statement.request)) return 'agreement-used'
    this.#requests.add(statement.request)
    const signers: Person[] = []
    const hash = statementHash(statement)
    for (const consent of by) {
      const person = this.#inForce(consent.key)
      if (person === null) return 'agreement-key-not-in-force'
      if (!check({ hash, ...consent, ratifies: bound })) return 'agreement-signature-wrong'
      signers.push(person)
    }
    if (!by.some(consent => consent.key === entry.signer)) return 'actor-did-not-agree'
    const present = [...this.#present].flatMap(id => this.#people.get(id) ?? [])
    return missingSigners(action, authority, signers, present).length === 0
      ? null
      : 'agreement-short'
  }

  /** The number of the entry that a statement binds the log up to, 0 where it binds none; or what is wrong. */
  #boundBy(statement: Statement): number | AuditProblem {
    if (statement.format !== 'keyclave statement 3') return 0
    const place = this.#heads.placeOf(statement.head)
    if (place === null) return 'agreement-head-unknown'
    const isSame = this.#heads.signaturesUpTo(place) === statement.signatures
    return isSame ? place : 'agreement-signatures-other'
  }

  /**
   * Whether each new key has signed that it is theirs: the first people do by what they agree to. A key of
   * the first policy need not; what is there must be right.
   */
  #possessionProblem(
    { action, subject, details }: AuditEntry,
    { policy }: Authority,
    check: Check,
  ): AuditProblem | null {
    if (!NEW_KEYS.has(action)) return null
    const { success, data } = newKeyDetails.safeParse(details)
    if (!success) return 'key-not-proved'
    if (data.people !== undefined) {
      const agreed = new Set(data.agreed.by.map(({ key }) => key))
      const all = data.people.every(({ key }) => agreed.has(key))
      return all || policy.number === FIRST_POLICY ? null : 'key-not-proved'
    }
    const person = subject.replace(/^person:/, '')
    const { key = '', possession, byOld } = data
    if (possession === undefined && policy.number > FIRST_POLICY) return 'key-not-proved'
    const hash = possessionHash({ log: this.#log, person, key })
    const old = this.#people.get(person)?.key ?? ''
    const signatures = [
      ...(possession === undefined ? [] : [{ key, signature: possession }]),
      ...(byOld === undefined ? [] : [{ key: old, signature: byOld }]),
    ]
    const sound = signatures.every(one => one.key !== '' && check({ hash, ...one }))
    return sound ? null : 'key-not-proved'
  }

  /** What the entry changes about people. */
  #apply({ action, subject, details, signer }: AuditEntry): AuditProblem | null {
    const id = subject.replace(/^person:/, '')
    const person = this.#people.get(id)
    switch (action) {
      case 'person.added': {
        const { success, data } = addedDetails.safeParse(details)
        return success ? this.#add({ id, ...data }) : 'people-unclear'
      }
      case 'person.suspended':
      case 'person.reinstated':
      case 'person.retired':
        if (!person || person.state === 'retired') return 'nobody-in-force'
        person.state = LATER_STATES[action] ?? person.state
        this.#present.delete(id)
        return null
      case 'person.key-replaced': {
        const { success, data } = keyDetails.safeParse(details)
        if (!success || !person) return 'key-unclear'
        if (this.#keysEver.has(data.key)) return 'key-used-before'
        this.#keysEver.add(data.key)
        person.key = data.key
        return null
      }
      case 'policy.changed': {
        const { success, data } = profileDetails.safeParse(details)
        return success ? this.#setAuthority(data) : 'profile-unclear'
      }
      case 'attendance.signed-in': {
        const { success, data } = sessionDetails.safeParse(details)
        if (!success || !person || person.key !== signer) return 'attendance-of-another'
        if (data.session !== this.#session) this.#present.clear()
        this.#session = data.session
        this.#present.add(id)
        return null
      }
      case 'attendance.signed-out':
        this.#present.delete(id)
        return null
      default:
        return null
    }
  }

  /** From here on people sign by these rules; a log never goes back to an earlier policy. */
  #setAuthority({
    profile,
    policy: number = FIRST_POLICY,
  }: z.output<typeof profileDetails>): AuditProblem | null {
    const policy = this.#policyNumbered(number)
    if (policy === null) return 'policy-unknown'
    if (number < (this.#authority?.policy.number ?? number)) return 'policy-older'
    this.#authority = { profile, policy }
    if (number > FIRST_POLICY) this.#statements = Math.max(this.#statements, 2)
    return null
  }

  #add(person: Omit<Person, 'state'>): AuditProblem | null {
    if (this.#people.has(person.id)) return 'person-there-already'
    if ([...this.#people.values()].some(({ name }) => name === person.name)) {
      return 'name-taken'
    }
    if (this.#keysEver.has(person.key)) return 'key-used-before'
    this.#keysEver.add(person.key)
    this.#people.set(person.id, { ...person, state: 'active' })
    return null
  }

  #inForce(signer: string): Person | null {
    for (const person of this.#people.values()) {
      if (person.key === signer) return person.state === 'active' ? person : null
    }
    return null
  }
}

/** Where an entry says by which policy people sign from then on, they have agreed to that. */
const bindsAlways = ({ details }: AuditEntry): readonly string[] =>
  Object.hasOwn(details, 'policy') ? ['policy'] : []

/** Whether an entry says what was agreed to, member by member. */
export const agrees = (terms: object, details: { readonly [name: string]: unknown }): boolean =>
  Object.entries(terms).every(
    ([name, value]) =>
      canonicalJson(value) === canonicalJson(Object.hasOwn(details, name) ? details[name] : null),
  )
