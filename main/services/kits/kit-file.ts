import { KIT_LIMIT, type Kit, parseKit } from '../../core/kit/index.ts'
import { aboutInput, type Input } from '../files/index.ts'

/**
 * Reads a recovery kit.
 *
 * @throws KIT_FORMAT, KIT_VERSION, KIT_TAMPERED, FILE_*
 */
export async function readKit(file: string, input: Input): Promise<Kit> {
  const bytes = await input.read(file, KIT_LIMIT)
  try {
    return parseKit(bytes)
  } catch (error) {
    throw aboutInput(file, error)
  }
}
