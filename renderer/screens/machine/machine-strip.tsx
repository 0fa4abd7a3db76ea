import { Clock, Disc3, Keyboard as KeyboardIcon, Power } from 'lucide-react'
import { useState } from 'react'
import type { Output } from '../../../shared/contract.ts'
import { KEYBOARDS, type Keyboard } from '../../../shared/keyboards.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { ConfirmTyped } from '../../design/dialog.tsx'
import { useDesk } from '../../session/session.tsx'
import { ClockDialog } from './clock-dialog.tsx'
import { KeyboardDialog } from './keyboard-dialog.tsx'
import classes from './machine-strip.module.css'
import { MediumDialog } from './medium-dialog.tsx'

interface MachineStripProps {
  readonly keyboard: Keyboard | null
  readonly onMachine: (machine: Output<'machine.show'>['machine']) => void
}

/** Above every screen of a ceremony machine: what other systems have in a bar of their own. */
export function MachineStrip({ keyboard, onMachine }: MachineStripProps) {
  const { about } = useDesk()
  const [open, setOpen] = useState<'keyboard' | 'clock' | 'medium' | 'off' | null>(null)
  const close = (): void => setOpen(null)
  return (
    <aside className={classes.strip} aria-label="This machine">
      <button type="button" className={classes.part} onClick={() => setOpen('keyboard')}>
        <KeyboardIcon size={18} aria-hidden="true" />
        Keyboard: {keyboard === null ? 'another one' : KEYBOARDS[keyboard]}
      </button>
      <button type="button" className={classes.part} onClick={() => setOpen('clock')}>
        <Clock size={18} aria-hidden="true" />
        Clock
      </button>
      <button type="button" className={classes.part} onClick={() => setOpen('medium')}>
        <Disc3 size={18} aria-hidden="true" />
        Medium
      </button>
      <span className={classes.kept}>
        In memory: nothing is kept here but what is saved to a drive.
      </span>
      <button type="button" className={classes.part} onClick={() => setOpen('off')}>
        <Power size={18} aria-hidden="true" />
        Switch off
      </button>
      {open === 'keyboard' && (
        <KeyboardDialog
          now={keyboard}
          onMachine={machine => {
            onMachine(machine)
            close()
          }}
          onCancel={close}
        />
      )}
      {open === 'clock' && <ClockDialog onClose={close} />}
      {open === 'medium' && <MediumDialog version={about.version} onClose={close} />}
      {open === 'off' && <SwitchOff onCancel={close} />}
    </aside>
  )
}

function SwitchOff({ onCancel }: { onCancel: () => void }) {
  const client = useClient()
  const off = useAction(async () => {
    await client.call('machine.switchOff', {})
  })
  return (
    <ConfirmTyped
      title="Switch this machine off?"
      word="off"
      action="Switch off"
      busy={off.busy}
      problem={off.problem}
      onConfirm={() => void off.run()}
      onCancel={onCancel}
    >
      <p>
        Everything in its memory is gone then: a ceremony that was not closed counts for nothing,
        and its cards are void. What was said to be saved is on the drives, which may be pulled out.
      </p>
    </ConfirmTyped>
  )
}
