import { EyeOff, OctagonX } from 'lucide-react'
import { useState } from 'react'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Dialog, DialogButtons } from '../../design/dialog.tsx'
import { Row } from '../../design/layout.tsx'
import { Problem } from '../../design/problem.tsx'
import { useDesk } from '../../session/session.tsx'
import { Aids } from '../help/aids.tsx'
import { AirGap } from '../status/air-gap.tsx'
import { type RecoveryState, useRecovery } from './state.ts'

/** Under the steps: what leaving would mean now, and the ways out. */
export function RecoveryFoot({ state }: { state: RecoveryState }) {
  const { about, lock } = useDesk()
  const [ending, setEnding] = useState(false)
  const running = state.step === 'shares' || state.step === 'open'
  return (
    <>
      <AirGap about={about} />
      <Row>
        <Aids />
      </Row>
      <p>
        {running
          ? 'If the power fails now: no file is lost. Begin again with the same cards.'
          : state.step === 'ended'
            ? 'The session is over.'
            : 'Nothing has begun yet. You can leave and come back.'}
      </p>
      {running && (
        <>
          <Button
            icon={<EyeOff size={18} aria-hidden="true" />}
            aria-label="Cover the screen; the recovery waits"
            onClick={lock}
          >
            Cover the screen
          </Button>
          <Button
            kind="way-out"
            icon={<OctagonX size={18} aria-hidden="true" />}
            onClick={() => setEnding(true)}
          >
            End the recovery…
          </Button>
        </>
      )}
      {ending && <EndDialog onClose={() => setEnding(false)} />}
    </>
  )
}

function EndDialog({ onClose }: { onClose: () => void }) {
  const client = useClient()
  const { follow } = useRecovery()
  const end = useAction(async () => {
    follow(await client.call('recovery.end', {}))
    onClose()
  })
  return (
    <Dialog title="End this recovery?" onCancel={onClose}>
      <p>
        The shares and the passphrase that were entered are forgotten, and work that is going on is
        cancelled. What has been restored already stays.
      </p>
      <Problem of={end.problem} />
      <DialogButtons>
        <Button data-first onClick={onClose}>
          Cancel
        </Button>
        <Button kind="danger" busy={end.busy} onClick={() => void end.run()}>
          End the recovery
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
