/** The command line as it was built into a few files (build/command-line.ts), where it is what the sources say. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

/** What is kept beside the built files, of the sources that they were made from. */
export const COMMAND_LINE_STAMP = 'sources.sha256'

/** What the command line is built from. */
const SOURCES = ['main', 'shared', 'package-lock.json']

/** Its folder in a checkout. */
const folderOf = (project: string): string => path.join(project, 'dist/cli')

/** Whether what is built is what would be built now. */
export function isCommandLineBuilt(project: string): boolean {
  try {
    const built = readFileSync(path.join(folderOf(project), COMMAND_LINE_STAMP), 'utf8')
    return built === `${stampOf(project)}\n`
  } catch {
    return false // not built, or no checkout
  }
}

/** The file that runs the built command line. */
export const builtCommandLine = (project: string): string => path.join(folderOf(project), 'run.js')

/**
 * The sources by name, size and time of each, as 64 hexadecimal digits. Not by what is in them, which takes as long
 * as to run them; and not by whether one is newer, because who unpacks another version brings older files.
 */
export function stampOf(project: string): string {
  const hash = createHash('sha256')
  const add = (name: string): void => {
    const file = path.join(project, name)
    const found = statSync(file, { throwIfNoEntry: false })
    if (found === undefined) return
    if (!found.isDirectory()) hash.update(`${name}\0${found.size}\0${found.mtimeMs}\n`)
    else for (const child of readdirSync(file).sort()) add(`${name}/${child}`)
  }
  for (const name of SOURCES) add(name)
  return hash.digest('hex')
}
