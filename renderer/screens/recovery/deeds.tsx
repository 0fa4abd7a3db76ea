import { Moment } from '../../design/facts.tsx'
import { Card, Table } from '../../design/layout.tsx'
import { formatCount } from '../../design/quantity.ts'
import type { Deed } from './state.ts'

const KINDS = {
  restored: 'Backup restored',
  'key-exported': 'Key exported',
  'key-delivered': 'Key handed over',
  'identity-exported': 'Identity handed out',
  scanned: 'Drive looked through',
  'encrypted-again': 'Backup encrypted again',
} as const

/** What was opened in this session. */
export function Deeds({ of, title }: { of: readonly Deed[]; title: string }) {
  if (of.length === 0) return null
  return (
    <Card title={title}>
      <Table name={title} columns={['When', 'What', 'Which', 'Where to']}>
        {of.map(deed => (
          <tr key={`${deed.time} ${deed.path}`}>
            <td>
              <Moment of={deed.time} />
            </td>
            <td>{KINDS[deed.kind]}</td>
            <th scope="row">
              {deed.kind === 'scanned'
                ? `${formatCount(Number(deed.what), 'backup')} found`
                : deed.what}
            </th>
            <td>
              <code>{deed.path}</code>
            </td>
          </tr>
        ))}
      </Table>
    </Card>
  )
}
