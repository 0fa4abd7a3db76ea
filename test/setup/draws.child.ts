/** Says eight bytes from each source of chance; so do two threads, one after the other. */
import crypto, { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { osRandom } from '../../main/core/bytes/random.ts'

const drawn = [
  osRandom(8).toString('hex'),
  randomBytes(8).toString('hex'),
  Buffer.from(globalThis.crypto.getRandomValues(new Int8Array(8))).toString('hex'),
  crypto.randomFillSync(Buffer.alloc(8)).toString('hex'),
  Math.random().toString(36),
].join(' ')

if (isMainThread) {
  console.log(drawn)
  for (let thread = 0; thread < 2; thread += 1) {
    const [said] = await once(new Worker(new URL(import.meta.url)), 'message')
    console.log(said)
  }
} else {
  parentPort?.postMessage(drawn)
}
