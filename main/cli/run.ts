/** Where the command line begins. Its version it says without the rest of it, which takes most of a start. */
import { readFileSync } from 'node:fs'
import path from 'node:path'

const programFolder = path.join(import.meta.dirname, '../..')
const { version } = JSON.parse(readFileSync(path.join(programFolder, 'package.json'), 'utf8')) as {
  version: string
}
const [first, ...others] = process.argv.slice(2)

if (first === '--version' && others.length === 0) {
  process.stdout.on('error', () => {})
  process.stdout.write(`${version}\n`)
} else {
  const { runHere } = await import('./this-process.ts')
  process.exitCode = await runHere(programFolder, version)
}
