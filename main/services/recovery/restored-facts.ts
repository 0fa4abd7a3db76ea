import type { Output } from '../../../shared/contract.ts'
import { leftOutOf, type ManifestEntries, type ManifestEntry } from '../../core/backup/index.ts'
import type { KnownMaker } from './backup-origin.ts'
import type { RestoredFiles } from './restore-backup.ts'
import type { OnDrive } from './restore-into.ts'
import type { SalvagedFiles } from './salvage-backup.ts'

/** More is nothing a person looks through. */
const MOST_ENTRIES = 1000

/** How what was restored differs from what was backed up, in numbers; its list has the names. */
const onDriveFacts = ({ tamed, differences, list, keepsModes, ...links }: OnDrive) => {
  const renamed = differences.filter(({ as }) => as !== null).length
  return {
    tamed,
    renamed,
    unfit: differences.length - renamed,
    list,
    keepsModes,
    outward: links.outward.slice(0, MOST_ENTRIES),
    outwardCount: links.outward.length,
    outwardMade: links.outwardMade,
  }
}

function firstOf(entries: ManifestEntries): readonly ManifestEntry[] {
  const first: ManifestEntry[] = []
  for (const entry of entries) {
    if (first.length === MOST_ENTRIES) break
    first.push(entry)
  }
  return first
}

/** What was restored, from the manifest it was checked against. */
export function restoredFacts(
  restored: RestoredFiles & { readonly knownMaker: KnownMaker | null },
  path: string,
): Output<'recovery.restore'> {
  const { files, bytes, sha256, knownMaker, manifest } = restored
  const { setId, generation, created, entries } = manifest
  return {
    ...{ files, bytes, path, sha256, knownMaker, setId, generation, created },
    ...onDriveFacts(restored),
    entries: firstOf(entries).map(entry => ({
      path: entry.path,
      kind: entry.type,
      size: entry.type === 'file' ? entry.size : null,
    })),
    leftOut: Math.max(0, entries.length - MOST_ENTRIES),
    agreed: leftOutOf(manifest).map(({ what, count }) => ({ what, count })),
  }
}

/** What came back of a damaged backup, and what did not. */
export const salvagedFacts = (
  { files, bytes, complete, manifest, lost, ...onDrive }: SalvagedFiles,
  path: string,
): Output<'recovery.salvage'> => ({
  ...onDriveFacts(onDrive),
  ...{ files, bytes, complete, path, created: manifest?.created ?? null },
  lost: lost.slice(0, MOST_ENTRIES).map(entry => ({
    ...{ path: entry.path, reason: entry.reason, size: entry.size, kept: entry.kept },
    bytes: entry.lost.reduce((sum, [from, to]) => sum + to - from, 0),
  })),
  lostCount: lost.length,
})
