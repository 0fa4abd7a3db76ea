import { useState } from 'react'
import type { Input, Output } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { asProblem } from '../../boundary/problem.ts'
import { type Action, useAction } from '../../boundary/use-action.ts'
import { useApprovals } from '../approval/approvals.tsx'

export type KeyChange = Input<'keys.plan'>['change']
export type CarriedOut = Output<'keys.carryOut'>

/** What becomes of keys: planned, signed for, carried out. */
export interface KeyChanging {
  readonly action: Action<[KeyChange]>
  /** The day of a clock that something contradicts: somebody has to type it. */
  readonly doubted: string | null
  readonly clock: string
  readonly setClock: (typed: string) => void
}

/** @param onDone is told how the keys stand then; it is not when the signatures were given up */
export function useKeyChange(onDone: (carried: CarriedOut) => void): KeyChanging {
  const client = useClient()
  const { signIfPeople } = useApprovals()
  const [doubted, setDoubted] = useState<string | null>(null)
  const [clock, setClock] = useState('')
  const action = useAction(async (change: KeyChange) => {
    const plan = async () => {
      try {
        return await client.call('keys.plan', { change, ...(clock !== '' && { clock }) })
      } catch (error) {
        const { code, data } = asProblem(error)
        if (code === 'CLOCK_DOUBTFUL') setDoubted(String(data.day))
        throw error
      }
    }
    const { action: deed, draft } = await plan()
    const approved = await signIfPeople({ action: deed, draft })
    if (approved === null) return
    onDone(await client.call('keys.carryOut', { draft, ...approved }))
  })
  return { action, doubted, clock, setClock }
}
