import assert from 'node:assert/strict'
import { type SpawnOptions, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** The command line as a person has it: a process of its own, its exit code and what it wrote. */

const PROGRAM = path.join(import.meta.dirname, '../../main/cli.ts')

/** No command of these tests works longer than this, on however slow a machine. */
const TIMEOUT_MS = 120_000

export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export interface RunOptions extends Pick<SpawnOptions, 'cwd' | 'env' | 'stdio'> {
  /** What stands on standard input; nothing, otherwise. */
  readonly input?: string | Uint8Array
  /** What the command runs in, for example `['unshare', '--net']`. */
  readonly within?: readonly string[]
}

/** Runs `keyclave` with these arguments to its end. */
export function keyclave(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { input = '', within = [], ...spawning } = options
  const [command = '', ...rest] = [...within, process.execPath, PROGRAM, ...args]
  const child = spawn(command, rest, { timeout: TIMEOUT_MS, ...spawning })
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout?.on('data', (bytes: Buffer) => out.push(bytes))
  child.stderr?.on('data', (bytes: Buffer) => err.push(bytes))
  // A command that is refused does not read what it was given.
  child.stdin?.on('error', () => {})
  child.stdin?.end(input)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => {
      resolve({
        code,
        out: Buffer.concat(out).toString(),
        err: Buffer.concat(err).toString(),
      })
    })
  })
}

/** Runs a command that must succeed in silence; returns what it answered. */
export async function done(args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { code, out, err } = await keyclave(args, options)
  assert.equal(code, 0, `keyclave ${args.join(' ')}\n${err}`)
  assert.equal(err, '', 'nothing but the answer')
  return out
}

/** The same with `--json`; returns the one value. */
export async function doneJson<Value>(
  args: readonly string[],
  options: RunOptions = {},
): Promise<Value> {
  return JSON.parse(await done([...args, '--json'], options)) as Value
}

/** Exactly one line, `error[CODE]: Sentence.`, nothing on standard output, and this exit code. */
export function assertRefused({ code, out, err }: Ran, exit: number, errorCode: string): void {
  const [, found = 'none', sentence = ''] = /^error\[([A-Z_]+)\]: (.+)\n$/.exec(err) ?? []
  assert.deepEqual({ found, code, out }, { found: errorCode, code: exit, out: '' }, err)
  assert.match(sentence, /\.$/, 'a whole sentence')
  assert.doesNotMatch(sentence, /undefined|null|NaN|\[object|\bat .*:\d+/)
}

/** Runs a command that must be refused. */
export async function refused(
  args: readonly string[],
  exit: number,
  errorCode: string,
  options: RunOptions = {},
): Promise<string> {
  const ran = await keyclave(args, options)
  assertRefused(ran, exit, errorCode)
  return ran.err
}

/** A folder for a test file; `remove` takes it away. */
export interface Desk {
  readonly path: string
  readonly at: (name: string) => string
  readonly write: (name: string, content: string | Uint8Array) => string
  readonly remove: () => void
}

export function newDesk(): Desk {
  const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-cli-'))
  const at = (name: string): string => path.join(folder, name)
  return {
    path: folder,
    at,
    write: (name, content) => {
      writeFileSync(at(name), content)
      return at(name)
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** A plan at KDF profile 1, the quickest that exists. */
export const planText = (
  policy: string,
  rest = 'keys: [{ label: video-root, bits: 256, purpose: content encryption }]',
): string => `title: Root key ceremony 2026
organisation: Example Ltd
quorum: { ${policy}, kdf: 1 }
${rest}
`

/** The 40 words of a share file, as a custodian reads them from the card. */
export const wordsOf = (card: string): readonly string[] =>
  card
    .split('\n')
    .filter(line => !line.startsWith('#'))
    .join(' ')
    .split(/\s+/)
    .filter(word => /^[a-z]+$/.test(word))

/** The text of the QR code of a share file. */
export const qrTextOf = (card: string): string => /KEYCLAVE:S1:.*/.exec(card)?.[0] ?? ''
