/** Builds the window (renderer/) into a folder, with the list of its files and their SHA-256. */
import {
  existsSync,
  globSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import type { Plugin } from 'vite'
import { MANIFEST, sha256 } from '../shells/manifest.ts'
import { type BundledPackages, bundledPackagesOf } from './bundled-packages.ts'
import { onPlainPath } from './plain-path.ts'
import { isUpToDate } from './up-to-date.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
}

/**
 * @param project the project's folder
 * @param out     where the window goes, whole or not at all
 * @param further plugins of a window that is for tests alone
 */
export async function buildWindow(
  project: string,
  out: string,
  further: readonly Plugin[] = [],
): Promise<void> {
  // Loaded here and not above: a start that finds the window built does not need it.
  const [{ build }, { viteConfig }] = await Promise.all([
    import('vite'),
    import('./vite.config.ts'),
  ])
  const draft = `${out}.${process.pid}`
  const bundled: BundledPackages = new Set()
  await onPlainPath(project, plain =>
    build(viteConfig(path.join(plain, 'renderer'), draft, bundled, further)),
  )
  const files = globSync('**/*.*', { cwd: draft }).sort()
  const entries = files.map(file => [
    `/${file.replaceAll(path.sep, '/')}`,
    { type: typeOf(file), sha256: sha256(readFileSync(path.join(draft, file))) },
  ])
  const manifest = JSON.stringify(Object.fromEntries(entries), null, 2)
  writeFileSync(path.join(draft, MANIFEST), `${manifest}\n`)
  writeFileSync(bundledPackagesOf(out), `${JSON.stringify([...bundled].sort())}\n`)
  rmSync(out, { recursive: true, force: true })
  renameSync(draft, out)
}

function typeOf(file: string): string {
  const type = TYPES[path.extname(file)]
  if (type === undefined)
    throw new Error(`no content type for ${file}: add it to main/build/window.ts`)
  return type
}

/** True when no source of the window is newer than what was built from it. */
export function isWindowBuilt(project: string, out: string): boolean {
  const manifest = statSync(path.join(out, MANIFEST), { throwIfNoEntry: false })
  if (manifest === undefined || !existsSync(bundledPackagesOf(out))) return false
  const sources = [
    ...['renderer/**/*.*', 'shared/**/*.ts', 'main/build/*.ts', 'docs/**/*.md'],
    'package-lock.json',
  ]
  return isUpToDate(project, sources, manifest.mtimeMs)
}
