import type { RoomEvidence } from '../../../shared/codes/index.ts'
import type { Input, Output } from '../../../shared/contract.ts'

export type RoomCheckName = Input<'ceremony.acceptRoom'>['overrides'][number]['check']

/** One check of the room, with what was found. */
export type RoomCheck = NonNullable<
  Extract<Output<'ceremony.state'>, { step: 'room' }>['checks']
>[number]

/** What a check found. */
export interface Finding {
  readonly result: RoomCheck['result']
  readonly evidence: RoomEvidence
}

export const passed = (evidence: RoomEvidence): Finding => ({ result: 'passed', evidence })
export const failed = (evidence: RoomEvidence): Finding => ({ result: 'failed', evidence })
export const unknown = (evidence: RoomEvidence): Finding => ({ result: 'unknown', evidence })

/** For systems that do not say it in files. */
export const NOT_TOLD = unknown({ kind: 'not-told' })
