import { Buffer } from 'node:buffer'
import { KeyclaveError } from '../../../shared/errors.ts'
import { secretNamed, serveOnce, wipe } from '../bytes/index.ts'
import { unwrapDamaged, unwrapFileKey, wrapFileKey } from './file-key.ts'
import type { HeaderWork } from './header.ts'

serveOnce<HeaderWork, unknown>(async (work, secrets) => {
  if (work.kind === 'create') {
    const { header, fileKey } = await wrapFileKey(work.recipients)
    // A copy of its own: a message takes along the whole memory that a buffer is a slice of.
    return { output: new Uint8Array(header), secrets: { fileKey } }
  }
  if (work.kind === 'match') {
    const identities = Object.keys(secrets).map(name => secretNamed(secrets, name))
    const output: (readonly number[] | null)[] = []
    for (const header of work.headers) output.push(await matching(header, identities))
    return { output }
  }
  const identity = secretNamed(secrets, 'identity')
  const fileKey =
    work.kind === 'open'
      ? await unwrapFileKey(work.header, identity)
      : await unwrapDamaged(Buffer.from(work.header), identity)
  return { output: null, secrets: { fileKey } }
})

/** The positions of the identities that open a header; null: it is damaged. */
async function matching(
  header: Uint8Array,
  identities: readonly Buffer[],
): Promise<readonly number[] | null> {
  const found: number[] = []
  for (const [position, identity] of identities.entries()) {
    try {
      wipe(await unwrapFileKey(header, identity))
      found.push(position)
    } catch (error) {
      if (!(error instanceof KeyclaveError) || error.code === 'AGE_IDENTITY') throw error
      if (error.code !== 'AGE_NO_MATCH') return null
    }
  }
  return found
}
