import type { Output } from '../../../../shared/contract.ts'
import { useAnswer } from '../../../boundary/use-answer.ts'
import { Problem } from '../../../design/problem.tsx'
import { inRole, type People, usePeople } from '../../../session/people.tsx'
import { standingOf } from '../../keys/key-words.ts'
import { type Plan, withPeopleOf } from '../frame/plan-people.ts'
import type { OldKey } from './checked-plan.ts'
import { emptyPlan } from './draft.ts'
import { PlanStep } from './plan-step.tsx'

/** The plan of a re-issue begins with the people and the policy of the quorum that it replaces. */
export function ReissuePlan({ setId }: { setId: string }) {
  const kit = useAnswer('kit.inspect', { kit: { kind: 'vault', setId } })
  const list = useAnswer('keys.list', {})
  const { people, problem } = usePeople()
  if (kit.state === 'refused') return <Problem of={kit.problem} />
  if (list.state === 'refused') return <Problem of={list.problem} />
  if (kit.state === 'asking' || list.state === 'asking') return null
  if (people === null && problem === null) return null
  const { title, keys } = kit.value
  const plan = planAfter(kit.value, people)
  const old = { setId, title, keys: keys.map(key => oldKey(key, list.value.keys)), plan }
  return <PlanStep old={old} rehearsal={false} />
}

function oldKey(
  { id, label, version }: Output<'kit.inspect'>['keys'][number],
  known: Output<'keys.list'>['keys'],
): OldKey {
  const found = known.find(key => key.id === id && key.version === version)
  return {
    name: `${label}@${version}`,
    standing: found === undefined ? null : standingOf(found),
    isInUse: found?.state === 'active',
  }
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
