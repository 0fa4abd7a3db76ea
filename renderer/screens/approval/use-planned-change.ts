import { useState } from 'react'
import { asProblem } from '../../boundary/problem.ts'
import { type Action, useAction } from '../../boundary/use-action.ts'
import type { Deed } from './approval.ts'
import { type Approved, useApprovals } from './approvals.tsx'

/** A change to a vault: planned, signed for, carried out. */
export interface Changing<Change> {
  readonly action: Action<[Change]>
  /** The day of a clock that something contradicts: somebody has to type it. */
  readonly doubted: string | null
  readonly clock: string
  readonly setClock: (typed: string) => void
}

/** What the main side does with a change of one kind. */
export interface PlannedCalls<Change, Done> {
  readonly plan: (request: {
    readonly change: Change
    readonly clock?: string
  }) => Promise<Deed & { readonly draft: string }>
  readonly carryOut: (request: { readonly draft: string } & Approved) => Promise<Done>
}

/** @param onDone is told how it stands then; it is not when the signatures were given up */
export function usePlannedChange<Change, Done>(
  { plan, carryOut }: PlannedCalls<Change, Done>,
  onDone: (done: Done) => void,
): Changing<Change> {
  const { signIfPeople } = useApprovals()
  const [doubted, setDoubted] = useState<string | null>(null)
  const [clock, setClock] = useState('')
  const action = useAction(async (change: Change) => {
    const planned = async () => {
      try {
        return await plan({ change, ...(clock !== '' && { clock }) })
      } catch (error) {
        const { code, data } = asProblem(error)
        if (code === 'CLOCK_DOUBTFUL') setDoubted(String(data.day))
        throw error
      }
    }
    const deed = await planned()
    const approved = await signIfPeople(deed)
    if (approved === null) return
    onDone(await carryOut({ draft: deed.draft, ...approved }))
  })
  return { action, doubted, clock, setClock }
}
