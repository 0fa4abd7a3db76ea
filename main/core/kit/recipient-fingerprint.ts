import { createHash } from 'node:crypto'

/** SHA-256 of the text of a recipient, in hex: a hybrid one has two thousand characters. */
export const recipientFingerprint = (recipient: string): string =>
  createHash('sha256').update(recipient).digest('hex')
