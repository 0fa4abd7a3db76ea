/** The locked packages as a place that apt installs from, and that holds nothing else. */
import { copyFileSync, linkSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { sha256 } from '../../shells/manifest.ts'
import { runTool } from './tool.ts'

/** The release of Debian that the image is of. */
export const DEBIAN = 'bookworm'

/**
 * @param debs   paths of .debs, already compared with the lock
 * @param folder is made
 * @returns the line of sources.list(5)
 */
export function makeRepository(debs: readonly string[], folder: string): string {
  mkdirSync(folder, { recursive: true })
  const index = debs.map(deb => indexed(deb, folder)).join('\n')
  writeFileSync(path.join(folder, 'Packages'), index)
  const release = [
    ...[`Suite: ${DEBIAN}`, `Codename: ${DEBIAN}`, 'SHA256:'],
    ` ${sha256(Buffer.from(index))} ${Buffer.byteLength(index)} Packages`,
  ]
  writeFileSync(path.join(folder, 'Release'), `${release.join('\n')}\n`)
  return `deb [trusted=yes] copy:${folder} ./\n`
}

/** The package's own fields, and where it is (deb822(5)). */
function indexed(deb: string, folder: string): string {
  const name = path.basename(deb).replaceAll('%3a', '.')
  const file = path.join(folder, name)
  try {
    linkSync(deb, file)
  } catch {
    copyFileSync(deb, file)
  }
  const own = runTool('dpkg-deb', ['--field', file]).trimEnd()
  const { size } = statSync(file)
  return `${own}\nFilename: ./${name}\nSize: ${size}\nSHA256: ${sha256(readFileSync(file))}\n`
}
