import { createHash } from 'node:crypto'
import path from 'node:path'
import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import type { Receipt } from '../../core/deliveries/index.ts'
import { aboutInput, type Input } from '../files/index.ts'
import { readReceipt } from './receipt-page.ts'

/** Of one file of a package: a wrapped secret and what goes with it. */
const LARGEST = 16 * 1024 * 1024

/** A package whose files are those that its receipt names. */
export interface VerifiedPackage {
  readonly receipt: Receipt
  /** Null: nobody signed it. */
  readonly signedBy: { readonly name: string; readonly key: string } | null
}

/**
 * Checks a package that came over the gap: its receipt by itself, and every file by the receipt.
 *
 * @throws RECEIPT_FORMAT, RECEIPT_TAMPERED {file}; FILE_* of the receipt
 */
export async function verifyPackage(folder: string, input: Input): Promise<VerifiedPackage> {
  const at = path.join(folder, 'receipt.json')
  const receipt = await readReceipt(at, input)
  for (const { name, sha256 } of receipt.files) {
    if (
      path.basename(name) !== name ||
      (await digestOf(path.join(folder, name), input)) !== sha256
    ) {
      throw aboutInput(at, refuse('RECEIPT_TAMPERED', { file: name }))
    }
  }
  const { signature, people } = receipt
  const signer = people.find(({ key }) => key === signature?.key)
  return { receipt, signedBy: signer === undefined ? null : { name: signer.name, key: signer.key } }
}

/** Null: it is not there. */
async function digestOf(file: string, input: Input): Promise<string | null> {
  try {
    return createHash('sha256')
      .update(await input.read(file, LARGEST))
      .digest('hex')
  } catch (error) {
    if (error instanceof KeyclaveError && error.code === 'FILE_MISSING') return null
    throw error
  }
}
