import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * Electron's runtime below a checkout, when it is there: asking the package for it would download it.
 *
 * @param root the checkout
 * @returns the executable, or null
 */
export function findElectron(root: string): string | null {
  const folder = path.join(root, 'node_modules/electron')
  const pointer = path.join(folder, 'path.txt')
  if (!existsSync(pointer)) return null
  const executable = path.join(folder, 'dist', readFileSync(pointer, 'utf8'))
  return existsSync(executable) ? executable : null
}
