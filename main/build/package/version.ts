import { readFileSync } from 'node:fs'
import path from 'node:path'

/** The version of the project, which is that of everything made of it. */
export function versionOf(project: string): string {
  const file = path.join(project, 'package.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version
}
