import { UserPlus } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { KeyclaveError } from '../../../shared/errors.ts'
import type { Profile } from '../../../shared/roles.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { FieldProblem, TextField } from '../../design/field.tsx'
import { Card, Row } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { Tag } from '../../design/tag.tsx'
import { useDraft } from '../../session/drafts.tsx'
import { usePeople } from '../../session/people.tsx'
import { words } from '../../words.ts'
import classes from './found-people.module.css'
import { useNewcomers } from './newcomers.ts'
import { hasPlaceHere, isFilledIn, type Newcomer, nobodyYet } from './person-fields.tsx'
import { PersonTurn } from './person-turn.tsx'
import { ProfileChoice } from './profile-choice.tsx'

interface FoundPeopleProps {
  /** The way past it. */
  readonly leave: ReactNode
  readonly onFounded: () => void
}

/**
 * The first people of a vault: an administrator and a witness at least, each with a key of their own. Each takes
 * a turn alone at the screen: nobody sees the fields of another. Who is the only one of a role in the strict
 * profile is named once more by typing: what losing them means stands beside the field.
 */
export function FoundPeople({ leave, onFounded }: FoundPeopleProps) {
  const client = useClient()
  const { follow } = usePeople()
  const [profile, setProfile, forgetProfile] = useDraft<Profile>('first people, profile', 'strict')
  const [people, setPeople, forgetPeople] = useNewcomers('first people', () => [
    nobodyYet(['administrator']),
    nobodyYet(['witness']),
  ])
  const [single, setSingle, forgetSingle] = useDraft('first people, single', '')
  const [turn, setTurn] = useState<number | null>(null)
  const found = useAction(async () => {
    follow(await client.call('people.found', { profile, people: [...people], single }))
    forgetProfile()
    forgetPeople()
    forgetSingle()
    onFounded()
  })
  const at = found.problem === null ? null : placeOf(found.problem, people)
  const isAskedForNames = found.problem?.code === 'PEOPLE_SINGLE'
  const next = people.findIndex(person => !isFilledIn(person))
  const whoIsNext = useRef<HTMLButtonElement>(null)
  const hadTurn = useRef(false)
  useEffect(() => {
    if (turn === null && hadTurn.current) whoIsNext.current?.focus()
    hadTurn.current = turn !== null
  }, [turn])
  const change = (i: number, person: Newcomer): void => {
    found.forget()
    setPeople(people.map((other, k) => (k === i ? person : other)))
  }
  const now = turn === null ? undefined : people[turn]
  return (
    <>
      <ProfileChoice
        value={profile}
        onChange={to => {
          setProfile(to)
          found.forget()
        }}
      />
      <Card title="One after the other, alone at the screen">
        <ul className={classes.people} aria-label="The first people">
          {people.map((person, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: somebody new is their place until they have a name
            <li key={i} className={classes.person}>
              <div className={classes.who}>
                <strong>{titleOf(person, i)}</strong>
                <span>{words.policy.rolesTogether(person.roles)}</span>
              </div>
              <Tag kind={isFilledIn(person) ? 'good' : 'waiting'}>
                {isFilledIn(person) ? 'has typed' : 'still to come'}
              </Tag>
              <Row>
                <Button
                  ref={i === next ? whoIsNext : undefined}
                  kind={i === next ? 'primary' : 'secondary'}
                  onClick={() => setTurn(i)}
                >
                  {isFilledIn(person) ? 'Type again' : 'Take the turn'}: {titleOf(person, i)}
                </Button>
                {people.length > 2 && (
                  <Button
                    kind="quiet"
                    onClick={() => {
                      found.forget()
                      setPeople(people.filter((_, k) => k !== i))
                    }}
                  >
                    Leave {person.name || `person ${i + 1}`} out
                  </Button>
                )}
              </Row>
              {at === i && found.problem !== null && <FieldProblem problem={found.problem} />}
            </li>
          ))}
        </ul>
        <Button
          icon={<UserPlus size={18} aria-hidden="true" />}
          onClick={() => {
            setPeople([...people, nobodyYet(['custodian'])])
            setTurn(people.length)
          }}
        >
          Another person
        </Button>
      </Card>
      <Notice>
        <p>
          From now on Keyclave changes and opens nothing in this vault without signatures. They are
          evidence, not a lock: enough cards with the passphrase open everything, also elsewhere.
          Custodians and recovery officers can be added now, or later with the signatures of these
          people.
        </p>
      </Notice>
      {isAskedForNames || single !== '' ? (
        <TextField
          label="The names of those who are the only one of a role"
          value={single}
          problem={isAskedForNames ? found.problem : null}
          onChange={setSingle}
        />
      ) : null}
      <Problem of={at === null && !isAskedForNames ? found.problem : null} />
      <Row>
        <Button
          ref={next === -1 ? whoIsNext : undefined}
          kind={next === -1 ? 'primary' : 'secondary'}
          large
          busy={found.busy}
          disabled={next !== -1}
          onClick={() => void found.run()}
        >
          Name these people
        </Button>
        {leave}
      </Row>
      {now !== undefined && turn !== null && (
        <PersonTurn
          title={titleOf(now, turn)}
          person={now}
          profile={profile}
          onChange={person => change(turn, person)}
          onEnd={() => setTurn(null)}
        />
      )}
    </>
  )
}

const titleOf = ({ name, roles }: Newcomer, i: number): string =>
  name ||
  (i === 0 && roles.includes('administrator')
    ? 'The first administrator'
    : i === 1 && roles.includes('witness')
      ? 'The first witness'
      : `Person ${i + 1}`)

/** Whose fields a refusal belongs to; null when it names nobody. */
function placeOf(problem: KeyclaveError, people: readonly Newcomer[]): number | null {
  const { name, source } = problem.data
  const at = people.findLastIndex(person => person.name === (name ?? source))
  return at !== -1 && hasPlaceHere(problem) ? at : null
}
