import { useState } from 'react'
import type { About } from '../../../shared/contract.ts'
import { Button } from '../../design/button.tsx'
import { Dialog, DialogButtons } from '../../design/dialog.tsx'

type Renewed = NonNullable<About['renewed']>
type Screen = Renewed['screen']

/** Of a window whose page failed: what holds, and what to do. */
const HOLDS: { readonly [Where in NonNullable<Screen>]: string } = {
  ceremony:
    'The ceremony goes on where it was, and so does its record. Cards that were read back stay read back. Whoever had a card on the screen, or was typing, begins that step again; what was typed and not sent is gone.',
  recovery:
    'The recovery goes on where it was. Cards that were added are still here; the one that was being typed is not, and is typed again.',
  drill:
    'The drill goes on where it was. Cards that were added are still here; the one that was being typed is not, and is typed again.',
}

/** Said once in a new window, before anything else, where no step says it. */
export function NewWindow({ of: { after, screen } }: { of: Renewed }) {
  const [read, setRead] = useState(false)
  if (read || (after !== 'crash' && screen !== null)) return null
  const close = () => setRead(true)
  return (
    <Dialog
      title={after === 'crash' ? 'The window failed and was opened again' : 'This is a new window'}
      onCancel={close}
    >
      {after === 'crash' ? (
        <>
          <p>
            {screen === null
              ? 'Nothing was under way in it. The vault is open as it was, and work that takes time has gone on.'
              : HOLDS[screen]}
          </p>
          <p>
            The old window has been ended, with its memory, and wrote no crash report. If it fails
            again, do not go on with this machine.
          </p>
        </>
      ) : (
        <p>
          The one in which cards and passphrase were typed has been ended, with its memory. Keyclave
          has wiped them where it works with them.
        </p>
      )}
      <DialogButtons>
        <Button kind="primary" data-first onClick={close}>
          Go on
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
