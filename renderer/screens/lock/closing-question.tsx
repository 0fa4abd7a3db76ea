import { useState } from 'react'
import type { Payload } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { useMainEvent } from '../../boundary/use-event.ts'
import { ConfirmTyped } from '../../design/dialog.tsx'

type UnderWay = Payload<'app.closing'>['underWay'][number]

/** What becomes of each of them. */
const LOST: { readonly [What in UnderWay]: string } = {
  ceremony:
    'A ceremony is going on. Without the window it is void: every card handed out must be destroyed, and what was in force before stays in force.',
  recovery:
    'A recovery is going on. Its shares and the passphrase are forgotten, and everybody types them anew.',
  drill: 'A drill is going on. Its shares and the passphrase are forgotten, and it proves nothing.',
  proof: 'Recovery is being proved.',
  backup: 'A backup is being written. It ends, and there will be no backup.',
  'backup-check': 'A backup is being read back. It stays, and stays unchecked.',
  restore: 'A backup is being restored. It ends, and there will be no restored folder.',
  'backup-scan': 'Drives are being looked through. That ends, and nothing is recorded of it.',
  reencryption:
    'Backups are being encrypted again. Those that are done stay; the others are as they were, and can be done later.',
  print: 'A page is being printed. Look whether it still comes out of the printer.',
}

/** Asked when somebody closes the window while something is under way. Outside of every screen. */
export function ClosingQuestion() {
  const client = useClient()
  const [underWay, setUnderWay] = useState<readonly UnderWay[] | null>(null)
  useMainEvent('app.closing', event => setUnderWay(event.underWay))
  const close = useAction(async () => {
    await client.call('app.close', {})
  })
  if (underWay === null) return null
  return (
    <ConfirmTyped
      title="Close the window?"
      word="close"
      action="Close the window"
      busy={close.busy}
      problem={close.problem}
      onConfirm={() => void close.run()}
      onCancel={() => setUnderWay(null)}
    >
      {underWay.map(what => (
        <p key={what}>{LOST[what]}</p>
      ))}
    </ConfirmTyped>
  )
}
