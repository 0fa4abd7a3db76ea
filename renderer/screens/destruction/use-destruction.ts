import type { Input, Output } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { type Changing, usePlannedChange } from '../approval/use-planned-change.ts'

export type DestructionStep = Input<'destruction.plan'>['step']
export type DestructionStatus = Output<'destruction.show'>

/** What is destroyed: `9f86d081884c7d65@2`, or `backup-key-2` with its quorum. */
export interface About {
  readonly item: string
  readonly setId: string | null
}

/** What a step of the course is given. */
export interface StepProps extends About {
  readonly of: DestructionStatus
  readonly readOnly: boolean
  readonly onDone: () => void
}

/** A step of a destruction: planned, signed for, carried out. */
export type Destroying = Changing<DestructionStep>

/** @param onDone is told how it stands then; it is not when the signatures were given up */
export function useDestruction(onDone: (status: DestructionStatus) => void): Destroying {
  const client = useClient()
  const calls = {
    plan: ({ change: step, ...clock }: { change: DestructionStep; clock?: string }) =>
      client.call('destruction.plan', { step, ...clock }),
    carryOut: (request: Input<'destruction.carryOut'>) =>
      client.call('destruction.carryOut', request),
  }
  return usePlannedChange(calls, onDone)
}
