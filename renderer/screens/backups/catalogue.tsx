import type { Output } from '../../../shared/contract.ts'
import { Button } from '../../design/button.tsx'
import { Fingerprint, Moment } from '../../design/facts.tsx'
import { Table } from '../../design/layout.tsx'
import { formatBytes, formatCount } from '../../design/quantity.ts'

export type Backup = Output<'backup.catalogue'>['backups'][number]

interface CatalogueProps {
  readonly backups: readonly Backup[]
  readonly total: number
  /** The label of one is wanted. */
  readonly onLabel: (backup: Backup) => void
}

/** Which backups were made, with which key, and the digest of each file. */
export function Catalogue({ backups, total, onLabel }: CatalogueProps) {
  return (
    <>
      <Table name="Backups" columns={['File', 'Made', 'Holds', 'Key', 'SHA-256 of the file']}>
        {backups.map(backup => (
          <tr key={backup.id}>
            <th scope="row">{backup.fileName}</th>
            <td>
              <Moment of={backup.created} />
              <div>
                <Button
                  kind="quiet"
                  aria-label={`Label of ${backup.fileName}`}
                  onClick={() => onLabel(backup)}
                >
                  Label…
                </Button>
              </div>
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
