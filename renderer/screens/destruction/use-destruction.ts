import { useState } from 'react'
import type { Input, Output } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { asProblem } from '../../boundary/problem.ts'
import { type Action, useAction } from '../../boundary/use-action.ts'
import { useApprovals } from '../approval/approvals.tsx'

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
export interface Destroying {
  readonly action: Action<[DestructionStep]>
  /** The day of a clock that something contradicts: somebody has to type it. */
  readonly doubted: string | null
  readonly clock: string
  readonly setClock: (typed: string) => void
}

/** @param onDone is told how it stands then; it is not when the signatures were given up */
export function useDestruction(onDone: (status: DestructionStatus) => void): Destroying {
  const client = useClient()
  const { signIfPeople } = useApprovals()
  const [doubted, setDoubted] = useState<string | null>(null)
  const [clock, setClock] = useState('')
  const action = useAction(async (step: DestructionStep) => {
    const plan = async () => {
      try {
        return await client.call('destruction.plan', { step, ...(clock !== '' && { clock }) })
      } catch (error) {
        const { code, data } = asProblem(error)
        if (code === 'CLOCK_DOUBTFUL') setDoubted(String(data.day))
        throw error
      }
    }
    const { action: deed, draft } = await plan()
    const approved = await signIfPeople({ action: deed, draft })
    if (approved === null) return
    onDone(await client.call('destruction.carryOut', { draft, ...approved }))
  })
  return { action, doubted, clock, setClock }
}
