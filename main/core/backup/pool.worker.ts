import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { assertNever, KeyclaveError, toWire } from '../../../shared/errors.ts'
import { openChunks, sealChunks } from '../age/index.ts'
import { copyBytes } from '../bytes/index.ts'
import type { Done, Job, Order, Reply } from './job.ts'
import type { Place } from './slab.ts'
import { compressFrame, decompressFrame } from './zstd-frame.ts'

/** One thread of a backup: does its jobs in the order in which they come. */

const key = Buffer.from(workerData as SharedArrayBuffer)
const port = parentPort
if (port === null) throw new Error('this module is a worker')

const slabs: Buffer[] = []

function slab(number: number): Buffer {
  const bytes = slabs[number]
  if (bytes === undefined) throw new Error(`slab ${number} has not come`)
  return bytes
}

const at = ({ slab: number, start, length }: Place): Buffer =>
  slab(number).subarray(start, start + length)

const sha256 = createHash('sha256')

function writeHash(output: Buffer): Done {
  const digest = sha256.copy().digest()
  copyBytes(digest, output)
  return whole(digest.length)
}

const whole = (length: number): Done => ({ length, failure: null })

function run(job: Job, output: Buffer): Done {
  switch (job.kind) {
    case 'compress':
      return whole(compressFrame(at(job.input), output, job.sampling) ?? 0)
    case 'decompress':
      return whole(decompressFrame(job.input.map(at), job.size, output))
    case 'seal':
      return whole(sealChunks(key, job.run, job.input.map(at), output))
    case 'open':
      return openChunks(key, job.run, at(job.input), output)
    case 'hash':
      sha256.update(at(job.input))
      return whole(0)
    case 'hashed':
      return writeHash(output)
    default:
      return assertNever(job)
  }
}

function attempt(job: Job, output: Buffer): Reply['result'] {
  try {
    return { kind: 'done', done: run(job, output) }
  } catch (error) {
    if (!(error instanceof KeyclaveError)) throw error
    return { kind: 'refused', error: toWire(error) }
  }
}

port.on('message', (order: Order) => {
  if (order.kind === 'slab') {
    slabs.push(Buffer.from(order.memory))
    return
  }
  const reply: Reply = { id: order.id, result: attempt(order.job, slab(order.output)) }
  port.postMessage(reply)
})
