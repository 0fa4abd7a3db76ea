import { type ReactNode, useRef, useState } from 'react'
import { useAction } from '../../boundary/use-action.ts'
import { useEvery } from '../../boundary/use-every.ts'
import { Button } from '../../design/button.tsx'
import { SecretField, SelectField } from '../../design/field.tsx'
import { Row } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { formatDuration } from '../../design/quantity.ts'
import { type Person, usePeople } from '../../session/people.tsx'
import { words } from '../../words.ts'
import classes from './person-entry.module.css'

interface PersonEntryProps {
  /** "Who signs now". */
  readonly question: string
  /** Whose turn it may be, the likeliest first. */
  readonly people: readonly Person[]
  /** What the button does: "Sign". */
  readonly verb: string
  readonly icon?: ReactNode
  /** What they type crosses once, and is forgotten here whatever comes of it. */
  readonly enter: (person: Person, secret: string) => Promise<void>
}

/**
 * One person after the other says who they are and types their PIN or passphrase. After a wrong entry it
 * says how long to wait; when a key is locked, what to do.
 */
export function PersonEntry({ question, people, verb, icon, enter }: PersonEntryProps) {
  const { reread } = usePeople()
  const form = useRef<HTMLDivElement>(null)
  const [chosen, setChosen] = useState<string | null>(null)
  const [secret, setSecret] = useState('')
  const person = people.find(({ id }) => id === chosen) ?? people[0]
  const seconds = useSecondsLeft(person)

  const send = useAction(async () => {
    if (person === undefined) return
    setSecret('')
    try {
      await enter(person, secret)
    } finally {
      void reread()
      form.current?.querySelector<HTMLElement>('select')?.focus()
    }
  })
  if (person === undefined) return null
  const { locked } = person.attempts
  const wrong = send.problem?.code === 'PIN_WRONG' ? send.problem : null
  // What stands below says how long, to the second.
  const elsewhere =
    send.problem?.code === 'PIN_WAIT' || (send.problem?.code === 'PIN_LOCKED' && locked)
  const ready = secret !== '' && !locked && seconds === 0
  return (
    <div ref={form} className={classes.entry}>
      <SelectField
        label={question}
        value={person.id}
        options={people.map(({ id, name, roles }) => ({
          value: id,
          label: `${name}, ${words.policy.rolesTogether(roles)}`,
        }))}
        onChange={id => {
          setChosen(id)
          setSecret('')
          send.forget()
        }}
      />
      {locked ? (
        <LockedKey name={person.name} />
      ) : (
        <SecretField
          label={`${person.key.by === 'pin' ? 'PIN' : 'Passphrase'} of ${person.name}`}
          hint={`Only ${person.name} types. Everybody else looks away.`}
          value={secret}
          problem={wrong}
          readOnly={send.busy}
          onChange={setSecret}
          onPaste={event => event.preventDefault()}
          onKeyDown={event => {
            if (event.key === 'Enter' && ready) void send.run()
          }}
        />
      )}
      {seconds > 0 && !locked && (
        <Notice kind="caution">
          <p role="timer">
            After {person.attempts.failed === 1 ? 'a wrong entry' : 'wrong entries'}, {person.name}{' '}
            has to wait {formatDuration(seconds)}.
          </p>
        </Notice>
      )}
      <Problem of={wrong !== null || elsewhere ? null : send.problem} />
      <Row>
        <Button icon={icon} busy={send.busy} disabled={!ready} onClick={() => void send.run()}>
          {verb}
        </Button>
      </Row>
    </div>
  )
}

const LockedKey = ({ name }: { name: string }) => (
  <Notice kind="danger" live>
    <p>
      The key of {name} is locked after ten wrong entries. Somebody else with the same role can sign
      instead; or, under People, an administrator and a witness give {name} a new key, or a quorum
      with a recovery officer unlocks this one.
    </p>
  </Notice>
)

/**
 * Whole seconds of a wait that are left. They are counted here by the time that passes and not by a clock:
 * the main side says anew how many there are whenever the people are read.
 */
function useSecondsLeft(person: Person | undefined): number {
  const [read, setRead] = useState({ person, at: performance.now() })
  const [now, setNow] = useState(read.at)
  if (read.person !== person) setRead({ person, at: performance.now() })
  const wait = person?.attempts.wait ?? 0
  useEvery(250, () => wait > 0 && setNow(performance.now()))
  return Math.max(0, Math.ceil(wait - Math.max(0, now - read.at) / 1000))
}
