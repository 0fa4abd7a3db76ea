import { useState } from 'react'
import type { Output } from '../../../../shared/contract.ts'
import { useClient } from '../../../boundary/client.tsx'
import { useAction } from '../../../boundary/use-action.ts'
import { useCeremony } from '../state.ts'
import { emptyPlan, type Plan } from './draft.ts'
import { PlanAgreement } from './plan-agreement.tsx'
import { PlanForm } from './plan-form.tsx'

export type CheckedPlan = Output<'ceremony.checkPlan'>

/** First the form, or a plan's file; then everybody hears what was understood, and agrees. */
export function PlanStep() {
  const client = useClient()
  const { follow } = useCeremony()
  const [plan, setPlan] = useState<Plan>(emptyPlan)
  const [checked, setChecked] = useState<CheckedPlan | null>(null)

  const check = useAction(async () => {
    setChecked(await client.call('ceremony.checkPlan', { source: { kind: 'form', plan } }))
  })
  const read = useAction(async (path: string) => {
    const answer = await client.call('ceremony.checkPlan', { source: { kind: 'file', path } })
    setPlan(answer.plan)
    setChecked(answer)
  })
  const begin = useAction(async () => {
    follow(await client.call('ceremony.begin', { source: { kind: 'form', plan } }))
  })

  if (checked !== null) {
    return (
      <PlanAgreement
        checked={checked}
        begin={begin}
        onChange={() => {
          begin.forget()
          setChecked(null)
        }}
      />
    )
  }
  return <PlanForm {...{ plan, check, read }} onChange={setPlan} />
}
