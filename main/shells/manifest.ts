/** The list of the window's files that the build writes beside them, for the shells to check. */
import { createHash } from 'node:crypto'

export const MANIFEST = 'content.json'

/** Lower-case hexadecimal digits. */
export const sha256 = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex')
