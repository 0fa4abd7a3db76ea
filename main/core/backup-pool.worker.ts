import { Buffer } from 'node:buffer'
import { parentPort, workerData } from 'node:worker_threads'
import { assertNever, KeyclaveError, toWire } from '../../shared/errors.ts'
import { openChunks, sealChunks } from './age-payload.ts'
import type { Done, Job, Order, Reply } from './backup-job.ts'
import { compressFrame, decompressFrame } from './zstd-frame.ts'

/** One thread of a backup: does its jobs in the order in which they come. */

const key = Buffer.from(workerData as SharedArrayBuffer)
const port = parentPort
if (port === null) throw new Error('this module is a worker')

const whole = (length: number): Done => ({ length, failure: null })

function run(job: Job, input: Buffer, output: Buffer): Done {
  switch (job.kind) {
    case 'compress':
      return whole(compressFrame(input, output))
    case 'decompress':
      return whole(decompressFrame(input, job.size, output))
    case 'seal':
      return whole(sealChunks(key, job.run, input, output))
    case 'open':
      return openChunks(key, job.run, input, output)
    default:
      return assertNever(job)
  }
}

function attempt(job: Job, input: ArrayBuffer, output: ArrayBuffer): Reply['result'] {
  try {
    return { kind: 'done', done: run(job, Buffer.from(input, 0, job.length), Buffer.from(output)) }
  } catch (error) {
    if (!(error instanceof KeyclaveError)) throw error
    return { kind: 'refused', error: toWire(error) }
  }
}

port.on('message', ({ id, job, input, output }: Order) => {
  const reply: Reply = { id, result: attempt(job, input, output), input, output }
  port.postMessage(reply, [input, output])
})
