import { Buffer } from 'node:buffer'
import type { Role } from '../../../shared/roles.ts'
import { type KitAuthority, parseKit, revisionsOf } from '../../core/kit/index.ts'
import type { Authority } from '../../core/people/index.ts'
import type { Vault } from '../../vault/index.ts'

/** Everybody in force in a vault, as a kit names them. */
export function kitAuthorityOf(
  { people, audit }: Vault,
  { profile, policy }: Authority,
): KitAuthority {
  const active = people.list().filter(({ state }) => state === 'active')
  return {
    ...{ log: audit.id(), profile, policy: policy.number },
    people: active.map(({ id, name, roles, publicKey }) => ({ id, name, roles, key: publicKey })),
  }
}

/** How a kit's people differ from those of the vault, by name. */
export interface KitPeopleDifference {
  /** May change the kit, and may sign no more in the vault: they left, or have another key or role. */
  readonly gone: readonly string[]
  /** May sign in the vault, and not for the kit. */
  readonly missing: readonly string[]
}

/** Who signs for any change of a kit. */
const SIGNING: readonly Role[] = ['administrator', 'witness']

/**
 * How those who may change the kit of a quorum differ from those who may sign today. Null: they do not, or the
 * kit names nobody and never will.
 */
export function kitPeopleDifference(vault: Vault, setId: string): KitPeopleDifference | null {
  const authority = vault.people.authority()
  const stored = vault.kits.kitOf(setId)
  if (authority === null || stored === null) return null
  const kit = parseKit(Buffer.from(stored.bytes))
  const named = kit.format === 'keyclave kit 2' ? revisionsOf(kit).authority : null
  if (named === null) return null
  const today = kitAuthorityOf(vault, authority)
  const [before, now] = [places(named), places(today)]
  const gone = namesOf(named, place => !now.has(place))
  const missing = namesOf(today, place => !before.has(place))
  const isSame = named.profile === today.profile && named.policy === today.policy
  return isSame && gone.length === 0 && missing.length === 0 ? null : { gone, missing }
}

const placesOf = ({ key, roles }: KitAuthority['people'][number]): readonly string[] =>
  roles.filter(role => SIGNING.includes(role)).map(role => `${role} ${key}`)

const places = ({ people }: KitAuthority): ReadonlySet<string> => new Set(people.flatMap(placesOf))

const namesOf = (
  { people }: KitAuthority,
  isNoted: (place: string) => boolean,
): readonly string[] =>
  people.filter(person => placesOf(person).some(isNoted)).map(({ name }) => name)
