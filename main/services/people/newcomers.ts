import type { Buffer } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'
import type { Profile, Role } from '../../../shared/roles.ts'
import { type RandomSource, wipe } from '../../core/bytes/index.ts'
import { possessionHash } from '../../core/log/index.ts'
import {
  judgeSignInSecrets,
  newSignInKey,
  rolesProblem,
  secretKind,
} from '../../core/people/index.ts'
import { findRepeatedName, nameProblem } from '../../core/text/index.ts'
import type { NewPerson, NewSignInKey, Vault } from '../../vault/index.ts'
import type { SecretSource } from '../quorum/index.ts'
import { openKey, type Uptime } from './sign-in.ts'

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
 * @throws PEOPLE_NONE; as requireNewName, requireIntroduced; PIN_*, PASSPHRASE_*
 */
export async function introduceTo(
  vault: Vault,
  { secret, ...who }: Newcomer,
  tools: KeyTools,
): Promise<NewPerson> {
  const profile = requirePeople(vault)
  requireNewName(vault, who.name)
  requireIntroduced(who, profile)
  return withSecret(secret, async typed => {
    await judgeSignInSecrets([{ owner: who.name, utf8: typed }], profile)
    return introduce(vault, who, typed, tools)
  })
}

/** @throws PERSON_NAME, PERSON_ROLES */
export function requireIntroduced({ name, roles }: Introduced, profile: Profile): void {
  const problem = nameProblem(name) ?? (name === 'keyclave' ? 'of-program' : null)
  if (problem !== null) throw refuse('PERSON_NAME', { name, problem })
  requireRoles({ name, roles }, profile)
}

/**
 * Makes the record and the key of somebody new, who was judged with their PIN or passphrase; nothing is
 * written.
 *
 * @param secret UTF-8; the caller still owns it
 */
export async function introduce(
  vault: Vault,
  { name, contact, roles }: Introduced,
  secret: Buffer,
  tools: KeyTools,
): Promise<NewPerson> {
  const id = tools.random(8).toString('hex')
  return { id, name, contact, roles, key: await sealNewKey(vault, id, secret, tools) }
}

export interface KeyTools {
  readonly random: RandomSource
}

/**
 * @param secret UTF-8; the caller still owns it
 * @throws PIN_STRICT, PIN_SHORT, PIN_TRIVIAL, PASSPHRASE_*, each naming the person
 */
export async function makeKey(
  vault: Vault,
  { id, name }: Pick<NewPerson, 'id' | 'name'>,
  secret: Buffer,
  tools: KeyTools,
): Promise<NewSignInKey> {
  await judgeSignInSecrets([{ owner: name, utf8: secret }], requirePeople(vault))
  return await sealNewKey(vault, id, secret, tools)
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
  uptime: Uptime,
): Promise<NewSignInKey> {
  const signer = await openKey(vault, id, old, uptime)
  try {
    const hash = possessionHash({ log: vault.audit.id(), person: id, key: key.publicKey })
    return { ...key, byOld: signer.sign(hash) }
  } finally {
    signer.close()
  }
}

/** The person proves that they hold the key by signing it. */
async function sealNewKey(
  vault: Vault,
  id: string,
  secret: Buffer,
  { random }: KeyTools,
): Promise<NewSignInKey> {
  const log = vault.audit.id()
  const key = await newSignInKey(id, secret, random, publicKey =>
    possessionHash({ log, person: id, key: publicKey }),
  )
  return { ...key, kind: secretKind(secret) }
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
