import { Buffer } from 'node:buffer'
import { type MessagePort, parentPort } from 'node:worker_threads'
import sodium from 'sodium-native'
import { type BatchAnswer, CHECK_BYTES } from './signature-batch.ts'

interface Batch {
  readonly checks: Uint8Array
  readonly port: MessagePort
}

parentPort?.on('message', ({ checks, port }: Batch) => {
  port.postMessage(firstBad(Buffer.from(checks.buffer, checks.byteOffset, checks.byteLength)))
})

function firstBad(checks: Buffer): BatchAnswer {
  for (let i = 0; i * CHECK_BYTES < checks.length; i += 1) {
    const at = i * CHECK_BYTES
    const key = checks.subarray(at, at + 32)
    const hash = checks.subarray(at + 32, at + 64)
    const signature = checks.subarray(at + 64, at + CHECK_BYTES)
    if (!sodium.crypto_sign_verify_detached(signature, hash, key)) return i
  }
  return -1
}
