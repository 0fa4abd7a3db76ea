import type { Buffer } from 'node:buffer'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileHash } from '../../core/bytes/index.ts'

/** The page of a recovery in a browser, which lies beside each kit; the recovery sheet names its SHA-256. */
export interface RecoverPage {
  readonly bytes: Buffer
  /** 64 hex digits. */
  readonly sha256: string
}

/** What it is called beside a kit that has a folder of its own. */
export const RECOVER_PAGE = 'recover.html'

/** Where it is: among the documents of a package, or as a checkout has built it (main/build). */
const PLACES = [`docs/${RECOVER_PAGE}`, `dist/${RECOVER_PAGE}`]

/**
 * The page of this version.
 *
 * @param programFolder of the program's own files
 * @returns null: it was not built, as in a checkout before its first start
 */
export function readRecoverPage(programFolder: string): RecoverPage | null {
  for (const place of PLACES) {
    try {
      const bytes = readFileSync(path.join(programFolder, place))
      return { bytes, sha256: fileHash(bytes) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
  return null
}
