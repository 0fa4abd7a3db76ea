import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import path from 'node:path'

/**
 * The day of the sources, which every file of a package gets: whoever builds the same sources later gets the same
 * bytes. SOURCE_DATE_EPOCH where it is set, otherwise of the commit, otherwise of package.json as it was unpacked (an
 * archive that git has made gives every file the time of its commit).
 *
 * @returns seconds since 1970
 */
export function sourceDate(project: string, environment: NodeJS.ProcessEnv): number {
  const { SOURCE_DATE_EPOCH: said } = environment
  if (said !== undefined) {
    if (!/^\d{1,11}$/.test(said)) throw new Error('SOURCE_DATE_EPOCH: seconds since 1970 expected')
    return Number(said)
  }
  const git = spawnSync('git', ['log', '-1', '--format=%ct'], { cwd: project, encoding: 'utf8' })
  const committed = git.status === 0 ? git.stdout.trim() : ''
  if (/^\d+$/.test(committed)) return Number(committed)
  return Math.floor(statSync(path.join(project, 'package.json')).mtimeMs / 1000)
}
