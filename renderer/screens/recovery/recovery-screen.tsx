import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { KeyclaveError } from '../../../shared/errors.ts'
import { useClient } from '../../boundary/client.tsx'
import { asProblem } from '../../boundary/problem.ts'
import { Problem } from '../../design/problem.tsx'
import { StepFrame } from '../../design/steps.tsx'
import { useUncovered } from '../../session/cover.tsx'
import { useDraft } from '../../session/drafts.tsx'
import { Why } from '../help/why.tsx'
import { BackupStep } from './backup-step.tsx'
import { EndedStep } from './ended-step.tsx'
import { KitStep } from './kit-step.tsx'
import { OpenStep } from './open-step.tsx'
import { PassphraseStep } from './passphrase-step.tsx'
import { RecoveryFoot } from './recovery-foot.tsx'
import { RecoveryTable } from './recovery-table.tsx'
import { type CardComingIn, ShareDeskContext, shareDesk, useCardComingIn } from './share-desk.ts'
import { SharesStep } from './shares-step.tsx'
import { RecoveryContext, type RecoveryState, type RowId, STEPS, stepOf } from './state.ts'

/**
 * A recovery: what it is made of, in any order, then what is opened with it; needs no vault.
 *
 * @param over whether one that has ended is shown, with what was opened in it
 */
export function RecoveryScreen({ over }: { over: boolean }) {
  const client = useClient()
  const [state, setState] = useState<RecoveryState | null>(null)
  const [row, setRow] = useState<RowId | null>(null)
  const [backup, setBackup] = useDraft<string | null>('recovery backup', null)
  const [problem, setProblem] = useState<KeyclaveError | null>(null)
  const coming = useCardComingIn()
  const beforeLeaving = useRef<(() => Promise<void>) | null>(null)
  const arrive = useCallback(async () => {
    try {
      const found = await client.call('recovery.state', {})
      // Whoever comes to recover finds no session that ended before.
      const isOld = found.step === 'ended' && !over
      setState(isOld ? await client.call('recovery.leave', {}) : found)
    } catch (error) {
      setProblem(asProblem(error))
    }
  }, [client, over])
  useEffect(() => void arrive(), [arrive])
  const reread = useCallback(async () => {
    setState(await client.call('recovery.state', {}))
  }, [client])
  useUncovered(reread)

  const choose = useCallback(
    async (wanted: RowId | null) => {
      await beforeLeaving.current?.()
      const now = await client.call('recovery.state', {})
      if (now.step === 'none' && (wanted === 'cards' || wanted === 'passphrase')) {
        setState(await client.call('recovery.begin', { kit: null }))
      } else if (now.step === 'open' && !now.proved && wanted !== null) {
        // What was derived, and nothing has confirmed, goes; what was entered stays.
        setState(await client.call('recovery.chooseKit', { kit: null }))
      } else {
        setState(now)
      }
      setRow(wanted)
    },
    [client],
  )
  const desk = useMemo(
    () =>
      shareDesk<RecoveryState>({
        ...{ client, purpose: 'recovery', follow: setState },
        read: () => client.call('recovery.state', {}),
        goOn: () => void choose('passphrase'),
      }),
    [client, choose],
  )
  const recovery = useMemo(
    () => ({ follow: setState, reread, backup, setBackup, choose, beforeLeaving }),
    [reread, backup, setBackup, choose],
  )

  if (state === null) return <Problem of={problem} />
  const shown = rowOf(state, row)
  const isTable = stepOf(state) === 'table' && state.step !== 'ended'
  return (
    <RecoveryContext value={recovery}>
      <StepFrame
        kind="Recovery"
        title={titleOf(state)}
        steps={STEPS}
        current={stepOf(state)}
        foot={<RecoveryFoot state={state} />}
        why={<Why of={`recovery.${state.step === 'ended' ? 'end' : (shown ?? 'open')}`} />}
        above={isTable ? <RecoveryTable state={state} current={shown} /> : null}
      >
        <ShareDeskContext value={desk}>
          <CurrentRow state={state} row={shown} coming={coming} />
        </ShareDeskContext>
      </StepFrame>
    </RecoveryContext>
  )
}

interface CurrentRowProps {
  readonly state: RecoveryState
  readonly row: RowId | null
  readonly coming: CardComingIn
}

function CurrentRow({ state, row, coming }: CurrentRowProps) {
  if (state.step === 'ended') return <EndedStep state={state} />
  if (row === 'kit') return <KitStep state={state} />
  if (row === 'backup') return <BackupStep />
  if (state.step === 'open') return <OpenStep state={state} />
  if (state.step === 'none') return null
  if (row === 'passphrase') return <PassphraseStep state={state} />
  return <SharesStep state={state} coming={coming} />
}

/** The row that is shown: the one that was chosen, or what comes next. */
function rowOf(state: RecoveryState, chosen: RowId | null): RowId | null {
  switch (state.step) {
    case 'none':
      return chosen === 'backup' ? chosen : 'kit'
    case 'shares':
      return chosen ?? 'cards'
    case 'open':
      return chosen === 'kit' || chosen === 'backup' ? chosen : null
    case 'ended':
      return null
  }
}

function titleOf(state: RecoveryState): string {
  if (state.step === 'none') return 'Recover now'
  if (state.step === 'ended') return 'What was done'
  return state.kit?.title ?? 'Without a kit'
}
