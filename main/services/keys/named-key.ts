import { refuse } from '../../../shared/errors.ts'
import type { SealedKey, Vault } from '../../vault/index.ts'
import { stateToday } from './life-of-key.ts'

/** Every version of every key that is sealed to a quorum in force; the oldest first. */
export const keysInForce = ({ quorums, keys }: Vault): readonly SealedKey[] =>
  quorums
    .list()
    .filter(({ state }) => state === 'in-force')
    .flatMap(({ setId }) => keys.of(setId))

/**
 * The version of a key that somebody names, by its label or its id: `video-root` is the newest that is active
 * today or, where none is, the newest; `video-root@2` is that one.
 *
 * @throws KEY_UNKNOWN_HERE; KEY_LABEL_SHARED when keys of several quorums have the label
 */
export function keyNamed(vault: Vault, wanted: string, now: Date): SealedKey {
  const versions = versionsNamed(vault, wanted)
  return versions.findLast(key => stateToday(key, now) === 'active') ?? newestOf(versions)
}

/** Every version that a name means, at least one: of `video-root@2` that one. @throws as `keyNamed` */
export const versionsNamed = (vault: Vault, wanted: string): readonly [SealedKey, ...SealedKey[]] =>
  versionsAmong(keysInForce(vault), vault, wanted)

/**
 * The same, of every quorum there was: versions that a re-issue left out, too. A name means what quorums in force
 * call so or, where they have nothing of that name, what earlier ones did.
 *
 * @throws as `keyNamed`
 */
export function versionsKnown(vault: Vault, wanted: string): readonly [SealedKey, ...SealedKey[]] {
  const everywhere = keysEverywhere(vault)
  const today = found(keysInForce(vault), wanted)
  const ids = today?.map(({ id }) => id)
  return versionsAmong(
    ids === undefined ? everywhere : everywhere.filter(({ id }) => ids.includes(id)),
    vault,
    wanted,
  )
}

/** The version that a name means among those. @throws as `keyNamed` */
export function keyKnown(vault: Vault, wanted: string, now: Date): SealedKey {
  const versions = versionsKnown(vault, wanted)
  return versions.findLast(key => stateToday(key, now) === 'active') ?? newestOf(versions)
}

/**
 * Every version of every key, once: those of replaced quorums, too, which a re-issue may have left out. Where
 * several quorums have it, as the newest of them does.
 */
export function keysEverywhere({ quorums, keys }: Vault): readonly SealedKey[] {
  const found = new Map<string, SealedKey>()
  for (const { setId } of quorums.list()) {
    for (const key of keys.of(setId)) found.set(`${key.id}/${key.version}`, key)
  }
  return [...found.values()].sort((one, other) => one.version - other.version)
}

/** Whether a version is one that a re-issue left out: no quorum in force has it. */
export function isLeftOutIn(vault: Vault): (key: Pick<SealedKey, 'id' | 'version'>) => boolean {
  const inForce = new Set(keysInForce(vault).map(({ id, version }) => `${id}/${version}`))
  return ({ id, version }) => !inForce.has(`${id}/${version}`)
}

export const keysLeftOut = (vault: Vault): readonly SealedKey[] =>
  keysEverywhere(vault).filter(isLeftOutIn(vault))

/** Every version of these that a name means, at least one. @throws as `keyNamed` */
export function versionsAmong(
  all: readonly SealedKey[],
  vault: Vault,
  wanted: string,
): readonly [SealedKey, ...SealedKey[]] {
  const versions = found(all, wanted)
  if (versions === null) throw refuse('KEY_UNKNOWN_HERE', { vault: vault.path, key: wanted })
  const ids = new Set(versions.map(({ id }) => id))
  if (ids.size > 1) throw refuse('KEY_LABEL_SHARED', { label: wanted, ids: [...ids] })
  return versions
}

/**
 * Null: nothing is called so. Where a label reads as the version of another key, as labels of before may, it means
 * both, and is refused.
 */
function found(
  all: readonly SealedKey[],
  wanted: string,
): readonly [SealedKey, ...SealedKey[]] | null {
  const [first, ...others] = [...(versionOf(all, wanted) ?? []), ...(named(all, wanted) ?? [])]
  return first === undefined ? null : [first, ...others]
}

export const newestOf = (versions: readonly [SealedKey, ...SealedKey[]]): SealedKey =>
  versions.at(-1) ?? versions[0]

/** By its id or, failing that, its label; null: nothing is called so. */
function named(
  all: readonly SealedKey[],
  idOrLabel: string,
): readonly [SealedKey, ...SealedKey[]] | null {
  const byId = all.filter(({ id }) => id === idOrLabel)
  const [first, ...others] = byId.length > 0 ? byId : all.filter(({ label }) => label === idOrLabel)
  return first === undefined ? null : [first, ...others]
}

/** `9f86d081884c7d65@2`, `video-root@2`. */
function versionOf(
  all: readonly SealedKey[],
  wanted: string,
): readonly [SealedKey, ...SealedKey[]] | null {
  const [, name = '', version = ''] = /^(.+)@([1-9]\d{0,8})$/s.exec(wanted) ?? []
  const ofVersion = all.filter(key => key.version === Number(version))
  return named(ofVersion, name)
}
