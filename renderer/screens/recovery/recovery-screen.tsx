import { useCallback, useEffect, useMemo, useState } from 'react'
import type { KeyclaveError } from '../../../shared/errors.ts'
import { useClient } from '../../boundary/client.tsx'
import { asProblem } from '../../boundary/problem.ts'
import { Problem } from '../../design/problem.tsx'
import { StepFrame } from '../../design/steps.tsx'
import { EndedStep } from './ended-step.tsx'
import { KitStep } from './kit-step.tsx'
import { OpenStep } from './open-step.tsx'
import { PassphraseStep } from './passphrase-step.tsx'
import { RecoveryFoot } from './recovery-foot.tsx'
import { ShareDeskContext, shareDesk } from './share-desk.ts'
import { SharesStep } from './shares-step.tsx'
import { RecoveryContext, type RecoveryState, STEPS, stepOf } from './state.ts'

/** A recovery, from the kit to the end of the session; needs no vault. */
export function RecoveryScreen() {
  const client = useClient()
  const [state, setState] = useState<RecoveryState | null>(null)
  const [sharesDone, setSharesDone] = useState(false)
  const [problem, setProblem] = useState<KeyclaveError | null>(null)
  const reread = useCallback(async () => {
    try {
      setState(await client.call('recovery.state', {}))
    } catch (error) {
      setProblem(asProblem(error))
    }
  }, [client])
  useEffect(() => void reread(), [reread])
  const desk = useMemo(
    () =>
      shareDesk<RecoveryState>({
        ...{ client, purpose: 'recovery', follow: setState },
        read: () => client.call('recovery.state', {}),
        goOn: () => setSharesDone(true),
      }),
    [client],
  )
  const recovery = useMemo(() => ({ follow: setState, reread, setSharesDone }), [reread])

  if (state === null) return <Problem of={problem} />
  const step = stepOf(state, sharesDone)
  return (
    <RecoveryContext value={recovery}>
      <StepFrame
        kind="Recovery"
        title={titleOf(state)}
        steps={STEPS}
        current={step}
        foot={<RecoveryFoot state={state} />}
      >
        {state.step === 'none' && <KitStep />}
        {state.step === 'shares' && step === 'shares' && (
          <ShareDeskContext value={desk}>
            <SharesStep state={state} />
          </ShareDeskContext>
        )}
        {state.step === 'shares' && step === 'passphrase' && <PassphraseStep state={state} />}
        {state.step === 'open' && <OpenStep state={state} />}
        {state.step === 'ended' && <EndedStep state={state} />}
      </StepFrame>
    </RecoveryContext>
  )
}

function titleOf(state: RecoveryState): string {
  if (state.step === 'none') return 'Recover now'
  if (state.step === 'ended') return 'What was done'
  return state.kit?.title ?? 'Without a kit'
}
