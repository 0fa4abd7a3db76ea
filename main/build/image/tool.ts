import { spawnSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'

/** What is given to a program of the system. */
export interface Given {
  readonly env?: Readonly<Record<string, string>>
  /** Standard input; nothing is on it otherwise. */
  readonly inputFile?: string
}

/** Debian packages whose programs make an image. */
const FROM = {
  'apt-get': 'apt',
  'dpkg-deb': 'dpkg',
  mcopy: 'mtools',
  mformat: 'mtools',
  mksquashfs: 'squashfs-tools',
  mmdebstrap: 'mmdebstrap',
  tar: 'tar',
  xorriso: 'xorriso',
} as const

export type Tool = keyof typeof FROM

/**
 * Runs a program of the system to its end, with nothing of the environment that could steer what it makes.
 *
 * @returns what it wrote on standard output
 * @throws where it is not installed, with the command that installs it; where it fails, after what it has said itself
 */
export function runTool(tool: Tool, args: readonly string[], given: Given = {}): string {
  const { PATH = '/usr/sbin:/usr/bin:/sbin:/bin', HOME = '/' } = process.env
  const input = openSync(given.inputFile ?? '/dev/null', 'r')
  const { status, stdout, error } = spawnSync(tool, args, {
    cwd: '/',
    env: { PATH, HOME, LC_ALL: 'C.UTF-8', TZ: 'UTC', ...given.env },
    encoding: 'utf8',
    stdio: [input, 'pipe', 'inherit'],
    maxBuffer: 64 * 1024 * 1024,
  })
  closeSync(input)
  if (error !== undefined && (error as NodeJS.ErrnoException).code === 'ENOENT') {
    throw new Error(`${tool} is needed: sudo apt install ${FROM[tool]}`)
  }
  if (error !== undefined) throw error
  if (status !== 0) throw new Error(`${tool} failed; the reason stands above`)
  return stdout
}
