import type { DeliveryFile, DeliveryFileProblem } from '../../../shared/delivery-file.ts'
import { type KeyclaveError, refuse } from '../../../shared/errors.ts'
import { NotDer } from './der.ts'

/** The refusal of a file that the other side gave. */
export const unfit = (
  file: DeliveryFile,
  problem: DeliveryFileProblem,
  field: string | null = null,
): KeyclaveError => refuse('DELIVERY_FILE', { file, problem, field })

/** Reads DER in a file. @throws DELIVERY_FILE {not-der} where it is none */
export function inDer<T>(file: DeliveryFile, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof NotDer) throw unfit(file, 'not-der')
    throw error
  }
}
