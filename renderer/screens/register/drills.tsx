import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Moment } from '../../design/facts.tsx'
import { SelectField } from '../../design/field.tsx'
import { Card, Table } from '../../design/layout.tsx'
import { formatCount, formatList } from '../../design/quantity.ts'
import { Tag } from '../../design/tag.tsx'
import { useDesk } from '../../session/session.tsx'
import { useApprovals } from '../approval/approvals.tsx'
import type { Register } from './register.ts'

/** Every rehearsal, also those that failed. */
export const Drills = ({ drills }: { drills: Register['drills'] }) => (
  <Card title="Drills">
    <DrillTable drills={drills} />
  </Card>
)

/** Drills with who was there and what came of them. */
export const DrillTable = ({ drills }: { drills: Register['drills'] }) =>
  drills.length === 0 ? (
    <p>None yet. A drill proves that a recovery would work, and opens nothing.</p>
  ) : (
    <Table name="Drills" columns={['Held', 'Set', 'With the cards of', 'Result']}>
      {drills.map(({ number, setId, held, shares, items, backup, problem }) => (
        <tr key={number}>
          <th scope="row">
            <Moment of={held} />
          </th>
          <td>
            <code>{setId}</code>
          </td>
          <td>{formatList(shares.map(({ custodian }) => custodian))}</td>
          <td>
            {problem === null ? (
              <Tag kind="good">{formatCount(items, 'item')} would open</Tag>
            ) : (
              <Tag kind="bad">{problem}</Tag>
            )}
            {backup !== null && <div>{backup}</div>}
          </td>
        </tr>
      ))}
    </Table>
  )

const MONTHS = [3, 6, 12, 18, 24] as const

interface IntervalProps {
  readonly months: number
  readonly onChanged: (register: Register) => void
}

/** How often somebody has to look. */
export function Interval({ months, onChanged }: IntervalProps) {
  const client = useClient()
  const { session } = useDesk()
  const { signIfPeople } = useApprovals()
  const change = useAction(async (text: string) => {
    const chosen = Number(text)
    const approved = await signIfPeople({ action: 'drill.schedule', months: chosen })
    if (approved === null) return
    onChanged(await client.call('register.setInterval', { months: chosen, ...approved }))
  })
  const choices = [...new Set([...MONTHS, months])].toSorted((a, b) => a - b)
  return (
    <Card title="How often">
      {session.vault?.readOnly === true ? (
        <p>Drills and checks of the cards are due every {months} months.</p>
      ) : (
        <SelectField
          label="A drill, and a look at every card, are due every"
          value={String(months)}
          problem={change.problem}
          options={choices.map(value => ({ value: String(value), label: `${value} months` }))}
          onChange={text => void change.run(text)}
        />
      )}
    </Card>
  )
}
