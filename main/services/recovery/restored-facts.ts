import type { Output } from '../../../shared/contract.ts'
import type { BackupManifest } from '../../core/backup/index.ts'

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
  }
}
