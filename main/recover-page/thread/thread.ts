import '../../../shared/no-jit.ts'
import { createHash } from 'node:crypto'
import { KeyclaveError } from '../../../shared/errors.ts'
import { sentenceOf } from '../../../shared/messages/index.ts'
import { spelledWords } from '../../../shared/share-spelling.ts'
import { parseWord, SHARE_WORDS } from '../../../shared/share-text.ts'
import { KIT_LIMIT } from '../../core/kit/index.ts'
import { CARD_LIMIT } from '../../core/share/index.ts'
import { hashWords } from '../../core/text/index.ts'
import type { CallName, Calls, Order, Refusal, ToPage, ToThread } from '../calls.ts'
import { blobSource } from './blob-source.ts'
import { Gathering } from './gathering.ts'
import { Opening } from './opening.ts'
import { codeInPicture } from './picture.ts'
import { restore } from './restoring.ts'

/** The page's thread: everything that handles a secret. It ends with the page, and is ended by "Close and forget". */

const gathering = new Gathering()
let opening: Opening | null = null
let stop = new AbortController()

const tell = (message: ToPage, transfer: Transferable[] = []): void =>
  self.postMessage(message, { transfer })

const orders = new Map<number, PromiseWithResolvers<void>>()
let lastOrder = 0

/** Has the page write something, and waits until it has. @throws BrowserRefusal */
function give(what: Order): Promise<void> {
  const answer = Promise.withResolvers<void>()
  lastOrder += 1
  orders.set(lastOrder, answer)
  const transfer = what.does === 'bytes' ? [what.bytes.buffer] : []
  tell({ kind: 'order', order: lastOrder, what }, transfer)
  return answer.promise
}

/** What the browser would not do, in its words. */
class BrowserRefusal extends Error {}

function opened(): Opening {
  if (opening === null) throw new Error('nothing is open')
  return opening
}

const utf8 = new TextEncoder()

const CALLS: {
  readonly [name in CallName]: (takes: Calls[name]['takes']) => Promise<Calls[name]['gives']>
} = {
  kit: async file => gathering.takeKit(file?.subarray(0, KIT_LIMIT + 1) ?? null),
  fingerprint: async typed => gathering.confirm(typed),
  count: async text => {
    const words = spelledWords(new TextDecoder().decode(text.subarray(0, CARD_LIMIT)), SHARE_WORDS)
    const unknown = words.flatMap((word, i) => (parseWord(word) === 'unknown' ? [i + 1] : []))
    return { have: words.length, unknown }
  },
  card: text => wiped(text, () => gathering.takeCard(text.subarray(0, CARD_LIMIT))),
  picture: async ({ file, reader }) => {
    const text = utf8.encode(await codeInPicture(file, reader))
    return await wiped(text, () => gathering.takeCode(text))
  },
  confirm: async () => gathering.takeCorrected(),
  remove: async index => gathering.remove(index),
  open: async passphrase => {
    opening?.close()
    opening = await Opening.of(gathering, passphrase)
    return opening.facts
  },
  identity: which => opened().identity(which),
  key: ({ id, version }) => opened().key(id, version),
  restore: async ({ files, to }) => {
    stop = new AbortController()
    const progress = (done: number, total: number): void => tell({ kind: 'progress', done, total })
    return await restore(opened(), files, to, { give, progress, signal: stop.signal })
  },
  hash: async file => {
    const hash = createHash('sha256')
    const source = blobSource(file, bytes => hash.update(bytes))
    const into = Buffer.alloc(1024 * 1024)
    while ((await source.read(into)) > 0);
    const sha256 = hash.digest('hex')
    return { sha256, words: hashWords(sha256) }
  },
}

async function wiped<Result>(bytes: Uint8Array, use: () => Promise<Result>): Promise<Result> {
  try {
    return await use()
  } finally {
    bytes.fill(0)
  }
}

/** One after the other: a question may change what the next one is about. */
let turn: Promise<void> = Promise.resolve()

async function answer(id: number, name: CallName, takes: unknown): Promise<void> {
  try {
    const call = CALLS[name] as (takes: unknown) => Promise<unknown>
    tell({ kind: 'gives', id, gives: await call(takes) })
  } catch (error) {
    tell({ kind: 'refused', id, refusal: refusalOf(error) })
  }
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof KeyclaveError) {
    return { code: error.code, sentence: sentenceOf(error, 'en', 'window') }
  }
  if (error instanceof BrowserRefusal) return { code: null, sentence: error.message }
  // A foreign error may quote what it choked on: its kind alone.
  const kind = error instanceof Error ? error.name : typeof error
  return {
    code: null,
    sentence: `This page could not do that (${kind}), and nothing was changed. Try it in another browser, with Keyclave, or with recover.py.`,
  }
}

self.onmessage = ({ data }: MessageEvent<ToThread>) => {
  switch (data.kind) {
    case 'ask':
      turn = turn.then(() => answer(data.id, data.name, data.takes))
      return
    case 'done': {
      const order = orders.get(data.order)
      orders.delete(data.order)
      if (data.problem === null) order?.resolve()
      else order?.reject(new BrowserRefusal(data.problem))
      return
    }
    case 'stop':
      stop.abort()
  }
}
tell({ kind: 'ready' })
