import { useState } from 'react'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { SecretField } from '../../design/field.tsx'
import { Problem } from '../../design/problem.tsx'
import { formatList } from '../../design/quantity.ts'
import { Step } from '../../design/steps.tsx'
import { type LockedPerson, useDesk } from '../../session/session.tsx'
import { useApprovals } from '../approval/approvals.tsx'
import { nameOfShare } from '../recovery/state.ts'
import type { At } from './state.ts'

interface UnlockStepProps {
  readonly state: At<'shares'>
  readonly unlocks: LockedPerson
  readonly onBack: () => void
}

/** The passphrase; then somebody whose key was locked may try again. */
export function UnlockStep({ state, unlocks, onBack }: UnlockStepProps) {
  const client = useClient()
  const { go } = useDesk()
  const { signUnlessKept } = useApprovals()
  const [passphrase, setPassphrase] = useState('')
  const { person, name } = unlocks
  const leaveUntil = async (): Promise<string | null> => {
    const now = await client.call('drill.state', {})
    return now.step === 'shares' ? now.leaveUntil : null
  }
  const run = useAction(async () => {
    const { setId } = state.kit
    const approved = await signUnlessKept(leaveUntil, { action: 'person.unlock', person, setId })
    if (approved === null) return
    await client.call('drill.unlock', { person, passphrase, ...approved })
    await go({ screen: 'workspace', section: 'people' })
  })
  const aboutIt = run.problem?.code.startsWith('PASSPHRASE_') === true
  return (
    <Step
      instruction="The recovery officer enters the passphrase. Everybody else looks away."
      alone="the recovery officer"
      next={`${name} may try again; find out who made the wrong entries.`}
      actions={
        <>
          <Button large disabled={run.busy} onClick={onBack}>
            Back to the cards
          </Button>
          <Button
            kind="primary"
            large
            busy={run.busy}
            disabled={passphrase === ''}
            onClick={() => void run.run()}
          >
            Unlock the key
          </Button>
        </>
      }
    >
      <p>Cards here: {formatList(state.shares.map(nameOfShare))}.</p>
      <SecretField
        label="Passphrase"
        value={passphrase}
        problem={aboutIt ? run.problem : null}
        onChange={setPassphrase}
        onKeyDown={event => {
          if (event.key === 'Enter' && passphrase !== '') void run.run()
        }}
      />
      <Problem of={aboutIt ? null : run.problem} />
    </Step>
  )
}
