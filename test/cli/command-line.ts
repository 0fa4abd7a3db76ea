import assert from 'node:assert/strict'
import { type SpawnOptions, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { createApp } from '../../main/app.ts'
import type { NamedFiles } from '../../main/cli/environment.ts'
import { thisMachine } from '../../main/cli/machine.ts'
import { runCommandLine } from '../../main/cli/program.ts'
import { DEFAULT_SETTINGS, type SettingsStanding } from '../../shared/settings.ts'
import { withCard } from '../fixtures/card-fingerprint.ts'
import { isQuick } from '../setup/quick-argon2.ts'
import { IN_SAME_THREAD } from '../setup/same-thread.ts'
import { seeded } from '../setup/seed.ts'

/** The command line as a person has it: its exit code and what it wrote. */

const ROOT = path.join(import.meta.dirname, '../..')
const PROGRAM = path.join(ROOT, 'main/cli.ts')
const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
  version: string
}

/** No command of these tests works longer than this, on however slow a machine. */
const TIMEOUT_MS = 600_000

export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** What only a process of its own can be given. */
interface Surrounding extends Pick<SpawnOptions, 'cwd' | 'env' | 'stdio'> {
  /** What the command runs in, for example `['unshare', '--net']`. */
  readonly within?: readonly string[]
  /** That its one-shot work stays in its own thread (setup/same-thread.ts): where a whole job is only to be done. */
  readonly inSameThread?: true
}

export interface RunOptions extends Surrounding {
  /** What stands on standard input; nothing, otherwise. */
  readonly input?: string | Uint8Array
  /** The clock of the machine, for a command in this process. */
  readonly now?: () => Date
  /** What the environment names, for a command in this process. */
  readonly environment?: NamedFiles
  /** What is set on the machine, for a command in this process. */
  readonly settings?: SettingsStanding
}

/**
 * Runs `keyclave` with these arguments to its end, with the fingerprint of a card where they name a kit: as a process of its own where it is given a
 * surrounding (`{ within: [] }` is one), otherwise in this one, where starting costs nothing.
 */
export const keyclave = (args: readonly string[], options: RunOptions = {}): Promise<Ran> =>
  keyclaveWithoutCard(withCard(args), options)

/** The same with these arguments alone. */
export function keyclaveWithoutCard(
  args: readonly string[],
  options: RunOptions = {},
): Promise<Ran> {
  const { input = '', now, environment, settings, ...surrounding } = options
  return Object.keys(surrounding).length === 0
    ? runHere(args, input, now, environment, settings)
    : runAlone(args, input, surrounding)
}

const NOTHING_SET: SettingsStanding = {
  settings: DEFAULT_SETTINGS,
  path: '/nowhere/settings.json',
  problem: null,
}

/** What main/cli/this-process.ts does, without a process around it. */
async function runHere(
  args: readonly string[],
  input: string | Uint8Array,
  now: () => Date = () => new Date(),
  environment: NamedFiles = {},
  settings: SettingsStanding = NOTHING_SET,
): Promise<Ran> {
  const [out, err] = [collect(), collect()]
  const code = await runCommandLine(args, {
    app: async () =>
      createApp({
        ...{ ...thisMachine(ROOT, version), now },
        standardInput: Readable.from(input.length === 0 ? [] : [Buffer.from(input)]),
        askHidden: null,
        askShown: null,
      }),
    settings,
    streams: {
      out: out.stream,
      err: err.stream,
      interactive: false,
      now: () => performance.now(),
    },
    signal: new AbortController().signal,
    canAsk: false,
    version,
    environment,
  })
  return { code, out: out.text(), err: err.text() }
}

function collect(): { readonly stream: Writable; readonly text: () => string } {
  const pieces: Buffer[] = []
  const stream = new Writable({
    write: (piece: Buffer, _, next) => {
      pieces.push(piece)
      next()
    },
  })
  return { stream, text: () => Buffer.concat(pieces).toString() }
}

function runAlone(
  args: readonly string[],
  input: string | Uint8Array,
  { within = [], inSameThread, ...spawning }: Surrounding,
): Promise<Ran> {
  const threads = isQuick() || inSameThread ? IN_SAME_THREAD : []
  const node = [process.execPath, ...seeded(), ...threads]
  const [command = '', ...rest] = [...within, ...node, PROGRAM, ...args]
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

const MANY = path.join(import.meta.dirname, 'many.child.ts')

/** Runs many commands in one process in a surrounding, where starting is what takes long. */
export async function keyclaveEach(
  commands: readonly (readonly string[])[],
  within: readonly string[],
): Promise<readonly Ran[]> {
  const node = [process.execPath, ...seeded(), ...IN_SAME_THREAD, MANY]
  const [command = '', ...rest] = [...within, ...node]
  const child = spawn(command, rest, { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(commands))
  return JSON.parse(await text(child.stdout)) as readonly Ran[]
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

/** A command for a shell to run, whatever stands in its words. */
export const quoted = (command: readonly string[]): string =>
  command.map(word => `'${word.replaceAll("'", "'\\''")}'`).join(' ')

/** The 40 words of a share file, as a custodian reads them from the card. */
export const wordsOf = (card: string): readonly string[] =>
  card
    .split('\n')
    .filter(line => !line.startsWith('#'))
    .join(' ')
    .split(/\s+/)
    .filter(word => /^[a-z]+$/.test(word))

/** The text of the QR code of a share file. */
export const qrTextOf = (card: string): string => /KEYCLAVE:S[12]:.*/.exec(card)?.[0] ?? ''
