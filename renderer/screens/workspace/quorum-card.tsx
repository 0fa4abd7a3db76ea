import type { Output } from '../../../shared/contract.ts'
import { Button } from '../../design/button.tsx'
import { Facts, Fingerprint } from '../../design/facts.tsx'
import { Card, Row } from '../../design/layout.tsx'
import { formatList } from '../../design/quantity.ts'
import { Tag } from '../../design/tag.tsx'
import { useDesk } from '../../session/session.tsx'
import { SaveKit } from '../files/save-kit.tsx'
import { QUORUM_STATES } from '../quorum-state.ts'

type Quorum = Output<'vault.overview'>['quorums'][number]

/** A quorum: who they are, what it takes, and its newest kit as a file. */
export function QuorumCard({ quorum }: { quorum: Quorum }) {
  const { go } = useDesk()
  const { setId, threshold, custodians, identity } = quorum
  return (
    <Card title={quorum.title}>
      <Row>
        <Tag kind={QUORUM_STATES[quorum.state].kind}>{QUORUM_STATES[quorum.state].text}</Tag>
        <span>
          Any {threshold} of {custodians.length} people, together with the passphrase
        </span>
      </Row>
      <Facts
        of={[
          ['Custodians', formatList(custodians.map(({ name }) => name))],
          ['Fingerprint', <Fingerprint key="quorum" of={quorum.fingerprint} />],
          ['Set id', <code key="set">{setId}</code>],
          ['Encryption', identity === 'hybrid' ? 'hybrid, post-quantum' : 'classic'],
          ['Backup key', quorum.backupKey === null ? 'none yet' : `number ${quorum.backupKey}`],
          [
            'Recovery kit',
            quorum.kitRevision === null ? 'none yet' : `revision ${quorum.kitRevision}`,
          ],
        ]}
      />
      <Row>
        <Button
          aria-label={`Open this quorum: ${quorum.title}, set ${setId}`}
          onClick={() => void go({ screen: 'workspace', section: 'quorum', setId })}
        >
          Open this quorum
        </Button>
        {quorum.kitRevision !== null && <SaveKit setId={setId} />}
      </Row>
    </Card>
  )
}
