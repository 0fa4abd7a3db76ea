import { Buffer } from 'node:buffer'
import { type AtomicFile, makeFile } from '../files/index.ts'

/** Bytes written at once. */
const PIECE = 1024 * 1024

/**
 * Writes a log as JSON lines into a new file.
 *
 * @returns how many lines were written
 * @throws FILE_EXISTS, FILE_FULL …
 */
export async function writeLog(out: string, lines: Iterable<string>): Promise<number> {
  return makeFile(out, file => writeLines(file, lines))
}

async function writeLines(file: AtomicFile, lines: Iterable<string>): Promise<number> {
  let count = 0
  let piece = ''
  for (const line of lines) {
    count += 1
    piece += line
    if (piece.length < PIECE) continue
    await file.write(Buffer.from(piece))
    piece = ''
  }
  await file.write(Buffer.from(piece))
  return count
}
