import { useState } from 'react'
import type { KeyclaveError } from '../../../../shared/errors.ts'
import { Button } from '../../../design/button.tsx'
import { Row } from '../../../design/layout.tsx'
import { Problem } from '../../../design/problem.tsx'
import { RoomDialog } from '../../person/room-roll.tsx'

/** A refusal; when somebody is not in the room, with the way in beside it. */
export function ProblemOrAbsent({
  of,
  expected,
  onBack,
}: {
  of: KeyclaveError | null
  expected: readonly string[]
  /** When the room has changed: what was refused may pass now. */
  onBack: () => void
}) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Problem of={of} />
      {of?.code === 'ABSENT' && (
        <Row>
          <Button onClick={() => setOpen(true)}>Sign in…</Button>
        </Row>
      )}
      {open && (
        <RoomDialog
          expected={expected}
          onClose={() => {
            setOpen(false)
            onBack()
          }}
        />
      )}
    </>
  )
}
