import { KeyclaveError } from '../../../shared/errors.ts'
import type { OpenQuorum } from '../../core/quorum.ts'
import { wipe } from '../../core/secret.ts'
import { aboutInput } from '../files/input.ts'
import type { Watch } from '../watch.ts'
import { type RestoredFiles, restoreBackup } from './restore-backup.ts'

/** Refusals of what is in a backup; the others name their files themselves. */
const ABOUT_BACKUP = /^(AGE|BACKUP)_/

/**
 * Restores a backup into a new folder with an opened quorum.
 *
 * @param request the backup's file, and the folder to make
 * @throws what `restoreBackup` throws; PASSPHRASE_WRONG in place of AGE_NO_MATCH when no kit has
 *         confirmed the passphrase
 */
export async function restoreWith(
  quorum: OpenQuorum,
  request: { readonly file: string; readonly out: string; readonly threads: number },
  { signal, onEvent }: Watch,
): Promise<RestoredFiles> {
  const identity = await quorum.identityText()
  try {
    return await restoreBackup({
      ...{ ...request, identity, signal },
      onProgress: (done, total) =>
        onEvent({ kind: 'progress', task: 'restoring', done, total, unit: 'bytes' }),
    })
  } catch (error) {
    if (!(error instanceof KeyclaveError)) throw error
    if (error.code === 'AGE_NO_MATCH') throw quorum.explainNoMatch(error)
    throw ABOUT_BACKUP.test(error.code) ? aboutInput(request.file, error) : error
  } finally {
    wipe(identity)
  }
}
