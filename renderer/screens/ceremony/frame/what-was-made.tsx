import { sortOfKey } from '../../../../shared/key-pairs.ts'
import { Facts, Fingerprint, Whole } from '../../../design/facts.tsx'
import { Card, Table } from '../../../design/layout.tsx'
import type { Founded } from './state.ts'

/** The public facts of a quorum and its keys. */
export function WhatWasMade({ made }: { made: Founded['made'] }) {
  return (
    <>
      <Facts
        of={[
          ['Fingerprint of the quorum', <Fingerprint key="quorum" of={made.fingerprint} />],
          ['Set id', <code key="set">{made.setId}</code>],
          ['Backup key', `number ${made.backupKey.generation}`],
        ]}
      />
      {made.keys.length > 0 && (
        <Card title="Keys">
          <Table name="Keys" columns={['Label', 'What', 'Fingerprint', 'Check value']}>
            {made.keys.map(key => (
              <tr key={`${key.id}-${key.version}`}>
                <th scope="row">
                  <Whole>{`${key.label}@${key.version}`}</Whole>
                </th>
                <td>
                  {key.kind === 'imported-secret' ? 'taken in' : sortOfKey(key)}, {key.purpose}
                </td>
                <td>{key.fingerprint === null ? '—' : <Fingerprint of={key.fingerprint} />}</td>
                <td>{key.checkValue === null ? '—' : <Fingerprint of={key.checkValue} />}</td>
              </tr>
            ))}
          </Table>
        </Card>
      )}
    </>
  )
}
