import type { Output } from '../../../shared/contract.ts'
import { Fingerprint, Moment } from '../../design/facts.tsx'
import { Table } from '../../design/layout.tsx'
import { formatBytes, formatCount } from '../../design/quantity.ts'

type Backup = Output<'backup.catalogue'>['backups'][number]

/** Which backups were made, with which key, and the digest of each file. */
export function Catalogue({ backups, total }: { backups: readonly Backup[]; total: number }) {
  return (
    <>
      <Table name="Backups" columns={['File', 'Made', 'Holds', 'Key', 'SHA-256 of the file']}>
        {backups.map(backup => (
          <tr key={backup.id}>
            <th scope="row">{backup.fileName}</th>
            <td>
              <Moment of={backup.created} />
            </td>
            <td>
              {formatCount(backup.files, 'file')}, {formatBytes(backup.bytes)}
              <div>{formatBytes(backup.size)} encrypted</div>
            </td>
            <td>
              backup key {backup.generation}
              <div>
                set <code>{backup.setId}</code>
              </div>
            </td>
            <td>
              <Fingerprint of={backup.sha256} />
            </td>
          </tr>
        ))}
      </Table>
      {total > backups.length && (
        <p>{formatCount(total - backups.length, 'older backup')} not shown.</p>
      )}
    </>
  )
}
