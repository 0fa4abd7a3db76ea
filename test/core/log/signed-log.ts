import { createHash } from 'node:crypto'
import type { AuditDetails } from '../../../main/core/log/details.ts'
import { type AuditEntry, firstEntry, headOf, nextEntry } from '../../../main/core/log/entry.ts'
import { NO_SIGNATURES, signaturesAfter } from '../../../main/core/log/heads.ts'
import { possessionHash } from '../../../main/core/log/possession.ts'
import { type Agreement, type Statement, statementHash } from '../../../main/core/log/statement.ts'
import { type Signer, signerOf } from '../../../main/core/people/signature.ts'
import { canonicalJson } from '../../../main/core/text/canonical-json.ts'
import type { Action } from '../../../shared/deeds.ts'
import type { Role } from '../../../shared/roles.ts'

/** Logs with people, made without a vault, for those who would forge them. */

const LOG = '00112233445566778899aabbccddeeff'
const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 21) + 1000 * seconds)

export interface Person {
  readonly id: string
  readonly name: string
  readonly roles: readonly Role[]
  readonly signer: Signer
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

export const person = (name: string, ...roles: Role[]): Person => ({
  id: digest(name).toString('hex').slice(0, 16),
  name,
  roles,
  signer: signerOf(digest(`key of ${name}`)),
})

const factsOf = ({ id, name, roles, signer }: Person) => ({
  id,
  name,
  roles,
  key: signer.publicKey,
})

/** What a statement binds of a log. */
export const seenIn = (entries: readonly AuditEntry[]) => ({
  head: entries.at(-1)?.hash ?? '',
  signatures: entries.reduce(
    (sum, { signature }) => signaturesAfter(sum, signature),
    NO_SIGNATURES,
  ),
})

/** A log that grows by what honest people do. */
export class SignedLog {
  readonly entries: AuditEntry[] = [firstEntry(LOG, at(0))]
  /** Of the statements that people sign. */
  version: 1 | 2 | 3 = 1
  /** How many of the newest entries those who sign have not seen. */
  behind = 0
  /** Seconds by which what they sign is dated otherwise than it is done. */
  late = 0
  #requests = 0

  agree(action: Action, terms: AuditDetails, ...people: readonly Person[]): Agreement {
    this.#requests += 1
    const statement: Statement = {
      ...this.#format(),
      log: LOG,
      request: digest(`request ${this.#requests}`).toString('hex').slice(0, 16),
      asked: at(this.entries.length + this.late).toISOString(),
      ...{ action, terms },
    }
    const hash = statementHash(statement)
    const by = people.map(({ signer }) => ({ key: signer.publicKey, signature: signer.sign(hash) }))
    return { statement, by }
  }

  /** The format, and what it binds of the log. */
  #format() {
    const { version } = this
    if (version !== 3) return { format: `keyclave statement ${version}` } as const
    const seen = this.entries.slice(0, this.entries.length - this.behind)
    return { format: 'keyclave statement 3', ...seenIn(seen) } as const
  }

  /** What a new key signs of itself. */
  possession(person: string, signer: Signer): { readonly possession: string } {
    const hash = possessionHash({ log: LOG, person, key: signer.publicKey })
    return { possession: signer.sign(hash) }
  }

  note(
    actor: Person | string,
    action: string,
    subject: string,
    details: AuditDetails,
    agreed?: Agreement,
  ): void {
    const last = this.entries.at(-1)
    if (last === undefined) throw new Error('a log has a first entry')
    const who =
      typeof actor === 'string'
        ? actor
        : { name: actor.name, signer: actor.signer, ...(agreed && { agreed }) }
    this.entries.push(
      nextEntry(headOf(last), { actor: who, action, subject, details }, at(last.sequence)),
    )
  }

  found(...people: readonly Person[]): void {
    this.foundBy({}, ...people)
  }

  /** @param policy its number, or nothing, as 0.1.0 founded */
  foundBy(policy: { readonly policy?: number }, ...people: readonly Person[]): void {
    const [lead] = people
    if (lead === undefined) throw new Error('nobody')
    if (policy.policy !== undefined) this.version = 2
    const terms = { profile: 'strict', waivers: [], people: people.map(factsOf), ...policy }
    const agreed = this.agree('people.found', terms, ...people)
    this.note(lead, 'people.founded', 'policy:people', terms, agreed)
  }

  add(newcomer: Person, ...by: readonly [Person, ...Person[]]): void {
    const { id: _, ...facts } = factsOf(newcomer)
    const subject = `person:${newcomer.id}`
    const agreed = this.agree('person.add', { subject, ...facts }, ...by)
    const proof = this.version === 1 ? {} : this.possession(newcomer.id, newcomer.signer)
    this.note(by[0], 'person.added', subject, { ...facts, ...proof }, agreed)
  }

  change(
    verb: 'suspend' | 'reinstate' | 'retire',
    whom: Person,
    ...by: readonly [Person, ...Person[]]
  ): void {
    const subject = `person:${whom.id}`
    const agreed = this.agree(`person.${verb}`, { subject, reason: 'other' }, ...by)
    const entry = { suspend: 'suspended', reinstate: 'reinstated', retire: 'retired' }[verb]
    this.note(by[0], `person.${entry}`, subject, { reason: 'other' }, agreed)
  }

  /** @param recorded what the entry says, where that is not what they agreed to */
  changePolicy(
    terms: AuditDetails,
    recorded: AuditDetails,
    ...by: readonly [Person, ...Person[]]
  ): void {
    const subject = 'policy:people'
    const agreed = this.agree('policy.change', { subject, ...terms }, ...by)
    this.note(by[0], 'policy.changed', subject, { ...terms, ...recorded }, agreed)
  }

  rekey(whom: Person, key: Signer, ...by: readonly [Person, ...Person[]]): Person {
    const subject = `person:${whom.id}`
    const agreed = this.agree('person.replace-key', { subject, key: key.publicKey }, ...by)
    const proof = this.version === 1 ? {} : this.possession(whom.id, key)
    const details = { key: key.publicKey, ...proof }
    this.note(by[0], 'person.key-replaced', subject, details, agreed)
    return { ...whom, signer: key }
  }
}

/** An entry with its hash made right again; its signature is left as it is. */
function rehashed(entry: AuditEntry): AuditEntry {
  const { hash: _, signature, ...rest } = entry
  const hash = createHash('sha256')
    .update('keyclave/v1 audit entry')
    .update(canonicalJson(rest))
    .digest('hex')
  return { ...rest, hash, ...(signature !== undefined && { signature }) }
}

/**
 * What a forger does after changing entries: gives every entry from `from` (0-based) on its number, the
 * hash before it, its own hash, and a new signature where `sign` has a key for it.
 */
export function rechained(
  entries: readonly AuditEntry[],
  from: number,
  sign: (entry: AuditEntry) => Signer | null = () => null,
): AuditEntry[] {
  const forged = entries.slice(0, from)
  for (const entry of entries.slice(from)) {
    const previous = forged.at(-1)?.hash ?? '0'.repeat(64)
    const signer = sign(entry)
    const named = { ...entry, sequence: forged.length + 1, previous }
    const bare = rehashed(signer ? { ...named, signer: signer.publicKey } : named)
    forged.push(signer ? { ...bare, signature: signer.sign(bare.hash) } : bare)
  }
  return forged
}
