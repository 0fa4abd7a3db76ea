/**
 * Does the whole job in one process that goes on, as the window does: a ceremony, then everything that a
 * recovery can do. After each it says so and waits for SIGUSR2, for the parent to look into its memory.
 *
 * Called with `careless`, it then recovers once more, and keeps what a careless program would keep.
 */
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createApp } from '../../main/app.ts'
import { nodeScansHere } from '../../main/shells/card-process.ts'

const [folder = '', careless = ''] = process.argv.slice(2)
const at = (name: string): string => path.join(folder, name)
const app = createApp({
  now: () => new Date(),
  standardInput: process.stdin,
  askHidden: null,
  askShown: null,
  threads: availableParallelism(),
  software: 'keyclave test',
  programFolder: folder,
  packageFile: null,
  temporaryFolder: folder,
  printSystem: null,
  pause: sleep,
  runScan: nodeScansHere(path.resolve(import.meta.dirname, '../..')),
  programDate: new Date('2026-01-01'),
  monotonic: () => performance.now(),
  uptime: () => performance.now(),
})
const watch = { signal: new AbortController().signal, onEvent: () => {} }

async function wait(): Promise<void> {
  for (let i = 0; i < 5; i += 1) {
    globalThis.gc?.()
    await sleep(20)
  }
  const alive = setInterval(() => {}, 1000)
  process.stdout.write('ready\n')
  await once(process, 'SIGUSR2')
  clearInterval(alive)
}

const { shares, kit, fingerprint } = await app.ceremony.runInFolder(
  {
    ...{ plan: at('plan.yaml'), passphraseFile: at('pass.txt') },
    ...{ out: at('ceremony'), vault: at('test.vault') },
    printed: { paper: 'a4', plain: false, layout: 'standard' },
  },
  watch,
)
await wait()

const opening = {
  ...{ kit, fingerprint, shares: [1, 3, 5].map(n => shares[n - 1]?.file ?? '') },
  ...{ passphraseFile: at('pass.txt'), acceptCorrections: false },
}
const file = at('backup.age')
await app.backup.create(
  { paths: [at('tree')], kit, out: file, vault: at('test.vault'), digest: false },
  watch,
)
await app.recovery.backup({ ...opening, files: [file], out: at('restored') }, watch)
await app.recovery.key({ ...opening, key: 'video-root', out: at('video.key') }, watch)
await app.recovery.identity(opening, watch, () => {})
await app.recovery.identity({ ...opening, backupKey: '1' }, watch, () => {})
await app.shares.inspect(
  { file: opening.shares[0] ?? '', kit, fingerprint, showCorrections: false },
  watch,
)
await wait()

const kept: unknown[] = []
if (careless === 'careless') {
  await app.recovery.identity(opening, watch, identity => {
    const text = identity.toString('latin1')
    kept.push(Buffer.from(identity), text, Buffer.from(text, 'utf16le'))
  })
  await wait()
}
process.exitCode = kept.length > 3 ? 1 : 0 // keeps them until here
