import { useState } from 'react'
import { COPY_FATES, type CopyFate } from '../../../shared/key-life.ts'
import { Button } from '../../design/button.tsx'
import { Dialog, DialogButtons } from '../../design/dialog.tsx'
import { SelectField, TextField } from '../../design/field.tsx'
import { Problem } from '../../design/problem.tsx'
import { useDraft } from '../../session/drafts.tsx'
import { usePeople } from '../../session/people.tsx'
import { words } from '../../words.ts'
import { capital } from '../keys/key-words.ts'
import { ClockDoubt } from './clock-doubt.tsx'
import { type About, useDestruction } from './use-destruction.ts'

const FATES = COPY_FATES.map(value => ({ value, label: capital(words.keys.copyFates[value]) }))

interface CopyDialogProps extends About {
  /** Null: one that is in no log, to be named here. */
  readonly copy: string | null
  readonly onClose: () => void
  readonly onDone: () => void
}

/** What became of one copy: by whom, with the number of a bag or a device. */
export function CopyDialog({ item, setId, copy, onClose, onDone }: CopyDialogProps) {
  const { profile } = usePeople()
  const form = `copy ${copy ?? 'not listed'} of ${item}`
  const [fate, setFate] = useState<CopyFate>('destroyed')
  const [name, setName, forgetName] = useDraft(`${form}, name`, '')
  const [by, setBy, forgetBy] = useDraft(`${form}, by`, '')
  const [serial, setSerial, forgetSerial] = useDraft(`${form}, serial`, '')
  const destroying = useDestruction(() => {
    for (const forget of [forgetName, forgetBy, forgetSerial]) forget()
    onDone()
  })
  const { problem, busy, run } = destroying.action
  const field = problem?.code === 'DESTRUCTION_NOTE' ? problem.data.field : null
  const note = {
    ...{ copy: copy ?? name.trim(), fate, by: by.trim() },
    serial: serial.trim() || null,
  }
  const ready = note.copy !== '' && note.by !== ''
  return (
    <Dialog title="What became of this copy" wide onCancel={onClose}>
      {copy === null && (
        <TextField
          label="What it is, and where it was"
          hint="In a few plain words: the laptop of Ada, the tape of May."
          value={name}
          maxLength={200}
          problem={field === 'copy' ? problem : null}
          onChange={setName}
        />
      )}
      <SelectField label="What became of it" value={fate} options={FATES} onChange={setFate} />
      <TextField
        label="Who did it, or looked"
        value={by}
        maxLength={200}
        problem={field === 'by' ? problem : null}
        onChange={setBy}
      />
      <TextField
        label="Number of the bag, the device or the medium"
        hint="If it has one."
        value={serial}
        maxLength={80}
        problem={field === 'serial' ? problem : null}
        onChange={setSerial}
      />
      <ClockDoubt of={destroying} />
      <Problem of={field === null ? problem : null} />
      {profile !== null && <p>An administrator and a witness sign for it.</p>}
      <DialogButtons>
        <Button data-first onClick={onClose}>
          Cancel
        </Button>
        <Button
          kind="primary"
          busy={busy}
          disabled={!ready}
          onClick={() => void run({ kind: 'account', item, setId, copies: [note] })}
        >
          {profile === null ? 'Record it' : 'Ask for signatures'}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
