import { type ReactNode, useEffect, useLayoutEffect, useState } from 'react'
import type { Output } from '../../../shared/contract.ts'
import { KEYBOARDS } from '../../../shared/keyboards.ts'
import { useClient } from '../../boundary/client.tsx'
import { KeyboardContext } from '../../design/keyboard.ts'
import { KeyboardDialog } from './keyboard-dialog.tsx'
import { MachineStrip } from './machine-strip.tsx'

type CeremonyMachine = NonNullable<Output<'machine.show'>['machine']>

/**
 * On a ceremony machine that was started from the image: asks for the keyboard before anything is typed, and offers
 * above every screen what other systems have in their own settings. Nothing on any other machine.
 */
export function MachineProvider({ children }: { children: ReactNode }) {
  const client = useClient()
  const [machine, setMachine] = useState<CeremonyMachine | null>(null)
  useEffect(() => {
    client.call('machine.show', {}).then(
      shown => setMachine(shown.machine),
      // What cannot be asked is not offered.
      () => setMachine(null),
    )
  }, [client])
  const isThere = machine !== null
  useLayoutEffect(() => {
    if (isThere) document.documentElement.dataset.machine = ''
    return () => {
      delete document.documentElement.dataset.machine
    }
  }, [isThere])
  if (machine === null) return children
  const keyboard = machine.keyboard === null ? 'another one' : KEYBOARDS[machine.keyboard]
  return (
    <KeyboardContext value={keyboard}>
      <MachineStrip keyboard={machine.keyboard} onMachine={setMachine} />
      {children}
      {!machine.chosen && <KeyboardDialog now={machine.keyboard} onMachine={setMachine} />}
    </KeyboardContext>
  )
}
