import { secretNamed, serveOnce } from '../bytes/index.ts'
import { unwrapFileKey, wrapFileKey } from './file-key.ts'
import type { HeaderWork } from './header.ts'

serveOnce(async (work: HeaderWork, secrets) => {
  if (work.kind === 'create') {
    const { header, fileKey } = await wrapFileKey(work.recipients)
    // A copy of its own: a message takes along the whole memory that a buffer is a slice of.
    return { output: new Uint8Array(header), secrets: { fileKey } }
  }
  const fileKey = await unwrapFileKey(work.header, secretNamed(secrets, 'identity'))
  return { output: null, secrets: { fileKey } }
})
