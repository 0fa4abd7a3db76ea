import { useState } from 'react'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { SecretField } from '../../design/field.tsx'
import { Problem } from '../../design/problem.tsx'
import { Progress } from '../../design/progress.tsx'
import { formatList } from '../../design/quantity.ts'
import { Step } from '../../design/steps.tsx'
import { usePeople } from '../../session/people.tsx'
import { useApprovals } from '../approval/approvals.tsx'
import { type At, nameOfShare, useRecovery } from './state.ts'

/** The recovery officer enters the passphrase; a wrong one leaves the shares where they are. */
export function PassphraseStep({ state }: { state: At<'shares'> }) {
  const client = useClient()
  const { follow, setSharesDone } = useRecovery()
  const { signUnlessKept } = useApprovals()
  const { profile } = usePeople()
  const { setId } = state
  const [passphrase, setPassphrase] = useState('')
  const leaveUntil = async (): Promise<string | null> => {
    const now = await client.call('recovery.state', {})
    return now.step === 'shares' ? now.leaveUntil : null
  }
  const open = useAction(async () => {
    const approved =
      setId === null ? {} : await signUnlessKept(leaveUntil, { action: 'quorum.open', setId })
    if (approved === null) return
    follow(await client.call('recovery.open', { passphrase, ...approved }))
  })
  const aboutIt = open.problem?.code.startsWith('PASSPHRASE_') === true
  return (
    <Step
      instruction="The recovery officer enters the passphrase. Everybody else looks away."
      alone="the recovery officer"
      next={
        profile === null
          ? 'you choose what to open.'
          : 'a recovery officer and a witness sign for it; then you choose what to open.'
      }
      actions={
        <>
          <Button large onClick={() => setSharesDone(false)}>
            Back to the shares
          </Button>
          <Button
            kind="primary"
            large
            busy={open.busy}
            disabled={passphrase === ''}
            onClick={() => void open.run()}
          >
            Open the quorum
          </Button>
        </>
      }
    >
      <p>Cards here: {formatList(state.shares.map(nameOfShare))}.</p>
      {state.kit === null && (
        <p>
          The cards say that they are of the quorum with set id <code>{setId}</code>. Without a kit
          nothing else confirms it.
        </p>
      )}
      <SecretField
        label="Passphrase"
        value={passphrase}
        problem={aboutIt ? open.problem : null}
        onChange={setPassphrase}
        onKeyDown={event => {
          if (event.key === 'Enter' && passphrase !== '') void open.run()
        }}
      />
      {open.busy && (
        <Progress title="Working on the passphrase, which is slow on purpose" of={null} />
      )}
      <Problem of={aboutIt ? null : open.problem} />
    </Step>
  )
}
