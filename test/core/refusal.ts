import assert from 'node:assert/strict'
import { type ErrorData, KeyclaveError } from '../../shared/errors.ts'

/** For `assert.throws` and `assert.rejects`: exactly this code, and, when given, exactly this data. */
export const refusal = (code: string, data?: ErrorData) => (error: unknown) => {
  assert.ok(error instanceof KeyclaveError, String(error))
  assert.equal(error.code, code, error.message)
  if (data !== undefined) assert.deepEqual(error.data, data)
  return true
}
