import { useMemo, useState } from 'react'
import { useClient } from '../../../boundary/client.tsx'
import { useAction } from '../../../boundary/use-action.ts'
import { Button } from '../../../design/button.tsx'
import { Progress } from '../../../design/progress.tsx'
import { formatList } from '../../../design/quantity.ts'
import { Step } from '../../../design/steps.tsx'
import { useApprovals } from '../../approval/approvals.tsx'
import { PassphraseEntry } from '../../passphrase-entry.tsx'
import { ShareDeskContext, shareDesk, useCardComingIn } from '../../recovery/share-desk.ts'
import { SharesStep } from '../../recovery/shares-step.tsx'
import { nameOfShare } from '../../recovery/state.ts'
import { type At, type CeremonyState, useCeremony } from '../frame/state.ts'

/** A re-issue begins with the quorum that is replaced: enough of its cards, then its passphrase. */
export function OldQuorumStep({ state }: { state: At<'old-quorum'> }) {
  const client = useClient()
  const { follow } = useCeremony()
  const [cardsDone, setCardsDone] = useState(false)
  const coming = useCardComingIn()
  const desk = useMemo(
    () =>
      shareDesk<CeremonyState>({
        ...{ client, purpose: 'reissue', follow },
        read: () => client.call('ceremony.state', {}),
        goOn: () => setCardsDone(true),
      }),
    [client, follow],
  )
  if (state.old.complete && cardsDone) {
    return <OldPassphrase state={state} onBack={() => setCardsDone(false)} />
  }
  return (
    <ShareDeskContext value={desk}>
      <SharesStep state={state.old} coming={coming} />
    </ShareDeskContext>
  )
}

function OldPassphrase({ state, onBack }: { state: At<'old-quorum'>; onBack: () => void }) {
  const client = useClient()
  const { follow } = useCeremony()
  const { signUnlessKept } = useApprovals()
  const [passphrase, setPassphrase] = useState('')
  const { setId } = state.kit
  const { planHash } = state.agreed
  const leaveUntil = async (): Promise<string | null> => {
    const now = await client.call('ceremony.state', {})
    return now.step === 'old-quorum' ? now.old.leaveUntil : null
  }
  const open = useAction(async () => {
    const deed = { action: 'quorum.reissue', setId, planHash } as const
    const approved = await signUnlessKept(leaveUntil, deed)
    if (approved === null) return
    follow(await client.call('ceremony.openOld', { passphrase, ...approved }))
  })
  return (
    <Step
      instruction="The recovery officer enters the old passphrase. Everybody else looks away."
      alone="the recovery officer"
      next="room and machine are checked; then the new quorum is made, with a new passphrase if you wish."
      actions={
        <>
          <Button large onClick={onBack}>
            Back to the cards
          </Button>
          <Button
            kind="primary"
            large
            busy={open.busy}
            disabled={passphrase === ''}
            onClick={() => void open.run()}
          >
            Open the old quorum
          </Button>
        </>
      }
    >
      <p>Old cards here: {formatList(state.old.shares.map(nameOfShare))}.</p>
      <PassphraseEntry
        label="Old passphrase"
        value={passphrase}
        onChange={setPassphrase}
        run={open}
        ready={passphrase !== ''}
        paste="refused"
      >
        {open.busy && (
          <Progress title="Working on the passphrase, which is slow on purpose" of={null} />
        )}
      </PassphraseEntry>
    </Step>
  )
}
