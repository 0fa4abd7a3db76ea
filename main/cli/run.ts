/** Wires the command line to the process it runs in. */
import { readFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { createApp } from '../app.ts'
import { runCommandLine } from './program.ts'

const programFolder = path.join(import.meta.dirname, '../..')
const { version } = JSON.parse(readFileSync(path.join(programFolder, 'package.json'), 'utf8')) as {
  version: string
}

const cancel = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => cancel.abort())
}
// Whoever reads our output may have gone (`| head`): that is no failure.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

process.exitCode = await runCommandLine(process.argv.slice(2), {
  app: createApp({
    now: () => new Date(),
    standardInput: process.stdin,
    threads: availableParallelism(),
    software: `keyclave ${version}`,
    programFolder,
    temporaryFolder: tmpdir(),
  }),
  streams: {
    out: process.stdout,
    err: process.stderr,
    interactive: process.stderr.isTTY === true,
    now: () => performance.now(),
  },
  signal: cancel.signal,
  version,
})
