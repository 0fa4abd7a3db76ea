import type { Chosen } from '../../../shared/chosen.ts'
import { Card } from '../../design/layout.tsx'
import { useDraft } from '../../session/drafts.tsx'
import { PathChoice } from '../files/path-choice.tsx'
import { BACKUPS } from '../files/wanted.ts'
import { Page } from '../section/page.tsx'
import { ReadBackCheck } from './read-back-check.tsx'
import { Volumes } from './volumes.tsx'
import { WayBack } from './way-back.tsx'

/** Checks any backup file, against the catalogue where it is known there. */
export function CheckBackup({ onLeave }: { onLeave: () => void }) {
  const [file, setFile] = useDraft<Chosen | null>('check a backup', null)
  return (
    <Page title="Check a backup" lead="Is the file on the drive still the one that was written?">
      <PathChoice label="Backup file" wanted={BACKUPS} path={file} onChoose={setFile} />
      <Volumes file={file} onGathered={setFile} />
      {file !== null && (
        <Card title="Read-back check">
          <ReadBackCheck key={file} file={file} sha256={null} />
        </Card>
      )}
      <WayBack onLeave={onLeave} />
    </Page>
  )
}
