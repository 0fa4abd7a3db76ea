import type { Output } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Dialog, DialogButtons } from '../../design/dialog.tsx'
import { TextField } from '../../design/field.tsx'
import { Problem } from '../../design/problem.tsx'
import { useDraft } from '../../session/drafts.tsx'
import { usePeople } from '../../session/people.tsx'
import { useApprovals } from '../approval/approvals.tsx'
import { placeText, type RegisteredShare } from './register.ts'

interface NotePlaceProps {
  readonly setId: string
  readonly share: RegisteredShare
  readonly onClose: () => void
  readonly onNoted: (register: Output<'register.list'>) => void
}

/** Where a card is kept from now on, and in which bag. */
export function NotePlace({ setId, share, onClose, onNoted }: NotePlaceProps) {
  const client = useClient()
  const { profile } = usePeople()
  const { signIfPeople } = useApprovals()
  const { index, custodian } = share
  const form = `place of ${setId}/${index}`
  const [place, setPlace, forgetPlace] = useDraft(form, share.place ?? '')
  const [bag, setBag, forgetBag] = useDraft(`${form}, bag`, share.bag ?? '')
  const note = useAction(async () => {
    const where = { setId, index, place: place.trim() || null, bag: bag.trim() || null }
    const approved = await signIfPeople({ action: 'custody.change', ...where })
    if (approved === null) return
    const register = await client.call('register.note', { ...where, ...approved })
    forgetPlace()
    forgetBag()
    onNoted(register)
  })
  const field = note.problem?.code === 'CUSTODY_NOTE' ? note.problem.data.field : null
  const ready = place.trim() !== '' || bag.trim() !== ''
  return (
    <Dialog title={`Card ${index}, ${custodian}`} wide onCancel={onClose}>
      <p>
        Until now: {placeText(share)}. Enter the place, the bag, or both; what is left empty counts
        as not known from now on. What was noted before stays in the log.
      </p>
      <TextField
        label="Where it is kept"
        hint="A safe, a bank, a building: as much as somebody needs who has to find it."
        value={place}
        maxLength={400}
        problem={field === 'place' ? note.problem : null}
        onChange={setPlace}
      />
      <TextField
        label="Number of the bag"
        hint="If the card is in a sealed bag."
        value={bag}
        maxLength={40}
        problem={field === 'bag' ? note.problem : null}
        onChange={setBag}
      />
      <Problem of={field === null ? note.problem : null} />
      <DialogButtons>
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="primary" busy={note.busy} disabled={!ready} onClick={() => void note.run()}>
          {profile === null ? 'Note it' : 'Ask for signatures'}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
