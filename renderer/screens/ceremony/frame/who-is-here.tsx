import { Card, Row } from '../../../design/layout.tsx'
import { Notice } from '../../../design/notice.tsx'
import { formatList } from '../../../design/quantity.ts'
import { activePeople, usePeople } from '../../../session/people.tsx'
import { RoomButton } from '../../person/room-roll.tsx'
import { expectedBy } from './plan-people.ts'
import type { CeremonyState } from './state.ts'

type Plan = Extract<CeremonyState, { step: 'room' }>['agreed']['plan']

/** Who of the plan is in the room, and who is still to come. Nothing where the plan names no people. */
export function WhoIsHere({ plan }: { plan: Plan }) {
  const { people, profile } = usePeople()
  const expected = expectedBy(plan)
  if (profile === null || expected.length === 0) return null
  const here = new Set(
    activePeople(people)
      .filter(({ present }) => present !== null)
      .map(({ name }) => name),
  )
  const missing = expected.filter(name => !here.has(name))
  return (
    <Card title="Who is here">
      {missing.length === 0 ? (
        <Notice kind="done" live>
          <p>Everybody whom the plan names is in the room.</p>
        </Notice>
      ) : (
        <p aria-live="polite">
          Everybody signs in with their own PIN or passphrase, one after the other. Still to come:{' '}
          {formatList(missing)}.
        </p>
      )}
      <Row>
        <RoomButton expected={expected} />
      </Row>
    </Card>
  )
}
