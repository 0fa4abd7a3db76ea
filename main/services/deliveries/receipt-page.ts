import type { ReceiptFacts } from '../../../shared/delivery-receipt.ts'
import { RECEIPT_LIMIT, type Receipt, verifyReceipt } from '../../core/deliveries/index.ts'
import { hashWords } from '../../core/text/index.ts'
import { type Input, namingInput } from '../files/index.ts'

/** What the page of a receipt says: the wrapping key in words as well. */
export function receiptFacts(receipt: Receipt): ReceiptFacts {
  const { wrappingKey } = receipt
  return { ...receipt, wrappingWords: wrappingKey === null ? [] : hashWords(wrappingKey) }
}

/** Reads a receipt from its file, and checks it by itself. @throws RECEIPT_FORMAT, RECEIPT_TAMPERED; FILE_* */
export async function readReceipt(file: string, input: Pick<Input, 'read'>): Promise<Receipt> {
  const bytes = await input.read(file, RECEIPT_LIMIT)
  return namingInput(file, () => verifyReceipt(bytes))
}
