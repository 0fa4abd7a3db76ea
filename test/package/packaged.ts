/** The Debian package of this checkout, made once in a run, with what stands beside it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { builtOnce } from '../fixtures/built-once.ts'

export const root = path.resolve(import.meta.dirname, '../..')
export const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  readonly version: string
}
export const PACKAGE = `keyclave_${version}_amd64.deb`

/** Seconds since 1970: whenever a commit was made meanwhile, the same. */
const DATE = 1_790_000_000

/**
 * `npm run package` of a checkout, not compressed.
 *
 * @param surroundings a person's who makes it elsewhere
 * @returns what it said
 */
export async function makePackage(
  project: string,
  out: string,
  surroundings: { readonly umask: string; readonly env: Readonly<Record<string, string>> },
): Promise<string> {
  const script = path.join(project, 'main/build/package/run.ts')
  const args = ['--disable-warning=ExperimentalWarning', script, '--fast', '--out', out]
  const child = spawn(
    'sh',
    ['-c', `umask ${surroundings.umask}; exec "$0" "$@"`, process.execPath, ...args],
    {
      cwd: path.dirname(out),
      env: { ...process.env, ...surroundings.env, SOURCE_DATE_EPOCH: String(DATE) },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  }
  const [status] = await once(child, 'close')
  if (status !== 0) throw new Error(said)
  return said
}

/** The folder with the package, its bill and its checksums. */
export const packaged = (): Promise<string> =>
  builtOnce(
    'package',
    async folder => void (await makePackage(root, folder, { umask: '022', env: {} })),
  )
