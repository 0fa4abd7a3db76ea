import { Buffer } from 'node:buffer'
import path from 'node:path'
import { canonicalJson } from '../../core/text/index.ts'
import { type Difference, writeNewFile } from '../files/index.ts'

/** The list of what was not restored as it was, beside the folder (FORMAT: 8.10 List of differences). */

const VERSION = 'differences 1'

export const differenceListOf = (folder: string): string =>
  `${path.resolve(folder)}.differences.jsonl`

/** Writes the list, readable by its owner alone. @throws FILE_EXISTS, FILE_FULL … */
export async function writeDifferences(
  file: string,
  differences: readonly Difference[],
): Promise<void> {
  const lines = [{ keyclave: VERSION }, ...differences].map(line => `${canonicalJson(line)}\n`)
  await writeNewFile(file, Buffer.from(lines.join('')), { secret: true })
}
