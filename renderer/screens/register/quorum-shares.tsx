import { Button } from '../../design/button.tsx'
import { Card, Row } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { formatCount, formatDay } from '../../design/quantity.ts'
import { Tag } from '../../design/tag.tsx'
import { useDesk } from '../../session/session.tsx'
import { QUORUM_STATES } from '../quorum-state.ts'
import { CardTable } from './card-table.tsx'
import type { Register, RegisteredQuorum } from './register.ts'
import { WhatIsLeft } from './what-is-left.tsx'

interface QuorumSharesProps {
  readonly quorum: RegisteredQuorum
  readonly onNoted: (register: Register) => void
}

/** The cards of one quorum, and what can be done with it. */
export function QuorumShares({ quorum, onNoted }: QuorumSharesProps) {
  const { go, session } = useDesk()
  const { setId, title, state, threshold, shares, nextDrill, replacedBy } = quorum
  const inForce = state === 'in-force'
  const readOnly = session.vault?.readOnly === true
  return (
    <Card title={title}>
      <Row>
        <Tag kind={QUORUM_STATES[state].kind}>{QUORUM_STATES[state].text}</Tag>
        <span>
          Set <code>{setId}</code>, any {threshold} of {formatCount(shares.length, 'card')}
        </span>
        {nextDrill !== null && <span>Next drill by {formatDay(nextDrill)}</span>}
      </Row>
      {replacedBy !== null && (
        <Notice kind="caution">
          <p>
            Replaced by set <code>{replacedBy}</code>. Its cards, together with its passphrase,
            still open what was sealed and backed up until then: collect and destroy them.
          </p>
        </Notice>
      )}
      {replacedBy !== null && <WhatIsLeft {...{ quorum, readOnly, onNoted }} />}
      <CardTable {...{ setId, title, state }} cards={shares} onNoted={onNoted} />
      {inForce && (
        <Row>
          <Button onClick={() => void go({ screen: 'drill', setId })}>Hold a drill…</Button>
          <Button
            disabled={readOnly}
            onClick={() => void go({ screen: 'ceremony', replaces: setId })}
          >
            Replace this quorum…
          </Button>
        </Row>
      )}
      {inForce && (
        <p>
          Replace it when a custodian leaves, a card is lost or was seen, or when people, threshold
          or passphrase are to change: all cards are issued anew.
        </p>
      )}
    </Card>
  )
}
