import { Buffer } from 'node:buffer'
import { AtomicFile } from '../files/index.ts'

/** Bytes written at once. */
const PIECE = 1024 * 1024

/**
 * Writes a log as JSON lines into a new file.
 *
 * @returns how many lines were written
 * @throws FILE_EXISTS, FILE_FULL …
 */
export async function writeLog(out: string, lines: Iterable<string>): Promise<number> {
  const file = await AtomicFile.create(out)
  let count = 0
  try {
    let piece = ''
    for (const line of lines) {
      count += 1
      piece += line
      if (piece.length < PIECE) continue
      await file.write(Buffer.from(piece))
      piece = ''
    }
    await file.write(Buffer.from(piece))
  } catch (error) {
    await file.discard()
    throw error
  }
  await file.commit()
  return count
}
