import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../design/button.tsx'
import { Fingerprint, Moment } from '../../design/facts.tsx'
import { Empty, Row, Table } from '../../design/layout.tsx'
import { Problem } from '../../design/problem.tsx'
import { formatCount } from '../../design/quantity.ts'
import { Tag } from '../../design/tag.tsx'
import { type Person, usePeople } from '../../session/people.tsx'
import { useDesk } from '../../session/session.tsx'
import { words } from '../../words.ts'
import { RoomButton } from '../person/room-roll.tsx'
import { Page } from '../section/page.tsx'
import { AddPerson } from './add-person.tsx'
import { FoundPeople } from './found-people.tsx'
import classes from './people-section.module.css'
import { PersonDialog } from './person-dialog.tsx'

const STATES = {
  active: { kind: 'good', text: 'active' },
  suspended: { kind: 'caution', text: 'suspended' },
  retired: { kind: 'bad', text: 'retired' },
} as const

/** Who belongs to this vault, with their roles, keys and shares. */
export function PeopleSection() {
  const { people, profile, problem } = usePeople()
  const [adding, setAdding] = useState(false)
  const [open, setOpen] = useState<string | null>(null)
  const { session } = useDesk()
  const readOnly = session.vault?.readOnly === true
  if (people === null) return problem === null ? null : <Problem of={problem} />
  if (profile === null) {
    return <NoPeople readOnly={readOnly} />
  }
  const shown = people.people.find(({ id }) => id === open)
  return (
    <Page
      title="People"
      lead="Who belongs to this vault. Each signs with a key of their own, under their PIN or passphrase."
      action={
        <Row>
          <RoomButton large />
          <Button
            kind="primary"
            large
            disabled={readOnly}
            icon={<UserPlus size={20} aria-hidden="true" />}
            onClick={() => setAdding(true)}
          >
            Add a person…
          </Button>
        </Row>
      }
    >
      <Table name="People" columns={['Name', 'State', 'Sign-in key', 'Shares', 'Change']}>
        {people.people.map(person => (
          <PersonRow key={person.id} person={person} onManage={() => setOpen(person.id)} />
        ))}
      </Table>
      {adding && <AddPerson onClose={() => setAdding(false)} />}
      {shown !== undefined && <PersonDialog person={shown} onClose={() => setOpen(null)} />}
    </Page>
  )
}

function Tries({ of: { attempts } }: { of: Person }) {
  if (attempts.locked) return <Tag kind="bad">key locked</Tag>
  if (attempts.failed === 0) return null
  return <Tag kind="caution">{formatCount(attempts.failed, 'wrong entry', 'wrong entries')}</Tag>
}

const PersonRow = ({ person, onManage }: { person: Person; onManage: () => void }) => (
  <tr>
    <th scope="row">
      {person.name}
      <span className={classes.roles}>{words.policy.rolesTogether(person.roles)}</span>
    </th>
    <td>
      <div className={classes.tags}>
        <Tag kind={STATES[person.state].kind}>{STATES[person.state].text}</Tag>
        {person.present !== null && <Tag kind="good">in the room</Tag>}
        <Tries of={person} />
      </div>
    </td>
    <td>
      <Fingerprint of={person.key.fingerprint} />
      <div className={classes.since}>
        under a {person.key.by === 'pin' ? 'PIN' : 'passphrase'}, since{' '}
        <Moment of={person.key.since} />
      </div>
    </td>
    <td>
      {person.shares.length === 0
        ? 'none'
        : person.shares.map(({ setId, index, bag }) => (
            <div key={`${setId}/${index}`}>
              share {index} of set <code>{setId}</code>
              {bag === null ? '' : `, bag ${bag}`}
            </div>
          ))}
    </td>
    <td>
      <Button aria-label={`Manage ${person.name}`} onClick={onManage}>
        Manage
      </Button>
    </td>
  </tr>
)

/** A vault without people works, and says so; its first people can be named at any time. */
function NoPeople({ readOnly }: { readOnly: boolean }) {
  const [founding, setFounding] = useState(false)
  if (founding) {
    return (
      <Page
        title="Who are the first people of this vault?"
        lead="Two administrators and two witnesses, or in a small team one of each. Each types their own passphrase; the others look away."
      >
        <FoundPeople
          onFounded={() => setFounding(false)}
          leave={
            <Button large onClick={() => setFounding(false)}>
              Not now
            </Button>
          }
        />
      </Page>
    )
  }
  return (
    <Page title="People" lead="Who belongs to this vault, and what each may sign.">
      <Empty
        title="This vault has no people"
        action={
          !readOnly && (
            <Button kind="primary" large onClick={() => setFounding(true)}>
              Name the first people
            </Button>
          )
        }
      >
        It works without: names in its log are only names, and nobody signs. Once it has people,
        Keyclave changes and opens nothing in it without the signatures that its policy asks for.
      </Empty>
    </Page>
  )
}
