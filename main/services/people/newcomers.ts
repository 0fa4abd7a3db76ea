import type { Buffer } from 'node:buffer'
import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import type { Profile, Role } from '../../../shared/roles.ts'
import { type RandomSource, wipe } from '../../core/bytes/index.ts'
import { possessionHash } from '../../core/log/index.ts'
import {
  judgeSignInSecret,
  newSignInKey,
  rolesProblem,
  secretKind,
} from '../../core/people/index.ts'
import { findRepeatedName, nameProblem } from '../../core/text/index.ts'
import type { NewPerson, NewSignInKey, Vault } from '../../vault/index.ts'
import type { SecretSource } from '../quorum/index.ts'
import { logIdOf } from './approvals.ts'
import { openKey } from './sign-in.ts'

/** Somebody as they introduce themselves. */
export interface Introduced {
  readonly name: string
  readonly contact: string
  readonly roles: readonly Role[]
}

/** Somebody who brings the PIN or passphrase of their key. */
export interface Newcomer extends Introduced {
  readonly secret: SecretSource
}

/** The profile of a vault that has people. @throws PEOPLE_NONE */
export function requirePeople({ people }: Vault): Profile {
  const profile = people.profile()
  if (profile === null) throw refuse('PEOPLE_NONE', {})
  return profile
}

/** @throws PERSON_ROLES when one person may not have these together */
export function requireRoles(
  { name, roles }: Pick<Introduced, 'name' | 'roles'>,
  profile: Profile,
): void {
  const problem = rolesProblem(roles, profile)
  if (problem !== null) throw refuse('PERSON_ROLES', { name, problem })
}

/** @throws PERSON_NAME when somebody has the name, or had it */
export function requireNewName(vault: Vault, name: string): void {
  const names = vault.people.list().map(person => person.name)
  if (findRepeatedName([...names, name]) === -1) return
  throw refuse('PERSON_NAME', { name, problem: 'of-somebody' })
}

/**
 * Makes the record and the key of somebody new for a vault; nothing is written.
 *
 * @throws PEOPLE_NONE; as introduce, requireNewName
 */
export async function introduceTo(
  vault: Vault,
  { secret, ...who }: Newcomer,
  tools: KeyTools,
): Promise<NewPerson> {
  const profile = requirePeople(vault)
  requireNewName(vault, who.name)
  return withSecret(secret, typed => introduce(vault, who, typed, profile, tools))
}

/**
 * Makes the record and the key of somebody new; nothing is written.
 *
 * @param secret UTF-8; the caller still owns it
 * @throws PERSON_NAME, PERSON_ROLES, PIN_SHORT, PIN_TRIVIAL, PASSPHRASE_*
 */
export async function introduce(
  vault: Vault,
  { name, contact, roles }: Introduced,
  secret: Buffer,
  profile: Profile,
  tools: KeyTools,
): Promise<NewPerson> {
  const problem = nameProblem(name) ?? (name === 'keyclave' ? 'of-program' : null)
  if (problem !== null) throw refuse('PERSON_NAME', { name, problem })
  requireRoles({ name, roles }, profile)
  const id = tools.random(8).toString('hex')
  return { id, name, contact, roles, key: await makeKey(vault, { id, name }, secret, tools) }
}

export interface KeyTools {
  readonly random: RandomSource
}

/**
 * @param secret UTF-8; the caller still owns it
 * @throws PIN_SHORT, PIN_TRIVIAL, PASSPHRASE_*, each naming the person
 */
export async function makeKey(
  vault: Vault,
  { id, name }: Pick<NewPerson, 'id' | 'name'>,
  secret: Buffer,
  { random }: KeyTools,
): Promise<NewSignInKey> {
  await judgeSecretOf(name, secret)
  const log = logIdOf(vault)
  const key = await newSignInKey(id, secret, random, publicKey =>
    possessionHash({ log, person: id, key: publicKey }),
  )
  return { ...key, kind: secretKind(secret) }
}

/**
 * A new key of somebody whose old one is at hand: the old one signs it, too.
 *
 * @param old the PIN or passphrase of the old key, UTF-8; the caller still owns it
 * @throws PIN_WRONG, PIN_WAIT, PIN_LOCKED, PERSON_STATE
 */
export async function signedByOld(
  vault: Vault,
  key: NewSignInKey,
  { id }: Pick<NewPerson, 'id'>,
  old: Buffer,
  now: () => Date,
): Promise<NewSignInKey> {
  const signer = await openKey(vault, id, old, now)
  try {
    const hash = possessionHash({ log: logIdOf(vault), person: id, key: key.publicKey })
    return { ...key, byOld: signer.sign(hash) }
  } finally {
    signer.close()
  }
}

/** Several people choose theirs at once: a refusal says whose it is about. */
export async function judgeSecretOf(name: string, secret: Buffer): Promise<void> {
  try {
    await judgeSignInSecret(secret)
  } catch (error) {
    throw error instanceof KeyclaveError ? error.about(name) : error
  }
}

/** Does something with a secret, and wipes it. */
export async function withSecret<Result>(
  source: SecretSource,
  use: (secret: Buffer) => Promise<Result>,
): Promise<Result> {
  const secret = await source()
  try {
    return await use(secret)
  } finally {
    wipe(secret)
  }
}
