import type { Output } from '../../../../shared/contract.ts'
import { useAnswer } from '../../../boundary/use-answer.ts'
import { Problem } from '../../../design/problem.tsx'
import { inRole, type People, usePeople } from '../../../session/people.tsx'
import { type Plan, withPeopleOf } from '../frame/plan-people.ts'
import { emptyPlan } from './draft.ts'
import { PlanStep } from './plan-step.tsx'

/** The plan of a re-issue begins with the people and the policy of the quorum that it replaces. */
export function ReissuePlan({ setId }: { setId: string }) {
  const kit = useAnswer('kit.inspect', { kit: { kind: 'vault', setId } })
  const { people, problem } = usePeople()
  if (kit.state === 'refused') return <Problem of={kit.problem} />
  if (kit.state === 'asking' || (people === null && problem === null)) return null
  const { title } = kit.value
  return <PlanStep old={{ setId, title, plan: planAfter(kit.value, people) }} rehearsal={false} />
}

function planAfter(kit: Output<'kit.inspect'>, people: People | null): Plan {
  const active = new Set(inRole(people, 'custodian').map(({ name }) => name))
  const custodians = kit.custodians
    .map(({ name }) => name)
    .filter(name => people?.profile == null || active.has(name))
  const { threshold, identity } = kit
  return withPeopleOf(people, {
    ...emptyPlan(),
    title: '',
    organisation: kit.organisation,
    quorum: { threshold, custodians, identity, kdf: kit.kdf === 1 || kit.kdf === 2 ? kit.kdf : 3 },
    keys: [],
    replaces: kit.setId,
  })
}
