/**
 * The seed of all chance in a run of the tests, and the streams that are drawn from it.
 *
 * `KEYCLAVE_TEST_SEED` repeats a run; without it a seed is drawn, and handed to every process that this
 * one starts. Each test file has a stream of its own, so that it does not matter what runs before it or
 * beside it; so has each of its threads, in the order in which they start.
 */
import { createHash, randomBytes } from 'node:crypto'
import path from 'node:path'
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads'
import sodium from 'sodium-native'
import { QUICKLY } from './quick.ts'
import { isQuick } from './quick-argon2.ts'

process.env.KEYCLAVE_TEST_SEED ||= randomBytes(4).toString('hex')

export const SEED = process.env.KEYCLAVE_TEST_SEED

const TESTS = path.dirname(import.meta.dirname)
const CHANCE = new URL('chance.ts', import.meta.url).href
const STREAM = 'stream of chance'

/** What the threads of a test know of its stream: a name, and how many threads have one already. */
interface Stream {
  readonly name: string
  readonly threads: SharedArrayBuffer
}

let name = ''
let key = Buffer.alloc(0)
let draws = 0

function begin(stream: string): void {
  key = createHash('sha256').update(`${SEED}\0${stream}`).digest()
  draws = 0
}

/** From now on chance, here and in threads yet to start, is that of `stream`; if it is already, it goes on. */
export function drawFrom(stream: string): void {
  if (stream === name) return
  name = stream
  begin(name)
  const told: Stream = { name, threads: new SharedArrayBuffer(4) }
  setEnvironmentData(STREAM, told as never)
}

/** Fills it with the next bytes of the stream. */
export function fill<View extends NodeJS.ArrayBufferView>(view: View): View {
  const bytes = Buffer.from(view.buffer, view.byteOffset, view.byteLength)
  key.writeUInt32LE(draws)
  draws += 1
  if (bytes.length > 0) sodium.randombytes_buf_deterministic(bytes, key)
  return view
}

/**
 * Arguments for a Node that runs a program as people do: its chance has a stream of its own, too. What is
 * killed or watched by the clock still takes its course. Its Argon2id is as quick as the one here.
 */
export const seeded = (): readonly string[] => [
  '--import',
  `${CHANCE}?${fill(Buffer.alloc(8)).toString('hex')}`,
  ...(isQuick() ? QUICKLY : []),
]

/** The same with a stream of this name, whoever starts it and when. */
export const seededAs = (stream: string): readonly string[] => [
  '--import',
  `${CHANCE}?${encodeURIComponent(stream)}`,
  ...(isQuick() ? QUICKLY : []),
]

if (isMainThread) {
  const started = process.execArgv.find(argument => argument.startsWith(`${CHANCE}?`))
  drawFrom(started?.slice(CHANCE.length) ?? path.relative(TESTS, process.argv[1] ?? ''))
} else {
  const told = getEnvironmentData(STREAM) as unknown as Stream
  begin(`${told.name}, thread ${Atomics.add(new Int32Array(told.threads), 0, 1)}`)
}
