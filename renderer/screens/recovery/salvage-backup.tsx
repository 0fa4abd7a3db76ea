import type { Output } from '../../../shared/contract.ts'
import { Button } from '../../design/button.tsx'
import { Row, Table } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { formatBytes, formatCount, formatDay } from '../../design/quantity.ts'
import { Tamed } from './tamed.tsx'
import { Differences } from './unfit-choice.tsx'

export type Salvaged = Output<'recovery.salvage'>

/** What a restore is refused with when the backup is damaged, and some of it may be whole. */
const DAMAGED: readonly string[] = [
  ...['AGE_HEADER', 'AGE_MAC', 'AGE_PAYLOAD', 'AGE_TRUNCATED'],
  ...['BACKUP_DAMAGED', 'BACKUP_MANIFEST', 'BACKUP_VOLUME'],
  ...['FILE_VOLUME', 'FILE_VOLUME_SIZE'],
]

export const mayBeSalvaged = (code: string | undefined): boolean =>
  code !== undefined && DAMAGED.includes(code)

/** Offered where a backup is damaged. */
export function SalvageOffer({ onSalvage }: { onSalvage: (partial: boolean) => void }) {
  return (
    <Notice kind="caution">
      <p>
        Another copy of the backup is the better way. Of this one, every file that is whole can be
        restored, each checked, and the others named. What is left of damaged files can be kept too,
        under a name that ends in “.damaged”.
      </p>
      <Row>
        <Button onClick={() => onSalvage(false)}>Restore what is whole</Button>
        <Button onClick={() => onSalvage(true)}>Restore what is whole, and keep the rest</Button>
      </Row>
    </Notice>
  )
}

const REASONS: { readonly [reason in Salvaged['lost'][number]['reason']]: string } = {
  damaged: 'damaged',
  differs: 'not what the manifest says',
  unproved: 'found behind the damage, and nothing proves it',
  'not-allowed': 'a path that no backup may have',
}

/** What came back of a damaged backup, and what did not. */
export function SalvagedFiles({ saved, onAnother }: { saved: Salvaged; onAnother: () => void }) {
  const { files, bytes, path, complete, created, lost, lostCount, tamed } = saved
  return (
    <>
      <Notice kind={complete ? 'done' : 'caution'} live>
        <p>
          {formatCount(files, 'file')}, {formatBytes(bytes)}, restored to <code>{path}</code>.{' '}
          {complete
            ? 'Nothing is lost.'
            : `${formatCount(lostCount, 'entry', 'entries')} did not come back whole.`}
        </p>
        {created === null ? (
          <p>
            The list of what the backup held is lost: more may be missing than is named here. Each
            file restored was read from the begin of the backup to its end without a gap.
          </p>
        ) : (
          <p>Every file restored agrees with the manifest of the backup of {formatDay(created)}.</p>
        )}
      </Notice>
      <Tamed of={tamed} />
      <Differences of={saved} />
      {lost.length > 0 && (
        <Table name="What is not whole" columns={['Path', 'Why', 'Lost', 'Kept as']}>
          {lost.map(entry => (
            <tr key={`${entry.path} ${entry.kept}`}>
              <td>{entry.path}</td>
              <td>{REASONS[entry.reason]}</td>
              <td>
                {entry.size === null
                  ? ''
                  : `${formatBytes(entry.bytes)} of ${formatBytes(entry.size)}`}
              </td>
              <td>{entry.kept ?? ''}</td>
            </tr>
          ))}
        </Table>
      )}
      {lostCount > lost.length && (
        <p>and {formatCount(lostCount - lost.length, 'more entry', 'more entries')}.</p>
      )}
      <Row>
        <Button onClick={onAnother}>Restore another backup</Button>
      </Row>
    </>
  )
}
