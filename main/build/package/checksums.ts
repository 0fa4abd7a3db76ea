import { hashWords } from '../../core/text/index.ts'
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
export function checksumsOf(files: readonly ReleaseFile[]): string {
  return files
    .flatMap(({ name, bytes }) => {
      const hash = sha256(bytes)
      const words = hashWords(hash)
      const lines = [0, 8, 16, 24].map(from => `#   ${words.slice(from, from + 8).join(' ')}`)
      return [`${hash}  ${name}`, ...lines]
    })
    .map(line => `${line}\n`)
    .join('')
}
