import { Buffer } from 'node:buffer'
import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import {
  type Action,
  type PersonReason,
  type Profile,
  ROLE_NAMES,
  type Role,
} from '../../../shared/roles.ts'
import { equalSecrets } from '../../core/bytes/index.ts'
import { statementHash } from '../../core/log/index.ts'
import {
  judgeSignInSecret,
  missingSigners,
  newSignInKey,
  openSignInKey,
  resealSignInKey,
  rolesProblem,
  type Signer,
  secretKind,
  waiversOf,
} from '../../core/people/index.ts'
import { findRepeatedName, nameProblem } from '../../core/text/index.ts'
import {
  foundingTerms,
  MOST_FAILURES,
  type NewPerson,
  type NewSignInKey,
  personTerms,
  type Vault,
  type VaultPerson,
} from '../../vault/index.ts'
import { type ApprovalTools, newStatement } from './approvals.ts'
import type { Authorization, Deed } from './authorize.ts'
import { requireTry } from './sign-in.ts'

/** The verbs about people. Whoever calls one has the leave of `authorize` for its deed. */

/** Somebody as they introduce themselves. */
export interface Newcomer {
  readonly name: string
  readonly contact: string
  readonly roles: readonly Role[]
  /** PIN or passphrase, UTF-8; the caller still owns it. */
  readonly secret: Buffer
}

const SUBJECT = 'policy:people'
/** Without one of each, nobody could ever be added again. */
const NEEDED: readonly Role[] = ['administrator', 'witness']

/**
 * Makes the record and the key of somebody new; nothing is written.
 *
 * @throws PERSON_NAME, PERSON_ROLES, PIN_SHORT, PIN_TRIVIAL, PASSPHRASE_*
 */
export async function introduce(
  newcomer: Newcomer,
  profile: Profile,
  { random }: Pick<ApprovalTools, 'random'>,
): Promise<NewPerson> {
  const { name, contact, roles, secret } = newcomer
  const problem = nameProblem(name) ?? (name === 'keyclave' ? 'is that of the program' : null)
  if (problem !== null) throw refuse('PERSON_NAME', { name, problem })
  const clash = rolesProblem(roles, profile)
  if (clash !== null) throw refuse('PERSON_ROLES', { name, problem: clash })
  const id = random(8).toString('hex')
  return { id, name, contact, roles, key: await makeKey({ id, name }, secret, { random }) }
}

/** @throws PIN_SHORT, PIN_TRIVIAL, PASSPHRASE_*, each naming the person */
export async function makeKey(
  { id, name }: { readonly id: string; readonly name: string },
  secret: Buffer,
  { random }: Pick<ApprovalTools, 'random'>,
): Promise<NewSignInKey> {
  await judgeSecretOf(name, secret)
  return { ...(await newSignInKey(id, secret, random)), kind: secretKind(secret) }
}

/** Several people choose theirs at once: a refusal says whose it is about. */
async function judgeSecretOf(name: string, secret: Buffer): Promise<void> {
  try {
    await judgeSignInSecret(secret)
  } catch (error) {
    throw error instanceof KeyclaveError ? error.about(name) : error
  }
}

/** @throws PERSON_NAME when somebody has the name, or had it */
export function requireNewName(vault: Vault, name: string): void {
  const names = vault.people.list().map(person => person.name)
  if (findRepeatedName([...names, name]) === -1) return
  throw refuse('PERSON_NAME', { name, problem: 'is that of somebody in the vault' })
}

/**
 * The first people of a vault. Each signs the entry that names them.
 *
 * @throws PEOPLE_EXIST, PEOPLE_FEW, PIN_SHARED; as introduce
 */
export async function foundPeople(
  vault: Vault,
  profile: Profile,
  newcomers: readonly Newcomer[],
  tools: ApprovalTools,
): Promise<void> {
  if (vault.people.profile() !== null) throw refuse('PEOPLE_EXIST', {})
  const twice = findRepeatedName(newcomers.map(newcomer => newcomer.name))
  const name = newcomers[twice]?.name
  if (name !== undefined) throw refuse('PERSON_NAME', { name, problem: 'is given twice' })
  requireDifferentSecrets(newcomers)
  const people: NewPerson[] = []
  for (const newcomer of newcomers) people.push(await introduce(newcomer, profile, tools))
  const missing = missingSigners('people.found', profile, people)
  if (missing.length > 0) throw refuse('PEOPLE_FEW', { missing })

  const signers: Signer[] = []
  try {
    for (const [i, { id, key }] of people.entries()) {
      const signer = await openSignInKey(id, key, newcomers[i]?.secret ?? Buffer.alloc(0))
      if (signer === null) throw new Error('a new key does not open')
      signers.push(signer)
    }
    const terms = foundingTerms(profile, people)
    const statement = newStatement(vault, { action: 'people.found', terms }, tools)
    const hash = statementHash(statement)
    const by = signers.map(it => ({ key: it.publicKey, signature: it.sign(hash) }))
    const leading = people.findIndex(person => person.roles.includes('administrator'))
    const [lead, signer] = [people[leading], signers[leading]]
    if (!lead || !signer) throw new Error('there is an administrator')
    vault.people.found({ name: lead.name, signer, agreed: { statement, by } }, profile, people)
  } finally {
    for (const signer of signers) signer.close()
  }
}

/** Who knows the PIN of another signs for both. @throws PIN_SHARED */
function requireDifferentSecrets(newcomers: readonly Newcomer[]): void {
  for (const [i, { name, secret }] of newcomers.entries()) {
    const other = newcomers.slice(0, i).find(earlier => equalSecrets(earlier.secret, secret))
    if (other !== undefined) throw refuse('PIN_SHARED', { names: [other.name, name] })
  }
}

export const addDeed = (person: NewPerson): Deed => ({
  action: 'person.add',
  terms: { subject: `person:${person.id}`, ...personTerms(person) },
})

export const replaceKeyDeed = (person: string, key: NewSignInKey): Deed => ({
  action: 'person.replace-key',
  terms: { subject: `person:${person}`, key: key.publicKey },
})

export type StateAction = Extract<Action, 'person.suspend' | 'person.reinstate' | 'person.retire'>

export const stateDeed = (action: StateAction, person: string, reason: PersonReason): Deed => ({
  action,
  terms: { subject: `person:${person}`, reason },
})

export const profileDeed = (profile: Profile): Deed => ({
  action: 'policy.change',
  terms: { subject: SUBJECT, profile, waivers: waiversOf(profile) },
})

const STATES = {
  'person.suspend': 'suspended',
  'person.reinstate': 'active',
  'person.retire': 'retired',
} as const

/** From which states each leads. */
const FROM: { readonly [action in StateAction]: readonly VaultPerson['state'][] } = {
  'person.suspend': ['active'],
  'person.reinstate': ['suspended'],
  'person.retire': ['active', 'suspended'],
}

/** @throws PERSON_UNKNOWN, PERSON_STATE, PERSON_LAST */
export function requireStateChange(vault: Vault, action: StateAction, id: string): VaultPerson {
  const person = vault.people.get(id)
  const { name, state } = person
  if (!FROM[action].includes(state)) throw refuse('PERSON_STATE', { name, state })
  if (action === 'person.reinstate') return person
  const others = vault.people.list().filter(other => other.id !== id && other.state === 'active')
  for (const role of NEEDED) {
    if (person.roles.includes(role) && !others.some(other => other.roles.includes(role))) {
      throw refuse('PERSON_LAST', { name, role: ROLE_NAMES[role] })
    }
  }
  return person
}

export function changeState(
  vault: Vault,
  leave: Authorization,
  { action, id, reason }: { action: StateAction; id: string; reason: PersonReason },
): void {
  requireStateChange(vault, action, id)
  vault.people.setState(signing(leave), id, STATES[action], reason)
}

/** @throws PERSON_ROLES when somebody has roles that the profile keeps apart */
export function changeProfile(vault: Vault, leave: Authorization, profile: Profile): void {
  requireProfile(vault, profile)
  vault.people.changeProfile(signing(leave), profile)
}

export function requireProfile(vault: Vault, profile: Profile): void {
  for (const { name, roles, state } of vault.people.list()) {
    const problem = state === 'retired' ? null : rolesProblem(roles, profile)
    if (problem !== null) throw refuse('PERSON_ROLES', { name, problem })
  }
}

/**
 * Seals a key under another PIN or passphrase.
 *
 * @param old   UTF-8; the caller still owns both
 * @throws PIN_WRONG, PIN_WAIT, PIN_LOCKED, PERSON_STATE; PIN_SHORT, PIN_TRIVIAL, PASSPHRASE_*
 */
export async function changeSecret(
  vault: Vault,
  id: string,
  old: Buffer,
  fresh: Buffer,
  { now, random }: ApprovalTools,
): Promise<void> {
  const person = vault.people.get(id)
  const { name, state } = person
  if (state !== 'active') throw refuse('PERSON_STATE', { name, state })
  requireTry(person, now())
  await judgeSecretOf(name, fresh)
  const sealed = await resealSignInKey(id, person, old, fresh, random)
  const signer = sealed && (await openSignInKey(id, sealed, fresh))
  if (signer === null) {
    throw refuse('PIN_WRONG', { name, left: MOST_FAILURES - vault.people.failed(id) })
  }
  try {
    vault.people.succeeded(id)
    const key = { ...sealed, kind: secretKind(fresh) }
    vault.people.reseal({ name, signer }, id, key as NewSignInKey)
  } finally {
    signer.close()
  }
}

/** What changes people is signed by somebody, always. */
export function signing({ actor }: Authorization) {
  if (typeof actor === 'string') throw refuse('PEOPLE_NONE', {})
  return actor
}
