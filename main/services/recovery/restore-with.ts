import { KeyclaveError } from '../../../shared/errors.ts'
import { wipe } from '../../core/bytes/index.ts'
import type { TrustedKit } from '../../core/kit/index.ts'
import { identitiesOf, type OpenQuorum } from '../../core/quorum/index.ts'
import { aboutInput, type BackupPlace, pathOfBackup } from '../files/index.ts'
import { backupHeader } from '../opening/index.ts'
import type { Watch } from '../tasks/index.ts'
import { type RestoredFiles, type RestoreRequest, restoreBackup } from './restore-backup.ts'

/** Refusals of what is in a backup; the others name their files themselves. */
const ABOUT_BACKUP = /^(AGE|BACKUP)_/

/** An opened quorum, with its kit if there is one. */
export interface Opened {
  readonly quorum: OpenQuorum
  readonly kit: TrustedKit | null
}

/**
 * Restores a backup into a new folder with an opened quorum.
 *
 * @param request the backup's file, and the folder to make
 * @throws what `restoreBackup` throws; PASSPHRASE_WRONG in place of AGE_NO_MATCH when no kit has
 *         confirmed the passphrase
 */
export async function restoreWith(
  { quorum, kit }: Opened,
  request: Pick<
    RestoreRequest,
    'file' | 'out' | 'only' | 'modes' | 'fit' | 'outwardLinks' | 'threads'
  >,
  { signal, onEvent }: Watch,
): Promise<RestoredFiles> {
  // Before anything is written: without a kit, the header is what tells whether the passphrase is right.
  if (!quorum.proved) await confirmBy(quorum, request.file)
  let noMatch: KeyclaveError | null = null
  for (const open of identitiesOf(quorum, kit)) {
    const identity = await open()
    try {
      return await restoreBackup({
        ...{ ...request, identity, signal },
        onProgress: (done, total) =>
          onEvent({ kind: 'progress', task: 'restoring', done, total, unit: 'bytes' }),
      })
    } catch (error) {
      if (!(error instanceof KeyclaveError)) throw error
      if (error.code !== 'AGE_NO_MATCH') throw aboutBackup(request.file, error)
      noMatch ??= error
    } finally {
      wipe(identity)
    }
  }
  if (noMatch === null) throw new Error('a quorum has an identity')
  throw noMatch
}

/**
 * Confirms a passphrase by a backup: the quorum unwraps its header.
 *
 * @throws PASSPHRASE_WRONG {against: 'file'}; AGE_*, FILE_*
 */
export async function confirmBy(quorum: OpenQuorum, file: BackupPlace): Promise<void> {
  try {
    await quorum.confirmBy(await backupHeader(file))
  } catch (error) {
    throw error instanceof KeyclaveError ? aboutBackup(file, error) : error
  }
}

export const aboutBackup = (file: BackupPlace, error: KeyclaveError): unknown =>
  ABOUT_BACKUP.test(error.code) ? aboutInput(pathOfBackup(file), error) : error
