import type { Output } from '../../../shared/contract.ts'
import { type BackupManifest, leftOutOf } from '../../core/backup/index.ts'
import type { SalvagedFiles } from './salvage-backup.ts'

/** More is nothing a person looks through. */
const MOST_ENTRIES = 1000

/** What was restored, from the manifest it was checked against. */
export function restoredFacts(
  manifest: BackupManifest,
): Omit<
  Output<'recovery.restore'>,
  'files' | 'bytes' | 'path' | 'sha256' | 'knownMaker' | 'tamed'
> {
  const { setId, generation, created, entries } = manifest
  return {
    ...{ setId, generation, created },
    entries: entries.slice(0, MOST_ENTRIES).map(entry => ({
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
  { files, bytes, complete, manifest, lost, tamed }: SalvagedFiles,
  path: string,
): Output<'recovery.salvage'> => ({
  ...{ files, bytes, complete, path, tamed, created: manifest?.created ?? null },
  lost: lost.slice(0, MOST_ENTRIES).map(entry => ({
    ...{ path: entry.path, reason: entry.reason, size: entry.size, kept: entry.kept },
    bytes: entry.lost.reduce((sum, [from, to]) => sum + to - from, 0),
  })),
  lostCount: lost.length,
})
