/**
 * How fast a backup is encrypted again, beside a restore and a backup at once in the same run.
 *
 *   node test/bench/reencryption.ts 512      MiB of each kind of data
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { writeIncompressible, writeText } from './test-data.ts'

const ONCE = path.join(import.meta.dirname, 'backup-once.ts')
const ROUNDS = 3
/** Of the throughput of a restore and a backup at once; without reading back. */
const AIM = 0.8

interface Measured {
  readonly seconds: number
  readonly cpu: number
  /** Peak memory, kB. */
  readonly peak: number
}

async function once(...args: readonly string[]): Promise<Measured> {
  const child = spawn(process.execPath, [ONCE, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  return JSON.parse(await text(child.stdout)) as Measured
}

/** @returns a line for each kind of data */
export async function benchReencryption(mib: number): Promise<readonly string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-bench-'))
  const at = (name: string): string => path.join(folder, name)
  try {
    const identity = await generateX25519Identity()
    const recipient = await identityToRecipient(identity)
    writeFileSync(at('id'), `${identity}\n`)
    const lines: string[] = []
    for (const [kind, write] of [
      ['incompressible', writeIncompressible],
      ['text', writeText],
    ] as const) {
      mkdirSync(at('data'))
      write(at('data/data'), mib * 1024 * 1024)
      await once('create', at('old.age'), recipient, at('data'))
      const rounds: { both: number; stream: number; whole: number; peak: number }[] = []
      for (let round = 0; round < ROUNDS; round += 1) {
        const start = performance.now()
        await Promise.all([
          once('restore', at('old.age'), at('id'), at('out')),
          once('create', at('other.age'), recipient, at('data')),
        ])
        const both = (performance.now() - start) / 1000
        const startStream = performance.now()
        await once('stream', at('old.age'), at('id'), at('new.age'), recipient)
        const stream = (performance.now() - startStream) / 1000
        const startWhole = performance.now()
        const { peak } = await once('reencrypt', at('old.age'), at('id'), at('read.age'), recipient)
        rounds.push({ both, stream, whole: (performance.now() - startWhole) / 1000, peak })
        for (const made of ['out', 'other.age', 'new.age', 'read.age'])
          rmSync(at(made), { recursive: true })
      }
      const best = (name: 'both' | 'stream' | 'whole'): number =>
        Math.min(...rounds.map(round => round[name]))
      const ratio = best('both') / best('stream')
      lines.push(
        `encrypting ${mib} MiB of ${kind} again: ${ratio.toFixed(2)} of a restore and a backup at once (aim ${AIM}), ${(best('both') / best('whole')).toFixed(2)} read back and compared as well; peak ${(Math.max(...rounds.map(({ peak }) => peak)) / 1000).toFixed(0)} MB`,
      )
      rmSync(at('data'), { recursive: true })
      rmSync(at('old.age'))
    }
    return lines
  } finally {
    rmSync(folder, { recursive: true })
  }
}

if (process.argv[1] === import.meta.filename) {
  for (const line of await benchReencryption(Number(process.argv[2] ?? 512))) console.log(line)
}
