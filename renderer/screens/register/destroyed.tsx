import { useState } from 'react'
import { Button } from '../../design/button.tsx'
import { formatDay } from '../../design/quantity.ts'
import { Tag } from '../../design/tag.tsx'
import { DestroyCard } from './destroy-card.tsx'
import { isDestroyed, type Register, type RegisteredShare } from './register.ts'

interface DestroyedProps {
  readonly setId: string
  readonly share: RegisteredShare
  readonly readOnly: boolean
  readonly onNoted: (register: Register) => void
}

/** A card of a replaced quorum, to be ticked off once somebody has seen it destroyed; signed, and in the log. */
export function Destroyed({ setId, share, readOnly, onNoted }: DestroyedProps) {
  const [asking, setAsking] = useState(false)
  const { index, destroyed } = share
  if (isDestroyed(share)) {
    const when = destroyed?.recorded ?? null
    return (
      <Tag kind="good">
        destroyed{destroyed?.method == null ? '' : `, ${destroyed.method}`}
        {when !== null && `, ${formatDay(when)}`}
      </Tag>
    )
  }
  return (
    <>
      <Button
        disabled={readOnly}
        aria-label={`Card ${index} is destroyed`}
        onClick={() => setAsking(true)}
      >
        Destroyed…
      </Button>
      {asking && (
        <DestroyCard
          setId={setId}
          card={index}
          onClose={() => setAsking(false)}
          onNoted={register => {
            setAsking(false)
            onNoted(register)
          }}
        />
      )}
    </>
  )
}
