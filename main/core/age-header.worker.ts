import { unwrapFileKey, wrapFileKey } from './age-file-key.ts'
import type { HeaderWork } from './age-header.ts'
import { serveOnce } from './one-shot-worker.ts'
import { secretNamed } from './worker-secret.ts'

serveOnce(async (work: HeaderWork, secrets) => {
  if (work.kind === 'create') {
    const { header, fileKey } = await wrapFileKey(work.recipients)
    // A copy of its own: a message takes along the whole memory that a buffer is a slice of.
    return { output: new Uint8Array(header), secrets: { fileKey } }
  }
  const fileKey = await unwrapFileKey(work.header, secretNamed(secrets, 'identity'))
  return { output: null, secrets: { fileKey } }
})
