import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** The texts of a package's licences, one behind the other; what its package.json says where it has none. */
export function licencesOf(folder: string): string {
  const files = globSync('*', { cwd: folder })
    .filter(file => /^(licen[cs]e|copying|notice|ofl)/i.test(file))
    .sort()
  const texts = files.map(file => readFileSync(path.join(folder, file), 'utf8').trim())
  const name = licenceName(folder)
  if (texts.length === 0 && name === null) throw new Error(`${folder} says nothing of its licence`)
  return `${(texts.length > 0 ? texts : [name]).join('\n\n')}\n`
}

/** The name of a package's licence, as SPDX has it; null where its package.json has none, and only a text is there. */
export function licenceName(folder: string): string | null {
  const { license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    readonly license?: string | { readonly type: string }
  }
  if (license === undefined) return null
  return typeof license === 'string' ? license : license.type
}
