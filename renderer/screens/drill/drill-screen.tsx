import { useCallback, useEffect, useMemo, useState } from 'react'
import type { KeyclaveError } from '../../../shared/errors.ts'
import { useClient } from '../../boundary/client.tsx'
import { asProblem } from '../../boundary/problem.ts'
import { Problem } from '../../design/problem.tsx'
import { StepFrame } from '../../design/steps.tsx'
import { useUncovered } from '../../session/cover.tsx'
import type { LockedPerson } from '../../session/session.tsx'
import { Why } from '../help/why.tsx'
import { ShareDeskContext, shareDesk, useCardComingIn } from '../recovery/share-desk.ts'
import { SharesStep } from '../recovery/shares-step.tsx'
import { BeginStep } from './begin-step.tsx'
import { DrillFoot } from './drill-foot.tsx'
import { HeldStep } from './held-step.tsx'
import { ProveStep } from './prove-step.tsx'
import type { DrillState } from './state.ts'
import { UnlockStep } from './unlock-step.tsx'

const STEPS = [
  { id: 'begin', title: 'What it is' },
  { id: 'shares', title: 'Cards' },
  { id: 'passphrase', title: 'Passphrase' },
  { id: 'held', title: 'Result' },
] as const
type StepId = (typeof STEPS)[number]['id']

const titleOf = (unlocks: LockedPerson | null): string =>
  unlocks === null ? 'Rehearse a recovery' : `Unlock the key of ${unlocks.name}`

const stepOf = (state: DrillState, cardsDone: boolean): StepId => {
  if (state.step === 'none') return 'begin'
  if (state.step === 'held') return 'held'
  return state.complete && cardsDone ? 'passphrase' : 'shares'
}

interface DrillScreenProps {
  /** The quorum; null: it is chosen on the first step. */
  readonly setId: string | null
  /** Whose key is to be unlocked; null: a recovery is rehearsed. */
  readonly unlocks: LockedPerson | null
}

/**
 * A drill: a recovery as far as the passphrase, which proves that everything would open and takes nothing out.
 * The same cards and passphrase unlock a key that wrong entries have locked.
 */
export function DrillScreen({ setId, unlocks }: DrillScreenProps) {
  const client = useClient()
  const [state, setState] = useState<DrillState | null>(null)
  const [cardsDone, setCardsDone] = useState(false)
  const coming = useCardComingIn()
  const [problem, setProblem] = useState<KeyclaveError | null>(null)
  const reread = useCallback(async () => {
    try {
      setState(await client.call('drill.state', {}))
    } catch (error) {
      setProblem(asProblem(error))
    }
  }, [client])
  useEffect(() => void reread(), [reread])
  useUncovered(reread)
  const desk = useMemo(
    () =>
      shareDesk<DrillState>({
        ...{ client, purpose: 'drill', follow: setState },
        read: () => client.call('drill.state', {}),
        goOn: () => setCardsDone(true),
      }),
    [client],
  )
  if (state === null) return <Problem of={problem} />
  const step = stepOf(state, cardsDone)
  return (
    <StepFrame
      kind={unlocks === null ? 'Drill' : 'Locked key'}
      title={state.step === 'none' ? titleOf(unlocks) : state.kit.title}
      steps={STEPS}
      current={step}
      foot={<DrillFoot state={state} />}
      why={<Why of={unlocks === null ? `drill.${step}` : 'unlock'} />}
    >
      {state.step === 'none' && <BeginStep setId={setId} unlocks={unlocks} onBegun={setState} />}
      {state.step === 'shares' && step === 'shares' && (
        <ShareDeskContext value={desk}>
          <SharesStep state={state} coming={coming} />
        </ShareDeskContext>
      )}
      {state.step === 'shares' && step === 'passphrase' && unlocks !== null && (
        <UnlockStep state={state} unlocks={unlocks} onBack={() => setCardsDone(false)} />
      )}
      {state.step === 'shares' && step === 'passphrase' && unlocks === null && (
        <ProveStep state={state} onBack={() => setCardsDone(false)} onHeld={setState} />
      )}
      {state.step === 'held' && <HeldStep state={state} />}
    </StepFrame>
  )
}
