import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { refuse } from '../../../shared/errors.ts'

/**
 * Compares files and folders with their restored copies, byte by byte, both ways.
 *
 * @param names what was backed up, below `original`
 * @returns how many files there are
 * @throws DEMO_DIFFERS naming the first file that differs, is missing, or is too many
 */
export async function compareTrees(
  original: string,
  names: readonly string[],
  restored: string,
): Promise<number> {
  const [expected, found] = await Promise.all([filesIn(original, names), filesIn(restored, ['.'])])
  const odd = found.find(file => !expected.includes(file)) ?? expected.find(f => !found.includes(f))
  if (odd !== undefined) throw refuse('DEMO_DIFFERS', { path: odd })
  for (const file of expected) {
    const [a, b] = await Promise.all([
      readFile(path.join(original, file)),
      readFile(path.join(restored, file)),
    ])
    if (!a.equals(b)) throw refuse('DEMO_DIFFERS', { path: file })
  }
  return expected.length
}

async function filesIn(folder: string, names: readonly string[]): Promise<readonly string[]> {
  const all: string[] = []
  for (const name of names) {
    const start = path.join(folder, name)
    if ((await stat(start)).isFile()) all.push(name)
    else {
      for (const entry of await readdir(start, { recursive: true, withFileTypes: true })) {
        const file = path.join(entry.parentPath, entry.name)
        if (entry.isFile()) all.push(path.relative(folder, file))
      }
    }
  }
  return all.sort()
}
