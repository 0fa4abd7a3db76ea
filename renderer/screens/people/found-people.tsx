import { UserPlus } from 'lucide-react'
import type { ReactNode } from 'react'
import type { KeyclaveError } from '../../../shared/errors.ts'
import type { Profile } from '../../../shared/roles.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { TextField } from '../../design/field.tsx'
import { Card, Row } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { useDraft } from '../../session/drafts.tsx'
import { usePeople } from '../../session/people.tsx'
import { useNewcomers } from './newcomers.ts'
import {
  hasPlaceHere,
  isFilledIn,
  type Newcomer,
  nobodyYet,
  PersonFields,
} from './person-fields.tsx'
import { ProfileChoice } from './profile-choice.tsx'

interface FoundPeopleProps {
  /** The way past it. */
  readonly leave: ReactNode
  readonly onFounded: () => void
}

/**
 * The first people of a vault: an administrator and a witness at least, each with a key of their own. Who is
 * the only one of a role in the strict profile is named once more by typing: what losing them means stands
 * beside the field.
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
  const found = useAction(async () => {
    follow(await client.call('people.found', { profile, people: [...people], single }))
    forgetProfile()
    forgetPeople()
    forgetSingle()
    onFounded()
  })
  const at = found.problem === null ? null : placeOf(found.problem, people)
  const isAskedForNames = found.problem?.code === 'PEOPLE_SINGLE'
  return (
    <>
      <ProfileChoice
        value={profile}
        onChange={next => {
          setProfile(next)
          found.forget()
        }}
      />
      {people.map((person, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: somebody new is their place until they have a name
        <Card key={i} title={titleOf(person, i)}>
          <PersonFields
            value={person}
            problem={at === i ? found.problem : null}
            onChange={next => setPeople(people.map((other, k) => (k === i ? next : other)))}
          />
          {people.length > 2 && (
            <Button kind="quiet" onClick={() => setPeople(people.filter((_, k) => k !== i))}>
              Leave {person.name || `person ${i + 1}`} out
            </Button>
          )}
        </Card>
      ))}
      <Button
        icon={<UserPlus size={18} aria-hidden="true" />}
        onClick={() => setPeople([...people, nobodyYet(['custodian'])])}
      >
        Another person
      </Button>
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
          kind="primary"
          large
          busy={found.busy}
          disabled={!people.every(isFilledIn)}
          onClick={() => void found.run()}
        >
          Name these people
        </Button>
        {leave}
      </Row>
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
