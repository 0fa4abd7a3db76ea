import { Buffer } from 'node:buffer'
import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import nodePath from 'node:path'

/**
 * What stands beside a vault: copies that were made before it was brought up to date, and the side files of
 * SQLite. They have what the vault had then, also what was destroyed in it since.
 */

/** How `backUp` names a copy, behind the name of the vault. */
const COPY = /^\.before-\d+(?:-\d+)?\.bak$/

/** The copies beside a vault, by their whole paths, in the order of their names. */
export function migrationCopies(vault: string): readonly string[] {
  const { dir, base } = nodePath.parse(vault)
  return readdirSync(dir, { withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(({ name }) => name)
    .filter(name => name.startsWith(base) && COPY.test(name.slice(base.length)))
    .sort()
    .map(name => nodePath.join(dir, name))
}

/**
 * How much of a sealed item is looked for at once. SQLite cuts long values at the ends of pages, so that a
 * whole one may not be found: of its pieces at most every page's end hides one.
 */
const PIECE = 48
/** What many age files begin with alike: version, the name of the recipient's type. */
const COMMON = 96

/** Pieces of the bytes of sealed items, as they stand in rows and, in base64, in kits. */
export function piecesOf(sealed: readonly Uint8Array[]): readonly Buffer[] {
  return sealed.flatMap(bytes => {
    const file = Buffer.from(bytes)
    return [file, Buffer.from(file.toString('base64'))].flatMap(form => {
      const pieces: Buffer[] = []
      for (let at = COMMON; at + PIECE <= form.length; at += PIECE) {
        pieces.push(form.subarray(at, at + PIECE))
      }
      return pieces
    })
  })
}

/** Which of these files have any of the pieces; one that is not there has none. */
export function filesWith(files: readonly string[], pieces: readonly Buffer[]): readonly string[] {
  return files.filter(file => {
    const bytes = readIfThere(file)
    return bytes !== null && pieces.some(piece => bytes.includes(piece))
  })
}

function readIfThere(file: string): Buffer | null {
  try {
    return readFileSync(file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

const ZEROS = Buffer.alloc(64 * 1024)

/**
 * Overwrites a copy with zeros and removes it. What the file system or the drive keeps of earlier contents it
 * cannot reach.
 *
 * @returns whether it is gone
 */
export function overwriteAndRemove(file: string): boolean {
  try {
    const fd = openSync(file, 'r+')
    try {
      const { size } = fstatSync(fd)
      for (let at = 0; at < size; at += ZEROS.length) {
        writeSync(fd, ZEROS, 0, Math.min(ZEROS.length, size - at), at)
      }
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    unlinkSync(file)
    return true
  } catch {
    return false
  }
}
