import type { Output } from '../../../shared/contract.ts'
import { Fingerprint, Moment, Whole } from '../../design/facts.tsx'
import { Table } from '../../design/layout.tsx'
import { formatBytes, formatCount } from '../../design/quantity.ts'
import classes from './catalogue.module.css'

type Backup = Output<'backup.catalogue'>['backups'][number]

/** Which backups were made, with which key, and the digest of each file. */
export function Catalogue({ backups, total }: { backups: readonly Backup[]; total: number }) {
  return (
    <>
      <Table name="Backups" columns={['File, and its SHA-256', 'Made', 'Holds', 'Key']}>
        {backups.map(backup => (
          <tr key={backup.id}>
            <th scope="row">
              <Whole>{backup.fileName}</Whole>
              <div className={classes.digest}>
                <Fingerprint of={backup.sha256} />
              </div>
            </th>
            <td>
              <Moment of={backup.created} />
            </td>
            <td className={classes.line}>
              {formatCount(backup.files, 'file')}, {formatBytes(backup.bytes)}
              <div>{formatBytes(backup.size)} encrypted</div>
            </td>
            <td className={classes.line}>
              backup key {backup.generation}
              <div>
                set <code>{backup.setId}</code>
              </div>
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
