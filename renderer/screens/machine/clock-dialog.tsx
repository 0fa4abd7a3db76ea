import { useEffect, useState } from 'react'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Dialog, DialogButtons } from '../../design/dialog.tsx'
import { TextField } from '../../design/field.tsx'
import { Problem } from '../../design/problem.tsx'

const SECOND = 1000
/** `2026-11-27 09:30`, in UTC: what stands on papers and in the log. */
const minute = (): string => new Date().toISOString().slice(0, 16).replace('T', ' ')

/** The clock of a machine without a network: shown, and set by somebody with a watch. */
export function ClockDialog({ onClose }: { onClose: () => void }) {
  const client = useClient()
  const [now, setNow] = useState(minute)
  const [time, setTime] = useState('')
  useEffect(() => {
    const timer = setInterval(() => setNow(minute()), SECOND)
    return () => clearInterval(timer)
  }, [])
  const set = useAction(async () => {
    await client.call('machine.setClock', { time })
    onClose()
  })
  return (
    <Dialog title="The clock of this machine" onCancel={onClose}>
      <p>
        It says <strong>{now}</strong> (UTC, 24 hours). Compare it with a watch and a calendar: it
        stands in the log and on every page, and decides which keys are still in use.
      </p>
      <TextField
        label="What the watch says, in UTC"
        hint="Only if it is wrong: year, month, day, hour and minute, like 2026-11-27 09:30. It holds until this machine is switched off."
        value={time}
        problem={set.problem?.code === 'MACHINE_TIME' ? set.problem : null}
        onChange={setTime}
      />
      <Problem of={set.problem?.code === 'MACHINE_TIME' ? null : set.problem} />
      <DialogButtons>
        <Button data-first onClick={onClose}>
          It is right
        </Button>
        <Button disabled={time.trim() === ''} busy={set.busy} onClick={() => void set.run()}>
          Set the clock
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
