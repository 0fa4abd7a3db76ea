import { useState } from 'react'
import { useAnswer } from '../../boundary/use-answer.ts'
import { Button } from '../../design/button.tsx'
import { Empty, Row } from '../../design/layout.tsx'
import { usePeople } from '../../session/people.tsx'
import { Answered, Page } from '../section/page.tsx'
import { BackupLabel } from './backup-label.tsx'
import { type Backup, Catalogue } from './catalogue.tsx'
import { CheckBackup } from './check-backup.tsx'
import { NewBackup } from './new-backup.tsx'
import { WayBack } from './way-back.tsx'

/** The catalogue of backups, and the ways to make and to check one. */
export function Backups() {
  const catalogue = useAnswer('backup.catalogue', {})
  const { profile } = usePeople()
  const [view, setView] = useState<'catalogue' | 'new' | 'check'>('catalogue')
  const [labelled, setLabelled] = useState<Backup | null>(null)
  const leave = (): void => {
    catalogue.askAgain()
    setView('catalogue')
  }
  if (labelled !== null) return <LabelPage of={labelled} onLeave={() => setLabelled(null)} />
  if (view === 'new') return <NewBackup onLeave={leave} />
  if (view === 'check') return <CheckBackup onLeave={leave} />
  const make = (
    <Button kind="primary" large onClick={() => setView('new')}>
      Make a backup
    </Button>
  )
  return (
    <Page
      title="Backups"
      lead={`${profile === null ? 'Making one needs nobody.' : 'Making one takes one signature.'} Opening one takes a quorum and the passphrase.`}
      action={
        <Row>
          <Button large onClick={() => setView('check')}>
            Check a backup…
          </Button>
          {make}
        </Row>
      }
    >
      <Answered answer={catalogue}>
        {({ backups, total }) =>
          backups.length === 0 ? (
            <Empty title="No backups yet">
              Choose files and folders, and a drive to keep them on. Only the quorum can open what
              is written there.
            </Empty>
          ) : (
            <Catalogue backups={backups} total={total} onLabel={setLabelled} />
          )
        }
      </Answered>
    </Page>
  )
}

const LabelPage = ({ of: { id, fileName }, onLeave }: { of: Backup; onLeave: () => void }) => (
  <Page title={`Label of ${fileName}`} lead="For the drive that the backup is kept on.">
    <BackupLabel backup={id} fileName={fileName} />
    <WayBack onLeave={onLeave} />
  </Page>
)
