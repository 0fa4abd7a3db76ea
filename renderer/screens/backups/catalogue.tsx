import type { Output } from '../../../shared/contract.ts'
import { Button } from '../../design/button.tsx'
import { Fingerprint, Moment, Whole } from '../../design/facts.tsx'
import { Table } from '../../design/layout.tsx'
import { formatBytes, formatCount } from '../../design/quantity.ts'
import { Tag } from '../../design/tag.tsx'
import classes from './catalogue.module.css'

export type Backup = Output<'backup.catalogue'>['backups'][number]

interface CatalogueProps {
  readonly backups: readonly Backup[]
  readonly total: number
  /** The label of one is wanted. */
  readonly onLabel: (backup: Backup) => void
}

/** An old backup and the one that was encrypted again from it have one name and one date. */
function Related({ of: { replaces, replacedBy } }: { of: Backup }) {
  return (
    <>
      {replacedBy !== undefined && (
        <Tag kind="caution">replaced by {otherOne(replacedBy)}: destroy every copy</Tag>
      )}
      {replaces !== undefined && (
        <Tag kind="good">encrypted again, in place of {otherOne(replaces)}</Tag>
      )}
    </>
  )
}

const otherOne = ({ sha256, generation }: NonNullable<Backup['replaces']>): string =>
  generation === null ? `SHA-256 ${sha256.slice(0, 8)}…` : `the one for backup key ${generation}`

/** Which backups were made, with which key, and the digest of each file. */
export function Catalogue({ backups, total, onLabel }: CatalogueProps) {
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
            <td className={classes.line}>
              {formatCount(backup.files, 'file')}, {formatBytes(backup.bytes)}
              <div>{formatBytes(backup.size)} encrypted</div>
            </td>
            <td className={classes.line}>
              backup key {backup.generation}
              <div>
                set <code>{backup.setId}</code>
              </div>
              <Related of={backup} />
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
