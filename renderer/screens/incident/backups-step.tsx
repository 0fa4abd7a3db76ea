import type { CompromiseReport } from '../../../shared/compromise.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Card, Row } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { formatCount } from '../../design/quantity.ts'
import { usePeople } from '../../session/people.tsx'
import { type Suspect, useDesk } from '../../session/session.tsx'
import { newestQuorumOf } from './newest-quorum.ts'
import { toEncryptAgain } from './what-is-left.ts'

interface BackupsStepProps {
  readonly of: CompromiseReport
  readonly suspect: Suspect
}

/** The quorum is opened once, to look through drives and to encrypt backups again. */
export function BackupsStep({ of: report, suspect }: BackupsStepProps) {
  const client = useClient()
  const { go, session } = useDesk()
  const { profile } = usePeople()
  const setId = newestQuorumOf(report.of)
  const open = useAction(async () => {
    await client.call('recovery.begin', { kit: { kind: 'vault', setId }, incident: suspect })
    await go({ screen: 'recovery' })
  })
  if (report.of.kind === 'key') {
    return (
      <Card title="5. Backups">
        <p>
          A key opens no backup: nothing is encrypted again. What others protected with it, outside
          Keyclave, those who use it protect anew.
        </p>
      </Card>
    )
  }
  const left = toEncryptAgain(report).length
  const isFirst = report.of.kind === 'backup-key' && report.of.current
  return (
    <Card title="5. Backups">
      <p>
        Both need the quorum open: its custodians bring their cards, and somebody enters the
        passphrase{profile !== null && '; a recovery officer and a witness sign'}. The window then
        looks through drives for backups that it opens, and encrypts again those that you choose,
        for the backup key that is the current one. No old file is changed or removed: it says which
        may be destroyed. You can stop and go on later.
      </p>
      <p>
        {left === 0
          ? 'The catalogue has no backup that is still to be encrypted again; there may be others on drives.'
          : `The catalogue has ${formatCount(left, 'backup')} to be encrypted again.`}{' '}
        {report.searches.length === 0
          ? 'Nobody has looked through a drive yet.'
          : `${formatCount(report.searches.length, 'search has', 'searches have')} been made.`}
      </p>
      {isFirst && (
        <Notice kind="caution">
          <p>
            New backups are still made for it. Make the next backup key first (step 4): otherwise
            they would be encrypted for the compromised one again.
          </p>
        </Notice>
      )}
      <Row>
        <Button
          kind="primary"
          busy={open.busy}
          disabled={session.vault === null}
          onClick={() => void open.run()}
        >
          Open the quorum…
        </Button>
      </Row>
      <Problem of={open.problem} />
    </Card>
  )
}
