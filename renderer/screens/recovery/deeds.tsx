import { Moment } from '../../design/facts.tsx'
import { Card, Table } from '../../design/layout.tsx'
import type { Deed } from './state.ts'

const KINDS = {
  restored: 'Backup restored',
  'key-exported': 'Key exported',
  'identity-exported': 'Identity handed out',
} as const

/** What was opened in this session. */
export function Deeds({ of, title }: { of: readonly Deed[]; title: string }) {
  if (of.length === 0) return null
  return (
    <Card title={title}>
      <Table name={title} columns={['When', 'What', 'Which', 'Where to']}>
        {of.map(deed => (
          <tr key={deed.path}>
            <td>
              <Moment of={deed.time} />
            </td>
            <td>{KINDS[deed.kind]}</td>
            <th scope="row">{deed.what}</th>
            <td>
              <code>{deed.path}</code>
            </td>
          </tr>
        ))}
      </Table>
    </Card>
  )
}
