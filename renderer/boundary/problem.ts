import { KeyclaveError, refuse } from '../../shared/errors.ts'

/** A refusal as a screen shows it. What is no refusal is a defect of ours: INTERNAL. */
export const asProblem = (error: unknown): KeyclaveError =>
  error instanceof KeyclaveError ? error : refuse('INTERNAL', {})
