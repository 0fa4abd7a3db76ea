import { useEffect, useState } from 'react'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Progress } from '../../design/progress.tsx'
import { formatList } from '../../design/quantity.ts'
import { Step } from '../../design/steps.tsx'
import { usePeople } from '../../session/people.tsx'
import { useApprovals } from '../approval/approvals.tsx'
import { PassphraseEntry } from '../passphrase-entry.tsx'
import { type At, nameOfShare, useRecovery } from './state.ts'

/** The recovery officer enters the passphrase, before or after the cards; a wrong one costs only itself. */
export function PassphraseStep({ state }: { state: At<'shares'> }) {
  const client = useClient()
  const { follow, choose, backup, beforeLeaving } = useRecovery()
  const { signUnlessKept } = useApprovals()
  const { profile } = usePeople()
  const { setId, complete } = state
  const [passphrase, setPassphrase] = useState('')
  const leaveUntil = async (): Promise<string | null> => {
    const now = await client.call('recovery.state', {})
    return now.step === 'shares' ? now.leaveUntil : null
  }
  const keep = async (): Promise<void> => {
    if (passphrase === '') return
    follow(await client.call('recovery.keepPassphrase', { passphrase }))
    setPassphrase('')
  }
  useEffect(() => {
    beforeLeaving.current = keep
    return () => {
      beforeLeaving.current = null
    }
  })
  const open = useAction(async () => {
    const approved =
      setId === null ? {} : await signUnlessKept(leaveUntil, { action: 'quorum.open', setId })
    if (approved === null) return
    const given = { ...(passphrase === '' ? {} : { passphrase }), backup, ...approved }
    try {
      follow(await client.call('recovery.open', given))
      await choose(null)
    } catch (error) {
      follow(await client.call('recovery.state', {}))
      throw error
    }
  })
  const goOn = useAction(async () => {
    await keep()
    await choose('cards')
  })
  const run = complete ? open : goOn
  const isReady = passphrase !== '' || state.passphrase === 'entered'
  return (
    <Step
      instruction="The recovery officer enters the passphrase. Everybody else looks away."
      alone="the recovery officer"
      next={
        !complete
          ? 'the custodians enter their share cards.'
          : profile === null
            ? 'you choose what to open.'
            : 'a recovery officer and a witness sign for it; then you choose what to open.'
      }
      actions={
        <>
          <Button large onClick={() => void choose('cards')}>
            Back to the shares
          </Button>
          <Button
            kind="primary"
            large
            busy={run.busy}
            disabled={!isReady}
            onClick={() => void run.run()}
          >
            {complete ? 'Open the quorum' : 'Keep it, and go on to the cards'}
          </Button>
        </>
      }
    >
      {complete && <p>Cards here: {formatList(state.shares.map(nameOfShare))}.</p>}
      {state.kit === null && setId !== null && (
        <p>
          The cards say that they are of the quorum with set id <code>{setId}</code>. Without a kit
          nothing else confirms it.
        </p>
      )}
      <PassphraseEntry
        hint={
          state.passphrase === 'entered' &&
          'One has been entered and is kept. Type here to use another.'
        }
        value={passphrase}
        onChange={setPassphrase}
        run={run}
        ready={isReady}
      >
        {open.busy && (
          <Progress title="Working on the passphrase, which is slow on purpose" of={null} />
        )}
      </PassphraseEntry>
      {run.problem?.code === 'PASSPHRASE_WRONG' && (
        <p>Every card that was entered is still here.</p>
      )}
    </Step>
  )
}
