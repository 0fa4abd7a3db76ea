import { KIT_LIMIT, parseKit } from '../../core/kit/kit.ts'
import type { Kit } from '../../core/kit/schema.ts'
import { aboutInput, type Input } from '../files/input.ts'

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
