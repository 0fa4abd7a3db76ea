import { KIT_LIMIT, parseKit } from '../../core/kit.ts'
import type { Kit } from '../../core/kit-schema.ts'
import type { Input } from '../files/input.ts'

/**
 * Reads a recovery kit.
 *
 * @throws KIT_FORMAT, KIT_VERSION, KIT_TAMPERED, FILE_*
 */
export const readKit = async (file: string, input: Input): Promise<Kit> =>
  parseKit(await input.read(file, KIT_LIMIT))
