import { useEffect, useState } from 'react'
import type { Chosen } from '../../../../shared/chosen.ts'
import { useClient } from '../../../boundary/client.tsx'
import { useAction } from '../../../boundary/use-action.ts'
import { useDraft } from '../../../session/drafts.tsx'
import { usePeople } from '../../../session/people.tsx'
import { useApprovals } from '../../approval/approvals.tsx'
import { keepChosen } from '../../files/chosen.ts'
import { type Plan, withPeopleOf } from '../frame/plan-people.ts'
import { useCeremony } from '../frame/state.ts'
import type { CheckedPlan, OldQuorum } from './checked-plan.ts'
import { emptyPlan } from './draft.ts'
import { PlanAgreement } from './plan-agreement.tsx'
import { PlanForm } from './plan-form.tsx'

/** First the form, or a plan's file; then everybody hears what was understood, and agrees. */
export function PlanStep({ old, rehearsal }: { old: OldQuorum | null; rehearsal: boolean }) {
  const client = useClient()
  const { follow } = useCeremony()
  const { people } = usePeople()
  const { signIfPeople } = useApprovals()
  const form =
    old === null ? (rehearsal ? 'plan of a rehearsal' : 'plan') : `plan replacing ${old.setId}`
  const [plan, setPlan, forget] = useDraft<Plan>(form, () =>
    old === null ? emptyPlan(rehearsal) : old.plan,
  )
  const kit = old === null ? null : ({ kind: 'vault', setId: old.setId } as const)
  const replaced = kit === null ? {} : { old: kit }
  useEffect(() => setPlan(before => withPeopleOf(people, before)), [people, setPlan])
  const [checked, setChecked] = useState<CheckedPlan | null>(null)

  const check = useAction(async (wanted: Plan) => {
    const source = { kind: 'form', plan: wanted } as const
    setChecked(await client.call('ceremony.checkPlan', { source, ...replaced }))
  })
  const read = useAction(async (path: Chosen) => {
    check.forget()
    const { plan: given, files } = await client.call('ceremony.readPlan', { path, ...replaced })
    const withFiles = [...given.imports, ...(given.sealedTo ?? [])]
    keepChosen(withFiles.map(({ file }, i) => ({ token: file, path: files[i] ?? '' })))
    const filled = withPeopleOf(people, given)
    setPlan(filled)
    // Whoever takes part is chosen from the vault's people before it is read aloud.
    if (filled === given) await check.run(filled)
  })
  const begin = useAction(async () => {
    if (checked === null) return
    const approved = await signIfPeople({ action: 'ceremony.run', planHash: checked.planHash })
    if (approved === null) return
    const source = { kind: 'form', plan } as const
    const begun =
      kit === null
        ? await client.call('ceremony.begin', { source, ...approved })
        : await client.call('ceremony.beginReissue', { source, kit, ...approved })
    forget()
    follow(begun)
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
  return <PlanForm {...{ plan, check, read, old }} onChange={setPlan} />
}
