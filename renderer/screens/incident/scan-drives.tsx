import { useState } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import type { Output } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { useTask } from '../../boundary/use-task.ts'
import { Button } from '../../design/button.tsx'
import { Row, Table } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { Progress } from '../../design/progress.tsx'
import { formatBytes, formatCount, formatList } from '../../design/quantity.ts'
import { Tag } from '../../design/tag.tsx'
import { useApprovals } from '../approval/approvals.tsx'
import { Sources } from '../backups/sources.tsx'
import { keepChosen } from '../files/chosen.ts'

export type Scanned = Output<'incident.scan'>
type Found = Scanned['found'][number]

interface ScanDrivesProps {
  readonly setId: string
  readonly found: Scanned | null
  readonly onFound: (found: Scanned | null) => void
  /** These are to be encrypted again. */
  readonly onEncrypt: (files: readonly Chosen[]) => void
  /** The session says what was done in it. */
  readonly onDone: () => Promise<void>
}

/** Looks through drives for backups that the quorum opens, and says of each whose key opens it. */
export function ScanDrives({ setId, found, onFound, onEncrypt, onDone }: ScanDrivesProps) {
  const client = useClient()
  const { signIfPeople } = useApprovals()
  const { progress, cancel, reset } = useTask('backup-scan')
  const [places, setPlaces] = useState<readonly Chosen[]>([])
  const scan = useAction(async () => {
    reset()
    const approved = await signIfPeople({ action: 'backup.scan', setId, places: [...places] })
    if (approved === null) return
    const scanned = await client.call('incident.scan', { places: [...places], ...approved })
    keepChosen(scanned.found.map(({ file, path }) => ({ token: file, path })))
    onFound(scanned)
    setPlaces([])
    await onDone()
  })
  if (scan.busy) {
    return (
      <>
        <Progress title="Looking for backups" of={progress} />
        <Button onClick={cancel}>Cancel</Button>
      </>
    )
  }
  if (found !== null) {
    return <Findings of={found} onEncrypt={onEncrypt} onMore={() => onFound(null)} />
  }
  return (
    <>
      <p>
        Of every file in what you choose, and in the folders below it, the header alone is read, and
        tried with the quorum and with each of its backup keys. Links are not followed, and nothing
        is changed.
      </p>
      <Sources
        name="To look through"
        question="Which drives and folders to look through"
        paths={places}
        onChange={paths => {
          setPlaces(paths)
          scan.forget()
        }}
      />
      <Problem of={scan.problem} />
      <Row>
        <Button kind="primary" disabled={places.length === 0} onClick={() => void scan.run()}>
          Look for backups
        </Button>
      </Row>
    </>
  )
}

interface FindingsProps {
  readonly of: Scanned
  readonly onEncrypt: (files: readonly Chosen[]) => void
  readonly onMore: () => void
}

function Findings({ of: scanned, onEncrypt, onMore }: FindingsProps) {
  const { files, backups, bytesRead, found, foundCount, compromisedCount, unlistedCount } = scanned
  const affected = found.filter(({ compromised }) => compromised).map(({ file }) => file)
  return (
    <>
      <Notice kind={compromisedCount > 0 ? 'caution' : 'done'} live>
        <p>
          {formatCount(files, 'file')} looked at: {backups} of them are encrypted with age, and this
          quorum opens {foundCount}. {affectedSentence(compromisedCount)}{' '}
          {unlistedCount > 0 && `The catalogue does not know ${unlistedCount} of them.`}
        </p>
      </Notice>
      {found.length > 0 && (
        <Table
          name="Backups that were found"
          columns={['Backup', 'Size', 'Opens with', 'In the catalogue', 'Standing']}
        >
          {found.map(one => (
            <tr key={one.path}>
              <th scope="row">
                <code>{one.path}</code>
              </th>
              <td>{formatBytes(one.size)}</td>
              <td>{formatList(one.opens.map(opener))}</td>
              <td>{one.catalogued?.fileName ?? 'not known'}</td>
              <td>
                <Standing of={one} />
              </td>
            </tr>
          ))}
        </Table>
      )}
      {foundCount > found.length && (
        <p>{formatCount(foundCount - found.length, 'more backup')} not listed.</p>
      )}
      {found.some(({ catalogued }) => catalogued !== null) && (
        <p>
          What the catalogue knows is told by size and name: the bytes of those files were not
          compared.
        </p>
      )}
      <Unread of={scanned} />
      <p>
        {formatBytes(bytesRead)} were read, headers alone. Nothing is said of drives and folders
        that were not chosen.
      </p>
      <Row>
        {affected.length > 0 && (
          <Button kind="primary" onClick={() => onEncrypt(affected)}>
            {`Encrypt ${formatCount(affected.length, 'backup')} again…`}
          </Button>
        )}
        <Button onClick={onMore}>Look through another drive</Button>
      </Row>
    </>
  )
}

function Standing({ of: { compromised, current } }: { of: Found }) {
  if (compromised) return <Tag kind="bad">compromised: encrypt it again</Tag>
  if (current) return <Tag kind="good">for the current backup key</Tag>
  return <Tag kind="waiting">for an older key</Tag>
}

const affectedSentence = (count: number): string =>
  count === 0
    ? 'None of them is for a key that is marked compromised.'
    : `${count} of them ${count === 1 ? 'is' : 'are'} for a key that is marked compromised.`

const opener = (generation: number | null): string =>
  generation === null ? 'the quorum itself' : `backup key ${generation}`

const WHY = {
  denied: 'cannot be read',
  damaged: 'its header is damaged',
  link: 'a link, which was not followed',
} as const

function Unread({ of: { unread, unreadCount } }: { of: Scanned }) {
  if (unreadCount === 0) return null
  return (
    <Notice kind="caution">
      <p>{formatCount(unreadCount, 'place was', 'places were')} not looked at:</p>
      <ul aria-label="Not looked at">
        {unread.map(({ path, why }) => (
          <li key={path}>
            <code>{path}</code>: {WHY[why]}
          </li>
        ))}
      </ul>
      {unreadCount > unread.length && (
        <p>{formatCount(unreadCount - unread.length, 'more')} not listed.</p>
      )}
    </Notice>
  )
}
