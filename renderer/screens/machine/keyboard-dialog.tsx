import { useState } from 'react'
import type { Output } from '../../../shared/contract.ts'
import { KEYBOARDS, type Keyboard } from '../../../shared/keyboards.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Dialog, DialogButtons } from '../../design/dialog.tsx'
import { SelectField, TextField } from '../../design/field.tsx'
import { Problem } from '../../design/problem.tsx'

interface KeyboardDialogProps {
  readonly now: Keyboard | null
  readonly onMachine: (machine: Output<'machine.show'>['machine']) => void
  /** Absent: it has to be said, before anything is typed. */
  readonly onCancel?: () => void
}

const OPTIONS = Object.entries(KEYBOARDS).map(([value, label]) => ({
  value: value as Keyboard,
  label,
}))

/** Which keyboard stands here: what is typed unseen, a passphrase above all, depends on it. */
export function KeyboardDialog({ now, onMachine, onCancel }: KeyboardDialogProps) {
  const client = useClient()
  const [keyboard, setKeyboard] = useState<Keyboard>(now ?? 'us')
  const [tried, setTried] = useState('')
  const set = useAction(async (chosen: Keyboard, isFinal: boolean) => {
    setKeyboard(chosen)
    const { machine } = await client.call('machine.setKeyboard', { keyboard: chosen })
    if (isFinal) onMachine(machine)
  })
  return (
    <Dialog title="Which keyboard is this?" onCancel={() => onCancel?.()}>
      <p>
        A passphrase is typed unseen. On another keyboard than the one that is set, it is another
        passphrase.
      </p>
      <SelectField
        label="The keyboard in front of you"
        value={keyboard}
        options={OPTIONS}
        onChange={chosen => void set.run(chosen, false)}
      />
      <TextField
        label="Try it"
        hint="Nothing secret. Type what stands on the keys: y and z, digits with and without Shift, - _ ? and the letters with accents."
        value={tried}
        onChange={setTried}
      />
      <Problem of={set.problem} />
      <DialogButtons>
        {onCancel !== undefined && <Button onClick={onCancel}>Cancel</Button>}
        <Button
          kind="primary"
          data-first
          busy={set.busy}
          onClick={() => void set.run(keyboard, true)}
        >
          It types what its keys say
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
