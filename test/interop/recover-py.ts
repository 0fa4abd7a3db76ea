import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { encodeBase45 } from '../../shared/base45.ts'

/** docs/recover.py as a stranger has it: python3, the stock commands, and nothing of this project. */

export const docs = path.resolve(import.meta.dirname, '../../docs')
const script = path.join(docs, 'recover.py')

/** What RUNBOOK asks for, beside the coreutils. */
const COMMANDS = ['python3', 'argon2', 'openssl', 'age', 'zstd', 'tar', 'sha256sum', 'par2']
const COREUTILS = 'cat chmod cp head ls mkdir rm shred'.split(' ')

export interface Answer {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A fresh folder that `remove` takes away again, with a `bin` that has only the stock commands. */
export function strangersMachine(): { folder: string; env: NodeJS.ProcessEnv; remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-runbook-'))
  const bin = path.join(folder, 'bin')
  mkdirSync(bin)
  for (const command of [...COMMANDS, ...COREUTILS]) {
    symlinkSync(realpathSync(path.join('/usr/bin', command)), path.join(bin, command))
  }
  const env = { PATH: bin, HOME: path.join(folder, 'home') }
  mkdirSync(env.HOME)
  return { folder, env, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Runs recover.py without a terminal. */
export function recoverPy(
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const child = spawn('/usr/bin/python3', ['-B', script, ...args], {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', text => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', text => {
    stderr += text
  })
  child.on('error', reject)
  child.on('close', status => resolve({ status, stdout, stderr }))
  return promise
}

const functions = path.join(import.meta.dirname, 'recover-age.py')

/** Answers of a function of recover-age.py, which calls those of recover.py: one process for all cases. */
export function inPython<Answer>(name: string, cases: readonly object[]): readonly Answer[] {
  const { status, stdout, stderr } = spawnSync('/usr/bin/python3', [functions, script, name], {
    input: JSON.stringify(cases),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

/** Runs lines of shell, both outputs in one, as they come on a terminal. */
export function shell(
  lines: string,
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): SpawnSyncReturns<string> {
  return spawnSync('/bin/bash', ['--noprofile', '--norc', '-c', `exec 2>&1\n${lines}`], {
    ...options,
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  })
}

/** QR text of any bytes, also of such as are no share (FORMAT: QR text). */
export function qrText(bytes: Uint8Array): string {
  const checksum = createHash('sha256').update(bytes).digest().subarray(0, 4)
  return `KEYCLAVE:S1:${encodeBase45(Buffer.concat([bytes, checksum]))}`
}

/** Every file under a folder, by its path within. */
export const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => !entry.isDirectory())
    .map(entry => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort()
