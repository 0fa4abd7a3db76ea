/**
 * One-shot work in the thread of the test: starting a worker, and emptying its heap afterwards, costs more
 * than what most of them do, and a suite about refusals starts thousands. What crosses is copied as it
 * would be between threads, a refusal goes through its schema. Suites about threads, memory or time and the
 * real programs have real ones; of the suites that drive the window, the whole job (e2e/playwright.config.ts).
 */
import { registerHooks } from 'node:module'
import path from 'node:path'
import { isMainThread } from 'node:worker_threads'

const HERE = `
let registered = null
let loading = Promise.resolve()
const works = new Map()

function loaded(script) {
  const known = works.get(script.href)
  if (known) return known
  const work = loading.then(async () => {
    await import(script.href)
    const own = registered
    registered = null
    if (own === null) throw new Error(script.href + ' serves nothing')
    return own
  })
  loading = work.catch(() => {})
  works.set(script.href, work)
  return work
}

async function runOnce(script, input, secrets = {}, limit) {
  const work = await loaded(script)
  const views = Object.fromEntries(Object.entries(secrets).map(([name, s]) => [name, copySecret(s)]))
  let timer
  try {
    const late = limit && new Promise((_, reject) => {
      timer = setTimeout(() => reject(limit.error), limit.seconds * 1000)
    })
    const done = work(structuredClone(input), views).catch(async error => {
      if (error instanceof KeyclaveError) throw await refusalIn(structuredClone(toWire(error)))
      throw workerFailure(describeFailure(error))
    })
    const { output, secrets: own = {} } = await (late ? Promise.race([done, late]) : done)
    const copies = Object.entries(own).map(([name, s]) => [name, copySecret(s)])
    wipe(...Object.values(own))
    return { output: structuredClone(output), secrets: Object.fromEntries(copies) }
  } finally {
    clearTimeout(timer)
    wipe(...Object.values(views))
  }
}

function serveOnce(work) {
  registered = work
}
`

/** The module with other functions in the place of its own; built, it says at its end what it exports. */
function served(source: string): string {
  // A program of a suite is told twice, by its arguments and by its environment.
  if (source.includes(HERE)) return source
  let functions = 0
  const inOwnThread = source.replaceAll(
    /^(?:export )?((?:async )?function )(runOnce|serveOnce)\b/gm,
    (_, kind, name) => {
      functions += 1
      return `${kind}${name}Away`
    },
  )
  if (functions !== 2) throw new Error('one-shot-worker.ts has other functions to replace')
  const isBuilt = /^export \{/m.test(inOwnThread)
  return `${inOwnThread}\n${HERE}${isBuilt ? '' : 'export { runOnce, serveOnce }'}`
}

/** As a source, and as the built command line has it. */
const ONE_SHOT_WORKER =
  /\/(main\/core\/bytes\/one-shot-worker\.ts|dist\/cli\/one-shot-worker-[\w-]+\.js)$/

/** With it, in a program that a suite starts. */
const PROGRAM = '?program'
/** Arguments for a Node whose program does its one-shot work in its own thread, too. */
export const IN_SAME_THREAD = [
  '--import',
  `${new URL(import.meta.url).href.split('?')[0]}${PROGRAM}`,
]

const suite = path.relative(path.dirname(import.meta.dirname), process.argv[1] ?? '')
/**
 * Suites about what is refused and what comes out; one of them measures how long the thread is held up. What becomes
 * of passphrases and of wrapped secrets in threads is the subject of core/passphrase and core/wrapping.
 */
const CORE = 'age|backup|ceremony|deliveries|key-vectors|kit|log|people|quorum|share|status'
const plays = new RegExp(
  `^(cli|services|golden|interop|crash|paper|degraded|core/(${CORE}))[/.](?!window-stays-alive)`,
).test(suite)
const isProgram = new URL(import.meta.url).search === PROGRAM
if (isMainThread && (plays || isProgram || process.env.KEYCLAVE_QUICK !== undefined)) {
  registerHooks({
    load: (url, context, nextLoad) => {
      const module = nextLoad(url, context)
      if (!ONE_SHOT_WORKER.test(url)) return module
      return { ...module, source: served(String(module.source)) }
    },
  })
}
