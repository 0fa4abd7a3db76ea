import { readdirSync } from 'node:fs'
import path from 'node:path'

/** What a close has written to a drive: a file of its one bundle. */
export function inBundleOn(drive: string, file: string): string {
  const [bundle = 'no bundle'] = readdirSync(drive).filter(name => name.startsWith('keyclave-'))
  return path.join(drive, bundle, file)
}
