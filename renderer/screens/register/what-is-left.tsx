import { useState } from 'react'
import { Button } from '../../design/button.tsx'
import { Row } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { formatCount } from '../../design/quantity.ts'
import { Tag } from '../../design/tag.tsx'
import { DestroyCard } from './destroy-card.tsx'
import type { Register, RegisteredQuorum } from './register.ts'

interface WhatIsLeftProps {
  readonly quorum: Pick<RegisteredQuorum, 'setId' | 'threshold' | 'left'>
  readonly readOnly: boolean
  readonly onNoted: (register: Register) => void
}

/** How far a replaced quorum is from opening nothing any more: counted down card by card. */
export function WhatIsLeft({ quorum, readOnly, onNoted }: WhatIsLeftProps) {
  const [asking, setAsking] = useState(false)
  const { setId, threshold, left } = quorum
  const { cards, toGo, opensNothing, passphraseCardDestroyed } = left
  return (
    <Notice kind={opensNothing ? 'done' : 'caution'}>
      <p>
        {opensNothing
          ? `This quorum can no longer open anything: ${formatCount(cards, 'card remains', 'cards remain')}, and it needs ${threshold}.`
          : `${formatCount(cards, 'card is', 'cards are')} left. Destroy ${toGo} more, and this quorum can no longer open anything. Tick each off when you have seen it destroyed.`}
      </p>
      <Row>
        {passphraseCardDestroyed ? (
          <Tag kind="good">the card with its passphrase is destroyed</Tag>
        ) : (
          <Button disabled={readOnly} onClick={() => setAsking(true)}>
            Its passphrase card is destroyed…
          </Button>
        )}
      </Row>
      {asking && (
        <DestroyCard
          setId={setId}
          card={null}
          onClose={() => setAsking(false)}
          onNoted={register => {
            setAsking(false)
            onNoted(register)
          }}
        />
      )}
    </Notice>
  )
}
