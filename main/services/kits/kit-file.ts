import { KIT_LIMIT, type Kit, parseKit } from '../../core/kit/index.ts'
import { aboutInput, type Input } from '../files/index.ts'

/**
 * Reads a recovery kit.
 *
 * @throws KIT_FORMAT, KIT_VERSION, KIT_TAMPERED, FILE_*
 */
export async function readKit(file: string, input: Input): Promise<Kit> {
  return kitIn(file, await input.read(file, KIT_LIMIT))
}

/**
 * The kit in the bytes of a file.
 *
 * @throws KIT_FORMAT, KIT_VERSION, KIT_TAMPERED, naming the file
 */
export function kitIn(file: string, bytes: Uint8Array): Kit {
  try {
    return parseKit(bytes)
  } catch (error) {
    throw aboutInput(file, error)
  }
}
