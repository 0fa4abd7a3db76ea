import type { Output } from '../../../shared/contract.ts'
import { Facts, Fingerprint } from '../../design/facts.tsx'
import { Card } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { formatBytes, formatCount } from '../../design/quantity.ts'
import { nameOf } from '../files/path.ts'
import { Page } from '../section/page.tsx'
import { BackupLabel } from './backup-label.tsx'
import { LeftOut } from './left-out.tsx'
import { ReadBackCheck } from './read-back-check.tsx'
import { WayBack } from './way-back.tsx'

const volumesOf = ({ volumes }: Output<'backup.create'>): string =>
  `${volumes.length}, ${nameOf(volumes[0] ?? '')} to ${nameOf(volumes.at(-1) ?? '')}; all are needed`

const parityOf = ({ files, recovery, slices }: Parity): string =>
  `${files.map(nameOf).join(', ')}: any ${recovery} of ${slices} parts of the backup may be lost. Keep a copy on another drive.`
type Parity = NonNullable<Output<'backup.create'>['parity']>

/** What was written, and the check that it can be read from its drive. */
export function BackupMade({
  made,
  onLeave,
}: {
  made: Output<'backup.create'>
  onLeave: () => void
}) {
  return (
    <Page title="The backup is made" lead="Now read it back, before the drive is put away.">
      <Notice kind="done" live>
        <p>
          {formatCount(made.files, 'file')}, {formatBytes(made.bytes)}, in <code>{made.path}</code>.
        </p>
        <LeftOut of={made.leftOut} />
      </Notice>
      <Facts
        of={[
          ['Size of the backup', formatBytes(made.size)],
          ['SHA-256', <Fingerprint key="sha" of={made.sha256} />],
          ['Backup key', `number ${made.generation}`],
          ['Kit that it was encrypted to', <Fingerprint key="kit" of={made.kitFingerprint} />],
          ['In the catalogue', made.id === null ? 'no' : 'yes'],
          ...(made.volumes.length === 1 ? [] : [['Volumes', volumesOf(made)] as const]),
          ...(made.tree === null
            ? []
            : [['Root of the check file', <Fingerprint key="tree" of={made.tree} />] as const]),
          ...(made.parity === null ? [] : [['Recovery files', parityOf(made.parity)] as const]),
        ]}
      />
      <Card title="Read-back check">
        <ReadBackCheck file={made.file} sha256={made.sha256} />
      </Card>
      {made.id !== null && (
        <Card title="Label">
          <BackupLabel backup={made.id} fileName={nameOf(made.path)} />
        </Card>
      )}
      <WayBack onLeave={onLeave} />
    </Page>
  )
}
