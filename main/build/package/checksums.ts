import { sumsText } from '../../core/bundle/index.ts'
import { sha256 } from '../../shells/manifest.ts'

/** One file of a release. */
export interface ReleaseFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/**
 * SHA256SUMS as `sha256sum --check` reads it, with each hash as words to be read aloud, which it takes for remarks:
 * eight in a line (FORMAT: Words of a hash).
 */
export const checksumsOf = (files: readonly ReleaseFile[]): string =>
  sumsText(files.map(({ name, bytes }) => ({ name, sha256: sha256(bytes) })))
