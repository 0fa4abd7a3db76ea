import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { bech32 } from '@scure/base'
import { asciiOf, notTooLarge } from './text-forms.ts'
import { unfit } from './unfit.ts'

/** Recipients of age files, as a person gives them: one to a line, `#` begins a remark (age(1), RECIPIENTS). */

/** By the beginning of the text: bytes of what follows. X25519; ML-KEM-768 with X25519. */
const KINDS: ReadonlyMap<string, number> = new Map([
  ['age', 32],
  ['age1pq', 1184 + 32],
])

const FILE = 'recipient'

/** What is compared of recipients: SHA-256 of their text, one to a line; 64 hex digits. */
export interface AgeRecipients {
  readonly recipients: readonly string[]
  readonly fingerprint: string
}

/**
 * Reads a file of age recipients.
 *
 * @throws DELIVERY_FILE {not-recipient, age-identity, age-plugin, ssh-key, checksum}
 */
export function readAgeRecipients(given: Uint8Array): AgeRecipients {
  const recipients = asciiOf(notTooLarge(given, FILE), FILE)
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'))
  if (recipients.length === 0) throw unfit(FILE, 'empty')
  for (const recipient of recipients) checkRecipient(recipient)
  const text = recipients.map(recipient => `${recipient}\n`).join('')
  return { recipients, fingerprint: createHash('sha256').update(text).digest('hex') }
}

function checkRecipient(recipient: string): void {
  if (recipient.startsWith('AGE-SECRET-KEY-')) throw unfit(FILE, 'age-identity')
  if (recipient.startsWith('AGE-PLUGIN-')) throw unfit(FILE, 'age-plugin')
  if (/^(ssh|ecdsa)-/.test(recipient)) throw unfit(FILE, 'ssh-key')
  if (!/^age1[0-9a-z]+$/.test(recipient)) throw unfit(FILE, 'not-recipient')
  const kind = recipient.slice(0, recipient.lastIndexOf('1'))
  const bytes = KINDS.get(kind)
  if (bytes === undefined) throw unfit(FILE, 'age-plugin')
  const decoded = decode(recipient)
  if (decoded === null || decoded.length !== bytes) throw unfit(FILE, 'checksum')
}

function decode(text: string): Buffer | null {
  try {
    const { words } = bech32.decode(text as `${string}1${string}`, false)
    return Buffer.from(bech32.fromWords(words))
  } catch {
    return null
  }
}
