import { refuse } from '../../../shared/errors.ts'
import { isRehearsal } from '../../../shared/rehearsal.ts'
import { KIT_LIMIT, type Kit, parseKit } from '../../core/kit/index.ts'
import { type Input, namingInput } from '../files/index.ts'

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
 * @throws KIT_FORMAT, KIT_VERSION, KIT_TAMPERED, REHEARSAL, naming the file
 */
export function kitIn(file: string, bytes: Uint8Array): Kit {
  return namingInput(file, () => {
    const kit = parseKit(bytes)
    if (isRehearsal(kit.quorum.setId)) throw refuse('REHEARSAL', { what: 'kit' })
    return kit
  })
}
