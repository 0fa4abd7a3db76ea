import { useState } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import type { DeliveryOutcome } from '../../../shared/delivery-states.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Choice } from '../../design/choice.tsx'
import { Dialog, DialogButtons } from '../../design/dialog.tsx'
import { Problem } from '../../design/problem.tsx'
import { useDraft } from '../../session/drafts.tsx'
import { usePeople } from '../../session/people.tsx'
import { useApprovals } from '../approval/approvals.tsx'
import { PathChoice } from '../files/path-choice.tsx'
import { destinationName, type KnownDelivery } from './delivery-words.ts'

const OUTCOMES: readonly { value: DeliveryOutcome; title: string; hint: string }[] = [
  { value: 'arrived', title: 'It arrived', hint: 'The key is in use there.' },
  {
    value: 'not-used',
    title: 'It was not used',
    hint: 'It never got there, and the package is destroyed.',
  },
  { value: 'deleted', title: 'It was deleted', hint: 'What was there of it is deleted.' },
]

interface NoteDialogProps {
  readonly of: KnownDelivery
  readonly onClose: () => void
  readonly onDone: () => void
}

/** What became of a delivery, with a file that shows it; one person signs. */
export function NoteDialog({ of: { id, destination }, onClose, onDone }: NoteDialogProps) {
  const client = useClient()
  const { profile } = usePeople()
  const { signIfPeople } = useApprovals()
  const [outcome, setOutcome] = useState<DeliveryOutcome>('arrived')
  const [proof, setProof, forgetProof] = useDraft<Chosen | null>(`proof of delivery ${id}`, null)
  const note = useAction(async () => {
    const { draft } = await client.call('deliveries.planNote', { delivery: id, outcome, proof })
    const approved = await signIfPeople({ action: 'delivery.confirm', draft })
    if (approved === null) return
    await client.call('deliveries.note', { draft, ...approved })
    forgetProof()
    onDone()
  })
  return (
    <Dialog title={`The delivery to ${destinationName(destination)}`} wide onCancel={onClose}>
      <Choice
        legend="What became of it?"
        value={outcome}
        options={OUTCOMES}
        onChange={setOutcome}
      />
      <PathChoice
        label="A file that shows it"
        hint="What the other side printed. Its SHA-256 stands in the log, so that it can be shown later. May be left out."
        wanted={{ kind: 'file' }}
        path={proof}
        onChoose={setProof}
      />
      <p>A later note takes the place of an earlier one; none is removed.</p>
      <Problem of={note.problem} />
      {profile !== null && <p>An administrator, a witness or a recovery officer signs for it.</p>}
      <DialogButtons>
        <Button data-first onClick={onClose}>
          Cancel
        </Button>
        <Button kind="primary" busy={note.busy} onClick={() => void note.run()}>
          {profile === null ? 'Note it' : 'Ask for signatures'}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
