import { DoorOpen, LogIn } from 'lucide-react'
import { useState } from 'react'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Dialog, DialogButtons } from '../../design/dialog.tsx'
import { Moment } from '../../design/facts.tsx'
import { Problem } from '../../design/problem.tsx'
import { Tag } from '../../design/tag.tsx'
import { activePeople, type Person, usePeople } from '../../session/people.tsx'
import { words } from '../../words.ts'
import { PersonEntry } from './person-entry.tsx'
import classes from './room-roll.module.css'

interface RoomProps {
  /** Names of those who are expected; they come first in the list. */
  readonly expected?: readonly string[]
}

/** How many are in the room, and the way to come and to leave. Nothing in a vault without people. */
export function RoomButton({ expected = [], large = false }: RoomProps & { large?: boolean }) {
  const { people, profile } = usePeople()
  const [open, setOpen] = useState(false)
  if (profile === null) return null
  const present = activePeople(people).filter(person => person.present !== null)
  return (
    <>
      <Button
        large={large}
        icon={<DoorOpen size={18} aria-hidden="true" />}
        onClick={() => setOpen(true)}
      >
        In the room: {present.length === 0 ? 'nobody' : present.length}
      </Button>
      {open && <RoomDialog expected={expected} onClose={() => setOpen(false)} />}
    </>
  )
}

/** Who is in the room: people come with their PIN or passphrase, and leave with a word. */
export function RoomDialog({ expected = [], onClose }: RoomProps & { onClose: () => void }) {
  const client = useClient()
  const { people, reread } = usePeople()
  const everybody = activePeople(people)
  const present = everybody.filter(person => person.present !== null)
  const awaited = (person: Person): number => Number(expected.includes(person.name))
  const absent = everybody
    .filter(person => person.present === null)
    .sort((a, b) => awaited(b) - awaited(a))

  const come = async (person: Person, secret: string): Promise<void> => {
    await client.call('signIn.in', { person: person.id, secret })
  }
  const leave = useAction(async (person: string) => {
    await client.call('signIn.out', { person })
    await reread()
  })
  return (
    <Dialog title="Who is in the room" wide onCancel={onClose}>
      <p>
        One after the other, each of you types your own PIN or passphrase. Who comes and who leaves
        goes into the log, and into the record of a ceremony.
      </p>
      {absent.length > 0 && (
        <PersonEntry
          question="Who comes in now"
          people={absent}
          verb="Come in"
          icon={<LogIn size={18} aria-hidden="true" />}
          enter={come}
        />
      )}
      <ul className={classes.roll} aria-label="In the room" aria-live="polite">
        {present.map(person => (
          <li key={person.id} className={classes.person}>
            <div className={classes.name}>
              <strong>{person.name}</strong>
              <span>{words.policy.rolesTogether(person.roles)}</span>
            </div>
            <span>
              since <Moment of={person.present ?? ''} />
            </span>
            <Button
              kind="quiet"
              aria-label={`Leave the room: ${person.name}`}
              onClick={() => void leave.run(person.id)}
            >
              Leave
            </Button>
          </li>
        ))}
        {absent
          .filter(person => awaited(person) === 1)
          .map(person => (
            <li key={person.id} className={classes.person}>
              <div className={classes.name}>
                <strong>{person.name}</strong>
                <span>{words.policy.rolesTogether(person.roles)}</span>
              </div>
              <Tag kind="waiting">not here yet</Tag>
            </li>
          ))}
        {present.length === 0 && expected.length === 0 && <li>Nobody has signed in yet.</li>}
      </ul>
      <Problem of={leave.problem} />
      <DialogButtons>
        <Button kind="primary" onClick={onClose}>
          Done
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
