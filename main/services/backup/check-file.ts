import { existsSync } from 'node:fs'
import { KeyclaveError } from '../../../shared/errors.ts'
import { type DigestTree, readCheckFile, writeCheckFile } from '../../core/backup/index.ts'
import { bytesAt } from '../../core/bytes/index.ts'
import { openSeekable, type PlacedBackup, placesBeside, writeNewFile } from '../files/index.ts'

/** Check files: what says, without a key, which blocks of a backup are as they were written. */

/** A backup's check file lies beside it. */
export const checkFileOf = (backup: string): string => `${backup}.check`

export const writeTree = (tree: DigestTree, file: string): Promise<void> =>
  writeNewFile(file, writeCheckFile(tree))

/** @throws BACKUP_CHECK_FILE about the file; FILE_* */
export async function readTree(file: string): Promise<DigestTree> {
  const source = await openSeekable(file)
  try {
    return readCheckFile(await bytesAt(source, 0, source.size))
  } finally {
    await source.close()
  }
}

/** The first whole check file that lies beside a backup; null: there is none. @throws what is no refusal */
export async function treeBeside(backup: PlacedBackup): Promise<DigestTree | null> {
  for (const file of placesBeside(backup).map(checkFileOf)) {
    const tree = existsSync(file) ? await treeOrNull(file) : null
    if (tree !== null) return tree
  }
  return null
}

/** Null: it is damaged, or cannot be read. @throws what is no refusal */
export async function treeOrNull(file: string): Promise<DigestTree | null> {
  try {
    return await readTree(file)
  } catch (error) {
    if (error instanceof KeyclaveError) return null
    throw error
  }
}
