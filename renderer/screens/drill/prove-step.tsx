import { useState } from 'react'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { useTask } from '../../boundary/use-task.ts'
import { Button } from '../../design/button.tsx'
import { SecretField } from '../../design/field.tsx'
import { Row } from '../../design/layout.tsx'
import { Problem } from '../../design/problem.tsx'
import { Progress } from '../../design/progress.tsx'
import { formatList } from '../../design/quantity.ts'
import { Step } from '../../design/steps.tsx'
import { useApprovals } from '../approval/approvals.tsx'
import { PathChoice } from '../files/path-choice.tsx'
import { nameOfShare } from '../recovery/state.ts'
import type { At, DrillState } from './state.ts'

interface ProveStepProps {
  readonly state: At<'shares'>
  readonly onBack: () => void
  readonly onHeld: (state: DrillState) => void
}

/** The passphrase, and a backup if one is at hand; then it is proved. */
export function ProveStep({ state, onBack, onHeld }: ProveStepProps) {
  const client = useClient()
  const { signUnlessKept } = useApprovals()
  const { progress, cancel, reset } = useTask('drill')
  const [passphrase, setPassphrase] = useState('')
  const [backup, setBackup] = useState<string | null>(null)
  const [proving, setProving] = useState(false)
  const leaveUntil = async (): Promise<string | null> => {
    const now = await client.call('drill.state', {})
    return now.step === 'shares' ? now.leaveUntil : null
  }
  const run = useAction(async () => {
    const { setId } = state.kit
    const approved = await signUnlessKept(leaveUntil, { action: 'drill.run', setId })
    if (approved === null) return
    reset()
    setProving(true)
    try {
      onHeld(await client.call('drill.run', { passphrase, backup, ...approved }))
    } finally {
      setProving(false)
    }
  })
  const aboutIt = run.problem?.code.startsWith('PASSPHRASE_') === true
  return (
    <Step
      instruction="The recovery officer enters the passphrase. Everybody else looks away."
      alone="the recovery officer"
      next="Keyclave proves that everything would open, and clears its memory."
      actions={
        <>
          <Button large disabled={proving} onClick={onBack}>
            Back to the cards
          </Button>
          <Button
            kind="primary"
            large
            busy={run.busy}
            disabled={passphrase === ''}
            onClick={() => void run.run()}
          >
            Prove it
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
      <PathChoice
        label="A backup to look at, too"
        hint="Optional. Only its header is read: whether this quorum could open it."
        wanted={{ kind: 'file' }}
        path={backup}
        onChoose={setBackup}
      />
      {proving && (
        <>
          <Progress title="Proving that everything would open" of={progress} />
          <Row>
            <Button onClick={cancel}>Cancel</Button>
          </Row>
        </>
      )}
      <Problem of={aboutIt ? null : run.problem} />
    </Step>
  )
}
