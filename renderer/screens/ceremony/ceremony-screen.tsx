import { useCallback, useEffect, useMemo, useState } from 'react'
import type { KeyclaveError } from '../../../shared/errors.ts'
import { useClient } from '../../boundary/client.tsx'
import { asProblem } from '../../boundary/problem.ts'
import { Problem } from '../../design/problem.tsx'
import { StepFrame } from '../../design/steps.tsx'
import { useUncovered } from '../../session/cover.tsx'
import { usePeople } from '../../session/people.tsx'
import { Why } from '../help/why.tsx'
import { SharesStep } from './cards/shares-step.tsx'
import { CloseStep } from './end/close-step.tsx'
import { ClosedStep } from './end/closed-step.tsx'
import { ProofStep } from './end/proof-step.tsx'
import { VoidScreen } from './end/void-screen.tsx'
import { EntropyStep } from './founding/entropy-step.tsx'
import { KeysStep } from './founding/keys-step.tsx'
import { OldQuorumStep } from './founding/old-quorum-step.tsx'
import { PassphraseStep } from './founding/passphrase-step.tsx'
import { RoomStep } from './founding/room-step.tsx'
import { CeremonyFoot } from './frame/ceremony-foot.tsx'
import { expectedBy } from './frame/plan-people.ts'
import {
  CeremonyContext,
  type CeremonyState,
  type ReadOnScreen,
  type StepId,
  stepOf,
  stepsOf,
} from './frame/state.ts'
import { PlanStep } from './plan/plan-step.tsx'
import { ReissuePlan } from './plan/reissue-plan.tsx'

const NOTHING_READ: ReadOnScreen = { keys: false, cards: false, proof: false }
const WATCH_EVERY_MS = 400

/**
 * A ceremony, from the plan to its close: the main side says how far it is.
 *
 * @param replaces  the set id of the quorum that the next plan is to replace; null: none
 * @param rehearsal whether the next plan begins as that of a rehearsal
 */
export function CeremonyScreen({
  replaces,
  rehearsal,
}: {
  replaces: string | null
  rehearsal: boolean
}) {
  const client = useClient()
  const [state, setState] = useState<CeremonyState | null>(null)
  const [read, setRead] = useState(NOTHING_READ)

  const [problem, setProblem] = useState<KeyclaveError | null>(null)
  const reread = useCallback(async () => {
    try {
      setState(await client.call('ceremony.state', {}))
    } catch (error) {
      setProblem(asProblem(error))
    }
  }, [client])
  const { people } = usePeople()
  // Whoever comes or leaves is in the record: a record that was written is written anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `people` stands for who is in the room
  useEffect(() => void reread(), [reread, people])
  useUncovered(reread)

  // A window that was reloaded in the middle of long work finds out here when it is done.
  const working = state?.step === 'founding' || state?.step === 'proving'
  useEffect(() => {
    if (!working) return
    const clock = setInterval(() => void reread(), WATCH_EVERY_MS)
    return () => clearInterval(clock)
  }, [working, reread])

  const ceremony = useMemo(
    () => ({
      follow: setState,
      reread,
      goOnFrom: (what: keyof ReadOnScreen) => setRead(before => ({ ...before, [what]: true })),
    }),
    [reread],
  )

  if (state === null) return <Problem of={problem} />
  const step = stepOf(state, read)
  const reissue = 'agreed' in state ? state.agreed.plan.replaces !== undefined : replaces !== null
  const title = 'agreed' in state ? state.agreed.plan.title : reissue ? 'New cards' : 'New ceremony'
  return (
    <CeremonyContext value={ceremony}>
      <StepFrame
        kind={reissue ? 'Re-issue' : 'Ceremony'}
        title={title}
        steps={stepsOf(reissue)}
        current={state.step === 'void' ? null : step}
        foot={<CeremonyFoot state={state} />}
        why={<Why of={`ceremony.${step}`} />}
      >
        <CurrentStep state={state} step={step} replaces={replaces} rehearsal={rehearsal} />
      </StepFrame>
    </CeremonyContext>
  )
}

interface CurrentStepProps {
  readonly state: CeremonyState
  readonly step: StepId
  readonly replaces: string | null
  readonly rehearsal: boolean
}

function CurrentStep({ state, step, replaces, rehearsal }: CurrentStepProps) {
  switch (state.step) {
    case 'none':
      return replaces === null ? (
        <PlanStep old={null} rehearsal={rehearsal} />
      ) : (
        <ReissuePlan setId={replaces} />
      )
    case 'old-quorum':
      return <OldQuorumStep state={state} />
    case 'room':
      return <RoomStep state={state} />
    case 'entropy':
      return <EntropyStep state={state} />
    case 'passphrase':
    case 'founding':
      return (
        <PassphraseStep
          expected={expectedBy(state.agreed.plan)}
          reissue={state.agreed.plan.replaces !== undefined}
        />
      )
    case 'shares':
      if (step === 'keys') return <KeysStep state={state} />
      return step === 'proof' ? <ProofStep state={state} /> : <SharesStep state={state} />
    case 'proving':
      return <ProofStep state={state} />
    case 'proved':
      return step === 'proof' ? <ProofStep state={state} /> : <CloseStep state={state} />
    case 'closed':
      return <ClosedStep state={state} />
    case 'void':
      return <VoidScreen state={state} />
  }
}
