import { stat } from 'node:fs/promises'
import { refuse } from '../../../shared/errors.ts'
import { onPath } from '../files/index.ts'

/** Before a long wait. @throws FILE_MISSING, FILE_DENIED; FILE_NOT_FOLDER */
export async function requireFolder(folder: string): Promise<void> {
  const found = await onPath(folder, stat(folder))
  if (!found.isDirectory()) throw refuse('FILE_NOT_FOLDER', { path: folder })
}
