import type { KeyclaveError } from '../../../shared/errors.ts'

/** The refusal that a thread sent. What checks it is loaded here and now: few threads ever refuse. */
export async function refusalIn(wire: unknown): Promise<KeyclaveError> {
  const { fromWire } = await import('../../../shared/wire-error.ts')
  return fromWire(wire)
}
