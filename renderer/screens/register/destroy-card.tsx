import type { CardEnd } from '../../../shared/key-life.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Dialog, DialogButtons } from '../../design/dialog.tsx'
import { SelectField, TextField } from '../../design/field.tsx'
import { Problem } from '../../design/problem.tsx'
import { useDraft } from '../../session/drafts.tsx'
import { usePeople } from '../../session/people.tsx'
import { useApprovals } from '../approval/approvals.tsx'
import type { Register } from './register.ts'

const METHODS: readonly { readonly value: CardEnd; readonly label: string }[] = [
  { value: 'cross-cut', label: 'Cut across in a shredder' },
  { value: 'pulped', label: 'Pulped' },
  { value: 'burned', label: 'Burned' },
]

interface DestroyCardProps {
  readonly setId: string
  /** Null: the card with the passphrase. */
  readonly card: number | null
  readonly onClose: () => void
  readonly onNoted: (register: Register) => void
}

/** How a card was destroyed, and who else watched; those who sign have seen it. */
export function DestroyCard({ setId, card, onClose, onNoted }: DestroyCardProps) {
  const client = useClient()
  const { profile } = usePeople()
  const { signIfPeople } = useApprovals()
  const [method, setMethod] = useDraft<CardEnd>(`how cards of ${setId} are destroyed`, 'cross-cut')
  const [observer, setObserver] = useDraft(`observer of ${setId}`, '')
  const note = useAction(async () => {
    const seen = {
      ...{ setId, cards: card === null ? [] : [card], passphraseCard: card === null, method },
      observer: observer.trim() || null,
    }
    const approved = await signIfPeople({ action: 'share.destroy', ...seen })
    if (approved === null) return
    onNoted(await client.call('register.destroy', { ...seen, ...approved }))
  })
  const isObserver = note.problem?.code === 'DESTRUCTION_NOTE'
  const title =
    card === null ? 'The card with the passphrase is destroyed' : `Card ${card} is destroyed`
  return (
    <Dialog title={title} wide onCancel={onClose}>
      <p>
        Sign only what you have seen yourself. It goes into the log and cannot be taken back.
        {card === null && ' Whoever knows the passphrase by heart still knows it.'}
      </p>
      <SelectField label="How" value={method} options={METHODS} onChange={setMethod} />
      <TextField
        label="Observer"
        hint="Somebody else who watched, if there was one."
        value={observer}
        maxLength={200}
        problem={isObserver ? note.problem : null}
        onChange={setObserver}
      />
      <Problem of={isObserver ? null : note.problem} />
      <DialogButtons>
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="primary" busy={note.busy} onClick={() => void note.run()}>
          {profile === null ? 'Record it' : 'Ask for signatures'}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
