import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** Names of our files in a source: imports, workers, and programs that a test starts. */
const NAMES = /['"`]([^'"`\s]*\.ts)['"`]/g

/**
 * The suites from which a file can be reached: by imports, or since a file on the way names it, as whoever
 * starts a worker or a process does.
 *
 * @param tree the folder of all
 * @param target the file, as seen from there
 * @param suites likewise
 */
export function suitesLeadingTo(
  tree: string,
  target: string,
  suites: readonly string[],
): ReadonlySet<string> {
  const files = globSync('{main,shared,test}/**/*.ts', { cwd: tree })
  const namedBy = new Map(files.map(file => [file, named(tree, file, files)]))
  const leading = new Set([target])
  for (let known = 0; known < leading.size; ) {
    known = leading.size
    for (const [file, names] of namedBy)
      if (names.some(name => leading.has(name))) leading.add(file)
  }
  return new Set(suites.filter(suite => leading.has(suite)))
}

function named(tree: string, file: string, files: readonly string[]): readonly string[] {
  const text = readFileSync(path.join(tree, file), 'utf8')
  return [...text.matchAll(NAMES)].flatMap(([, name = '']) => {
    const beside = path.join(path.dirname(file), name)
    if (existsSync(path.join(tree, beside))) return [beside]
    // Put together from pieces: whatever ends so.
    return files.filter(other => other.endsWith(`/${path.basename(name)}`))
  })
}
