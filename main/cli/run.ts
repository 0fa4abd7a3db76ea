/** Wires the command line to the process it runs in. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { refuse } from '../../shared/errors.ts'
import type { App } from '../app.ts'
import { runCommandLine } from './program.ts'
import { askShown } from './terminal/ask-shown.ts'
import { sentence } from './terminal/words.ts'

const programFolder = path.join(import.meta.dirname, '../..')
const { version } = JSON.parse(readFileSync(path.join(programFolder, 'package.json'), 'utf8')) as {
  version: string
}

const cancel = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // Once: should tidying up take too long, the second signal ends the program on the spot.
  process.once(signal, () => {
    cancel.abort()
    // A verb that waits for somebody to type hears of it no other way.
    process.stdin.destroy(refuse('CANCELLED', {}))
  })
}
// Errors come back from each read and each write; a stream's own event would end the program.
for (const stream of [process.stdin, process.stdout, process.stderr]) stream.on('error', () => {})

const typingPlace = { keyboard: process.stdin, screen: process.stderr, signal: cancel.signal }

async function loadApp(): Promise<App> {
  const [{ createApp }, { askHidden }, { thisMachine }] = await Promise.all([
    import('../app.ts'),
    import('../services/quorum/index.ts'),
    import('./machine.ts'),
  ])
  return createApp({
    ...thisMachine(programFolder, version),
    standardInput: process.stdin,
    askHidden: process.stdin.isTTY
      ? (question, limit) => askHidden(question, limit, typingPlace)
      : null,
    askShown: process.stdin.isTTY
      ? (question, limit) => askShown(question, limit, typingPlace)
      : null,
    tell: refusal => process.stderr.write(`${sentence(refusal)}\n`),
  })
}

process.exitCode = await runCommandLine(process.argv.slice(2), {
  app: loadApp,
  streams: {
    out: process.stdout,
    err: process.stderr,
    interactive: process.stderr.isTTY === true,
    now: () => performance.now(),
  },
  signal: cancel.signal,
  canAsk: process.stdin.isTTY === true,
  version,
  environment: {
    ...(process.env.KEYCLAVE_VAULT && { vault: process.env.KEYCLAVE_VAULT }),
    ...(process.env.KEYCLAVE_KIT && { kit: process.env.KEYCLAVE_KIT }),
  },
})
