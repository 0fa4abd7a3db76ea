import type { Output } from '../../../shared/contract.ts'
import { Facts, Fingerprint } from '../../design/facts.tsx'
import { Card } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { formatBytes, formatCount } from '../../design/quantity.ts'
import { nameOf } from '../files/path.ts'
import { Page } from '../section/page.tsx'
import { BackupLabel } from './backup-label.tsx'
import { ReadBackCheck } from './read-back-check.tsx'
import { WayBack } from './way-back.tsx'

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
      </Notice>
      <Facts
        of={[
          ['Size of the backup', formatBytes(made.size)],
          ['SHA-256', <Fingerprint key="sha" of={made.sha256} />],
          ['Backup key', `number ${made.generation}`],
          ['Kit that it was encrypted to', <Fingerprint key="kit" of={made.kitFingerprint} />],
          ['In the catalogue', made.id === null ? 'no' : 'yes'],
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
