/**
 * Run in the started image, where a test listens to what stands in its window. Keys are not pressed here: those come from
 * the machine's own keyboard.
 *
 *   ears.ts BROWSER ARGUMENTS…  stands where the window looks for its browser, starts it, hands on what the two say to each
 *                               other over the pipe, and asks the browser a question of its own in between
 *   ears.ts relay               hands questions on from the serial line to the browser that was started last: one line of
 *                               JSON, `{ "id": 1, "page": "window" | "picker", "expression": "document.title" }`, answered
 *                               by one, `{ "id": 1, "value": … }`; the value is null where no such page is there
 */
import { spawn } from 'node:child_process'
import { createReadStream, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs'
import { createConnection, createServer, Socket } from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'

const FOLDER = '/run/ears'
const LINE = '/dev/ttyS1'
const PICKER = /^https:\/\/keyclave-picker\./

interface Question {
  readonly id: number
  readonly page: 'window' | 'picker'
  readonly expression: string
}

/** A message of the protocol that the browser speaks on the pipe (Chrome DevTools Protocol, flat sessions). */
interface Message {
  readonly id?: number
  readonly method?: string
  readonly sessionId?: string
  readonly params?: { readonly sessionId?: string; readonly targetInfo?: Target }
  readonly result?: {
    readonly sessionId?: string
    readonly targetInfos?: readonly Target[]
    readonly result?: { readonly value?: unknown }
  }
}
interface Target {
  readonly targetId: string
  readonly type: string
  readonly url: string
}

const [what = '', ...rest] = process.argv.slice(2)
if (what === 'relay') await relay()
else standBetween(what, rest)

async function relay(): Promise<void> {
  const line = openSync(LINE, 'w')
  for await (const question of createInterface({ input: createReadStream(LINE) })) {
    if (question === '') continue
    const { id } = JSON.parse(question) as Question
    // Not one after the other: a browser that is about to go may never answer.
    void askNewest(question).then(answer => {
      writeSync(line, `${answer ?? JSON.stringify({ id, value: null })}\n`)
    })
  }
}

/** @returns null where no browser answers */
async function askNewest(question: string): Promise<string | null> {
  const age = (name: string): number => statSync(path.join(FOLDER, name)).mtimeMs
  const sockets = readdirSync(FOLDER).filter(name => name.endsWith('.sock'))
  const [newest] = sockets.sort((one, other) => age(other) - age(one))
  if (newest === undefined) return null
  const socket = createConnection(path.join(FOLDER, newest))
  socket.on('error', () => {})
  socket.write(`${question}\n`)
  for await (const answer of createInterface({ input: socket })) {
    socket.destroy()
    return answer
  }
  return null
}

/** The pipe: on descriptor 3 the browser is told, on 4 it answers; each message ends with a NUL. */
function standBetween(browser: string, args: readonly string[]): void {
  const window = { told: new Socket({ fd: 3 }), answers: new Socket({ fd: 4 }) }
  const stdio = ['inherit', 'inherit', 'inherit', 'pipe', 'pipe'] as const
  const child = spawn(browser, args, { stdio: [...stdio] })
  const [, , , told, answers] = child.stdio
  if (!(told instanceof Socket && answers instanceof Socket)) throw new Error('no pipe')
  window.told.pipe(told)

  /** Beyond every number that the window will come to. */
  let id = 1_000_000_000
  const asked = new Map<number, (answer: Message) => void>()
  const own = new Set<string>()
  const ask = (method: string, params: unknown, sessionId?: string): Promise<Message> =>
    new Promise(resolve => {
      id += 1
      asked.set(id, resolve)
      told.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
    })
  /** Whether a message is for us; what is not goes on to the window. */
  const isOurs = (message: Message): boolean => {
    const settle = asked.get(message.id ?? 0)
    if (settle !== undefined) {
      asked.delete(message.id ?? 0)
      settle(message)
      return true
    }
    if (message.method === 'Target.attachedToTarget') {
      const { sessionId, targetInfo } = message.params ?? {}
      if (sessionId && targetInfo?.type === 'browser') own.add(sessionId)
      return sessionId !== undefined && (own.has(sessionId) || own.has(message.sessionId ?? ''))
    }
    return own.has(message.sessionId ?? '')
  }
  onMessages(answers, text => {
    if (!isOurs(JSON.parse(text) as Message)) window.answers.write(`${text}\0`)
  })

  let above: string | undefined
  const sessions = new Map<string, string>()
  const hear = async ({ page, expression }: Question): Promise<unknown> => {
    above ??= (await ask('Target.attachToBrowserTarget', {})).result?.sessionId
    const targets = (await ask('Target.getTargets', {}, above)).result?.targetInfos ?? []
    const target = targets.findLast(({ type, url }) =>
      page === 'picker' ? PICKER.test(url) : type === 'page',
    )
    if (target === undefined) return null
    const { targetId } = target
    if (!sessions.has(targetId)) {
      const attached = await ask('Target.attachToTarget', { targetId, flatten: true }, above)
      const session = attached.result?.sessionId ?? ''
      own.add(session)
      sessions.set(targetId, session)
    }
    const evaluated = { expression, returnByValue: true }
    const answer = await ask('Runtime.evaluate', evaluated, sessions.get(targetId))
    return answer.result?.result?.value ?? null
  }

  const place = path.join(FOLDER, `${process.pid}.sock`)
  const server = createServer(async socket => {
    socket.on('error', () => {})
    for await (const line of createInterface({ input: socket })) {
      const question = JSON.parse(line) as Question
      socket.write(`${JSON.stringify({ id: question.id, value: await hear(question) })}\n`)
    }
  }).listen(place)
  child.once('exit', (code, signal) => {
    server.close()
    rmSync(place, { force: true })
    process.exit(signal === null ? (code ?? 1) : 1)
  })
}

function onMessages(from: Socket, take: (text: string) => void): void {
  let parts: Buffer[] = []
  from.on('data', (chunk: Buffer) => {
    let start = 0
    for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, start)) {
      take(Buffer.concat([...parts, chunk.subarray(start, end)]).toString())
      parts = []
      start = end + 1
    }
    parts.push(chunk.subarray(start))
  })
}
