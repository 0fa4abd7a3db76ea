import { useState } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { useTask } from '../../boundary/use-task.ts'
import { Button } from '../../design/button.tsx'
import { Row } from '../../design/layout.tsx'
import { Progress } from '../../design/progress.tsx'
import { useDraft } from '../../session/drafts.tsx'
import { useApprovals } from '../approval/approvals.tsx'
import { PathChoice } from '../files/path-choice.tsx'
import { BACKUPS } from '../files/wanted.ts'
import { leaveUntil, PassphraseStep } from './passphrase-step.tsx'
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
  const [backup, setBackup] = useDraft<Chosen | null>('drill backup', null)
  const [proving, setProving] = useState(false)
  const run = useAction(async () => {
    const { setId } = state.kit
    const approved = await signUnlessKept(() => leaveUntil(client), { action: 'drill.run', setId })
    if (approved === null) return
    reset()
    setProving(true)
    try {
      onHeld(await client.call('drill.run', { passphrase, backup, ...approved }))
    } finally {
      setProving(false)
    }
  })
  return (
    <PassphraseStep
      {...{ state, run, onBack, passphrase }}
      next="Keyclave proves that everything would open, and wipes cards and passphrase."
      verb="Prove it"
      canGoBack={!proving}
      onPassphrase={setPassphrase}
    >
      <PathChoice
        label="A backup to look at, too"
        hint="Optional. Only its header is read: whether this quorum could open it."
        wanted={BACKUPS}
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
    </PassphraseStep>
  )
}
