/** Gathering Debian packages by apt, with the signatures of Debian checked: the one step of an image that uses a network. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { LockedDeb } from '../locked-debs.ts'
import { compareWithLock } from './lock.ts'
import { runTool } from './tool.ts'

/**
 * Has apt put packages, and what they depend on, into a folder, as if nothing were installed yet. Where they come from
 * is in the settings of this system, which has to be the release of Debian that the image is of.
 *
 * @param wanted as apt takes them: `age`, `age=1.1.1-1`, `?essential`
 * @param draft  a folder for what apt keeps meanwhile
 */
export function gather(wanted: readonly string[], folder: string, draft: string): void {
  mkdirSync(path.join(folder, 'partial'), { recursive: true })
  const status = path.join(draft, 'status')
  writeFileSync(status, '')
  const settings = [
    `Dir::State::status=${status}`,
    `Dir::Cache::archives=${folder}`,
    'APT::Sandbox::User=',
    'APT::Architecture=amd64',
    'APT::Architectures=amd64',
  ].flatMap(one => ['-o', one])
  const how = ['--quiet', '--yes', '--no-install-recommends', '--download-only']
  runTool('apt-get', [...settings, ...how, 'install', ...wanted])
}

/** Gathers those of the locked packages that are not in the folder yet. @throws as gather */
export function gatherMissing(folder: string, lock: readonly LockedDeb[], draft: string): void {
  mkdirSync(folder, { recursive: true })
  if (compareWithLock(folder, lock).missing.length === 0) return
  try {
    gather(
      lock.map(({ name, version }) => `${name}=${version}`),
      folder,
      draft,
    )
  } catch (error) {
    throw new Error(
      'apt does not give the packages of image/packages.lock. A mirror forgets old versions: take them from a folder ' +
        'that was kept (npm run image -- --debs DIR), or make the lock anew (npm run image -- --lock)',
      { cause: error },
    )
  }
}
