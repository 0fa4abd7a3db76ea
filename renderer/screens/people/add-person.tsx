import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Dialog, DialogButtons } from '../../design/dialog.tsx'
import { Problem } from '../../design/problem.tsx'
import { usePeople } from '../../session/people.tsx'
import { useApprovals } from '../approval/approvals.tsx'
import { useNewcomers } from './newcomers.ts'
import {
  hasPlaceHere,
  isFilledIn,
  type Newcomer,
  nobodyYet,
  PersonFields,
} from './person-fields.tsx'

/** Somebody new introduces themselves; then those whom the policy names sign. */
export function AddPerson({ onClose }: { onClose: () => void }) {
  const client = useClient()
  const { follow } = usePeople()
  const { sign } = useApprovals()
  const [people, setPeople, forget] = useNewcomers('add a person', () => [nobodyYet(['custodian'])])
  const person = people[0] ?? nobodyYet(['custodian'])
  const setPerson = (next: Newcomer): void => setPeople([next])
  const add = useAction(async () => {
    const { draft } = await client.call('people.draft', person)
    setPerson({ ...person, secret: '', again: '' })
    const approval = await sign({ action: 'person.add', draft })
    if (approval === null) return
    follow(await client.call('people.add', { draft, approval }))
    forget()
    onClose()
  })
  return (
    <Dialog title="Add a person" wide onCancel={onClose}>
      <PersonFields value={person} problem={add.problem} onChange={setPerson} />
      <Problem of={add.problem !== null && hasPlaceHere(add.problem) ? null : add.problem} />
      <p>Next: those whom the policy names sign for it.</p>
      <DialogButtons>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          kind="primary"
          busy={add.busy}
          disabled={!isFilledIn(person)}
          onClick={() => void add.run()}
        >
          Ask for signatures
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
