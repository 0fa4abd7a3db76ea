import { Buffer } from 'node:buffer'
import { identityToRecipient } from 'age-encryption'
import { secretNamed, serveOnce } from '../bytes/index.ts'
import type { IdentityWork } from './identity.ts'
import { ageIdentityText } from './identity-text.ts'

/** Makes the text of an age identity and its recipient; see quorum-identity.ts. */
serveOnce(async (work: IdentityWork, secrets) => {
  const secret = secretNamed(secrets, 'secret')
  if (work.of === 'seed') {
    const identity = ageIdentityText(secret, work.type)
    const recipient = await identityToRecipient(identity)
    return { output: recipient, secrets: { text: Buffer.from(identity, 'ascii') } }
  }
  const recipient = await identityToRecipient(secret.toString('latin1')).catch(() => null)
  return { output: recipient }
})
