import type { Input, Output } from '../../../shared/contract.ts'

export type RoomCheckName = Input<'ceremony.acceptRoom'>['overrides'][number]['check']

/** One check of the room, with what was found and why it matters. */
export type RoomCheck = NonNullable<
  Extract<Output<'ceremony.state'>, { step: 'room' }>['checks']
>[number]

/** What a check found. */
export interface Finding {
  readonly result: RoomCheck['result']
  readonly evidence: string
}

export const passed = (evidence: string): Finding => ({ result: 'passed', evidence })
export const failed = (evidence: string): Finding => ({ result: 'failed', evidence })
export const unknown = (evidence: string): Finding => ({ result: 'unknown', evidence })

/** For systems that do not say it in files. */
export const NOT_TOLD = unknown('Keyclave cannot read this on this system. Look for yourselves.')
