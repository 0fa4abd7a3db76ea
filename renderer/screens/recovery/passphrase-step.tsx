import { useState } from 'react'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { SecretField } from '../../design/field.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { Progress } from '../../design/progress.tsx'
import { formatList } from '../../design/quantity.ts'
import { Step } from '../../design/steps.tsx'
import { usePeople } from '../../people.tsx'
import { useApprovals } from '../approval/approvals.tsx'
import { type At, nameOfShare, useRecovery } from './state.ts'

/** The recovery officer enters the passphrase; a wrong one leaves the shares where they are. */
export function PassphraseStep({ state }: { state: At<'shares'> }) {
  const client = useClient()
  const { follow, setSharesDone } = useRecovery()
  const { signIfPeople } = useApprovals()
  const { profile } = usePeople()
  const setId = state.kit?.setId ?? null
  const [passphrase, setPassphrase] = useState('')
  const open = useAction(async () => {
    const approved = setId === null ? {} : await signIfPeople({ action: 'quorum.open', setId })
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
      {setId === null && profile !== null && (
        <Notice kind="caution">
          <p>
            The open vault has people, who sign for what is opened; without a kit they cannot be
            asked. Begin again with the vault’s kit, or close the vault first.
          </p>
        </Notice>
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
