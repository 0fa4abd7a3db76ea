import { useCallback, useEffect, useMemo, useState } from 'react'
import type { KeyclaveError } from '../../../shared/errors.ts'
import { useClient } from '../../boundary/client.tsx'
import { asProblem } from '../../boundary/problem.ts'
import { Problem } from '../../design/problem.tsx'
import { StepFrame } from '../../design/steps.tsx'
import { CeremonyFoot } from './ceremony-foot.tsx'
import { CloseStep } from './close-step.tsx'
import { ClosedStep } from './closed-step.tsx'
import { EntropyStep } from './entropy-step.tsx'
import { KeysStep } from './keys-step.tsx'
import { PassphraseStep } from './passphrase-step.tsx'
import { PlanStep } from './plan/plan-step.tsx'
import { ProofStep } from './proof-step.tsx'
import { RoomStep } from './room-step.tsx'
import { SharesStep } from './shares-step.tsx'
import {
  CeremonyContext,
  type CeremonyState,
  type ReadOnScreen,
  STEPS,
  type StepId,
  stepOf,
} from './state.ts'
import { VoidScreen } from './void-screen.tsx'

const NOTHING_READ: ReadOnScreen = { keys: false, cards: false, proof: false }
const WATCH_EVERY_MS = 400

/** A ceremony, from the plan to its close: the main side says how far it is. */
export function CeremonyScreen() {
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
  useEffect(() => void reread(), [reread])

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
  const title = 'agreed' in state ? state.agreed.plan.title : 'New ceremony'
  return (
    <CeremonyContext value={ceremony}>
      <StepFrame
        kind="Ceremony"
        title={title}
        steps={STEPS}
        current={state.step === 'void' ? null : step}
        foot={<CeremonyFoot state={state} />}
      >
        <CurrentStep state={state} step={step} />
      </StepFrame>
    </CeremonyContext>
  )
}

function CurrentStep({ state, step }: { state: CeremonyState; step: StepId }) {
  switch (state.step) {
    case 'none':
      return <PlanStep />
    case 'room':
      return <RoomStep state={state} />
    case 'entropy':
      return <EntropyStep state={state} />
    case 'passphrase':
    case 'founding':
      return <PassphraseStep />
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
