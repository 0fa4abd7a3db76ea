import { useState } from 'react'
import type { KeyclaveError } from '../../../shared/errors.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { TextField } from '../../design/field.tsx'
import { Row } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'

/** Where a doubtful clock has stopped something: its day is typed, if it is right all the same. */
export const confirmClockFor = ({ code }: KeyclaveError) =>
  code === 'CLOCK_DOUBTFUL' ? <ConfirmClock /> : null

function ConfirmClock() {
  const client = useClient()
  const [day, setDay] = useState('')
  const [done, setDone] = useState(false)
  const confirm = useAction(async () => {
    await client.call('clock.confirm', { day })
    setDone(true)
  })
  if (done) {
    return (
      <Notice kind="done" live>
        <p>The clock counts as right for today. Do now what was stopped.</p>
      </Notice>
    )
  }
  return (
    <Row>
      <TextField
        label="Day that this clock says"
        hint="Only if you have compared it with a watch and a calendar: year, month and day, like 2026-11-27."
        value={day}
        problem={confirm.problem}
        onChange={setDay}
      />
      <Button busy={confirm.busy} disabled={day.trim() === ''} onClick={() => void confirm.run()}>
        The clock is right
      </Button>
    </Row>
  )
}
