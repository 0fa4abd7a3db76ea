import { createHash } from 'node:crypto'
import type { Input } from '../files/index.ts'

/** Largest file that shows what became of a delivery, 16 MiB. */
const PROOF_LIMIT = 16 * 1024 * 1024

/** SHA-256 of a file that shows what became of a delivery, as it stands in the log. @throws FILE_* */
export const digestOfProof = async (file: string, input: Pick<Input, 'read'>): Promise<string> =>
  createHash('sha256')
    .update(await input.read(file, PROOF_LIMIT))
    .digest('hex')
