import { useState } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import type { Output } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Facts, Fingerprint } from '../../design/facts.tsx'
import { Card, Row } from '../../design/layout.tsx'
import { SavedAs } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { formatList } from '../../design/quantity.ts'
import { Tag } from '../../design/tag.tsx'
import { Picker } from '../files/picker.tsx'

type Quorum = Output<'vault.overview'>['quorums'][number]

const STATES = {
  pending: { kind: 'waiting', text: 'in a ceremony' },
  'in-force': { kind: 'good', text: 'in force' },
  void: { kind: 'bad', text: 'void' },
  replaced: { kind: 'waiting', text: 'replaced' },
} as const

/** A quorum: who they are, what it takes, and its newest kit as a file. */
export function QuorumCard({ quorum }: { quorum: Quorum }) {
  const client = useClient()
  const [saving, setSaving] = useState(false)
  const [saved, setSaved] = useState<string | null>(null)
  const { setId, threshold, custodians, identity } = quorum
  const exportKit = useAction(async (out: Chosen) => {
    setSaved((await client.call('vault.exportKit', { setId, out })).path)
  })
  return (
    <Card title={quorum.title}>
      <Row>
        <Tag kind={STATES[quorum.state].kind}>{STATES[quorum.state].text}</Tag>
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
      {quorum.kitRevision !== null && (
        <Button busy={exportKit.busy} onClick={() => setSaving(true)}>
          Save the recovery kit…
        </Button>
      )}
      <SavedAs path={saved} />
      <Problem of={exportKit.problem} />
      {saving && (
        <Picker
          title="Save the recovery kit"
          wanted={{ kind: 'new-file', name: `kit-${setId}.json` }}
          onCancel={() => setSaving(false)}
          onChoose={([path]) => {
            setSaving(false)
            if (path !== undefined) void exportKit.run(path)
          }}
        />
      )}
    </Card>
  )
}
