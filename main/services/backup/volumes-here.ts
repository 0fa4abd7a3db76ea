import path from 'node:path'
import { withoutVolume } from '../../../shared/backup-files.ts'
import type { DigestTree } from '../../core/backup/index.ts'
import { type PlacedBackup, placeOf, type Volume, volumeNamed } from '../files/index.ts'
import type { VaultReference } from '../vaults/index.ts'
import { treeBeside } from './check-file.ts'

/** Which volumes of a backup there are, and which are still wanted. */
export interface VolumesHere {
  /** Without the number of a volume, in the folder where they lie. */
  readonly file: string
  /** By their names, the first volume first. */
  readonly here: readonly { readonly name: string; readonly size: number }[]
  /** Names; the first is wanted next. */
  readonly missing: readonly string[]
  /** The volume that may follow, where nothing says how many there are; null: what is missing stands above. */
  readonly mayFollow: string | null
  /** What the vault's catalogue knows of a backup of this name; null: nothing, or of several. */
  readonly known: KnownBackup | null
}

export interface KnownBackup {
  readonly created: string
  readonly setId: string
  readonly size: number
}

/**
 * Bytes of every volume but the last, as far as those that are here tell.
 *
 * @param volumes in order
 * @param total   bytes of the whole backup; null: nobody knows
 * @returns null: they do not tell
 */
export function regularSize(volumes: readonly Volume[], total: number | null): number | null {
  const [first, second] = volumes
  if (first === undefined) return null
  if (second !== undefined || first.number === 1) return first.size
  if (total === null) return null
  const { number, size } = first
  const asLast = (total - size) / (number - 1)
  const isMiddle = number * size < total
  const isLast = Number.isInteger(asLast) && asLast >= size
  if (isMiddle === isLast) return null
  return isMiddle ? size : asLast
}

/** What the catalogue of a vault knows of the one backup of this name. @throws VAULT_* */
export async function knownBackup(
  file: string,
  vault: VaultReference | null,
): Promise<KnownBackup | null> {
  const all = (await vault?.use('read', ({ backups }) => backups.list())) ?? []
  const [named, another] = all.filter(({ fileName }) => fileName === path.basename(file))
  if (named === undefined || another !== undefined) return null
  const { created, setId, size } = named
  return { created, setId, size }
}

/**
 * Looks at the volumes that lie beside one.
 *
 * @param file one of them, here or not
 * @returns null: there are none
 * @throws FILE_*, VAULT_*
 */
export async function volumesHere(
  file: string,
  vault: VaultReference | null,
): Promise<VolumesHere | null> {
  const place = await placeOf(volumeNamed(withoutVolume(file), 1))
  if (place.volumes.length === 0) return null
  const known = await knownBackup(place.file, vault)
  return whatIsMissing(place, await treeBeside(place), known)
}

function whatIsMissing(
  { file, volumes }: PlacedBackup,
  tree: DigestTree | null,
  known: KnownBackup | null,
): VolumesHere {
  const total = tree?.size ?? known?.size ?? null
  const regular = regularSize(volumes, total)
  const highest = volumes.at(-1)
  const last = highest?.number ?? 0
  const count = total === null || regular === null ? null : Math.ceil(total / regular)
  const isShort = regular !== null && (highest?.size ?? 0) < regular
  const there = new Set(volumes.map(({ number }) => number))
  const missing: string[] = []
  for (let number = 1; number <= Math.max(count ?? 0, last); number += 1) {
    if (!there.has(number)) missing.push(path.basename(volumeNamed(file, number)))
  }
  const open = count === null && !isShort
  return {
    file,
    here: volumes.map(volume => ({ name: path.basename(volume.file), size: volume.size })),
    missing,
    mayFollow: open ? path.basename(volumeNamed(file, last + 1)) : null,
    known,
  }
}
