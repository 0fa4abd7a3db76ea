import path from 'node:path'
import type { Output } from '../../../shared/contract.ts'
import { refuse } from '../../../shared/errors.ts'
import { type BackupPlace, nameOfBackup, pathOfBackup } from '../files/index.ts'
import type { VaultReference } from '../vaults/index.ts'
import type { BackupLooks } from './check-backup.ts'

/** What recovery files and a check file say is asked by itself. */
type Checked = Omit<Output<'backup.check'>, 'parity' | 'blocks'>

/**
 * What a backup that was read back from its drive, and not opened, has shown.
 *
 * @param looks    what was seen when it was read
 * @param expected its SHA-256 when it was written, in hex; null: as far as the vault's catalogue knows it
 * @param vault    whose catalogue is compared; null: none
 * @param hasCheckFile whether its check file has said that every block is right
 * @throws BACKUP_DIGEST; FILE_VOLUME where the catalogue knows it to be longer than its volumes; VAULT_*
 */
export async function readBackShown(
  file: BackupPlace,
  looks: BackupLooks,
  expected: string | null,
  vault: VaultReference | null,
  hasCheckFile = false,
): Promise<Checked> {
  const comparedWith = await compare(file, looks, expected, vault)
  return { ...report(looks, comparedWith, hasCheckFile), comparedWith }
}

/** @throws BACKUP_DIGEST */
async function compare(
  file: BackupPlace,
  { sha256, size, next }: BackupLooks,
  expected: string | null,
  vault: VaultReference | null,
): Promise<Checked['comparedWith']> {
  if (expected !== null) {
    if (expected !== sha256) throw refuse('BACKUP_DIGEST', { path: pathOfBackup(file) })
    return 'what was written'
  }
  const known = (await vault?.use('read', ({ backups }) => backups.list())) ?? []
  if (known.some(backup => backup.sha256 === sha256)) return 'catalogue'
  const named = known.filter(backup => backup.fileName === nameOfBackup(file))
  if (next !== null && named.length > 0 && named.every(backup => backup.size > size)) {
    throw refuse('FILE_VOLUME', { path: next })
  }
  // The catalogue knows a backup of this name, and this is another file.
  if (named.length > 0) {
    throw refuse('BACKUP_DIGEST', { path: pathOfBackup(file) })
  }
  return 'nothing'
}

const COMPARED: { readonly [with_ in Checked['comparedWith']]: string | null } = {
  'what was written': 'Its SHA-256 is that of the backup when it was written.',
  catalogue: "Its SHA-256 stands in the vault's catalogue.",
  nothing: null,
}

/** In sentences, what this check was and what it was not. */
function report(
  { size, sha256, recipients, chunks, next }: BackupLooks,
  comparedWith: Checked['comparedWith'],
  hasCheckFile: boolean,
): Omit<Checked, 'comparedWith'> {
  const compared = COMPARED[comparedWith]
  return {
    ...{ size, sha256, chunks, recipients: [...recipients] },
    did: [
      `All ${size} bytes of the file were read.`,
      ...(compared === null ? [] : [compared]),
      `Its age header is well formed, for ${recipients.length} recipients.`,
      `Its length is that of a whole file of ${chunks} chunks of 64 KiB.`,
    ],
    didNot: [
      ...(compared === null && !hasCheckFile
        ? ['Nothing was there to compare its SHA-256 with, so a change inside it would not show.']
        : []),
      ...(compared === null && !hasCheckFile && next !== null
        ? [
            `All its volumes are of one length, so that one more, ${path.basename(next)}, may be missing.`,
          ]
        : []),
      'It was not opened: only a quorum of shares with the passphrase can do that.',
      'The system may have read it from its own memory: to be sure of the drive, unplug it, plug it in again and check once more.',
    ],
  }
}
