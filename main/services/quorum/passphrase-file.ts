import type { Buffer } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'
import { copySecret, wipe } from '../../core/bytes/index.ts'
import { type AskHidden, type Input, STANDARD_INPUT } from '../files/index.ts'

/** Largest passphrase file, 4 KiB. */
const PASSPHRASE_LIMIT = 4096

/**
 * Reads a passphrase from a file or standard input, without the line break that editors put at the end.
 * At a terminal it is asked for, unseen; a new one is asked for twice.
 *
 * @returns UTF-8 bytes; the caller wipes them
 * @throws PASSPHRASE_DIFFERS, CANCELLED, FILE_*
 */
export async function readPassphrase(
  file: string,
  input: Input,
  kind: 'known' | 'new' = 'known',
): Promise<Buffer> {
  if (isAsked(file, input)) {
    return kind === 'new' ? askTwice(input.askHidden) : ask(input.askHidden, 'Passphrase: ')
  }
  const bytes = await input.read(file, PASSPHRASE_LIMIT)
  try {
    let end = bytes.length
    if (bytes[end - 1] === 0x0a) end -= 1
    if (bytes[end - 1] === 0x0d) end -= 1
    return copySecret(bytes.subarray(0, end))
  } finally {
    wipe(bytes)
  }
}

/** Whether somebody at a terminal is asked for it. */
export const isAsked = (
  file: string,
  input: Input,
): input is Input & { readonly askHidden: AskHidden } =>
  file === STANDARD_INPUT && input.askHidden !== null

const ask = (askHidden: AskHidden, question: string): Promise<Buffer> =>
  askHidden(question, PASSPHRASE_LIMIT)

async function askTwice(askHidden: AskHidden): Promise<Buffer> {
  const first = await ask(askHidden, 'New passphrase: ')
  let again: Buffer | null = null
  try {
    again = await ask(askHidden, 'The same passphrase again: ')
    if (!again.equals(first)) throw refuse('PASSPHRASE_DIFFERS', {})
    return copySecret(first)
  } finally {
    wipe(first, ...(again === null ? [] : [again]))
  }
}
