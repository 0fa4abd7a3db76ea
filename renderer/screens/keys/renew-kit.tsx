import { useState } from 'react'
import { Button } from '../../design/button.tsx'
import { ChangeDialog } from './change-dialog.tsx'
import { KitChanged } from './kit-changed.tsx'
import { type CarriedOut, useKeyChange } from './use-key-change.ts'

interface RenewKitProps {
  readonly setId: string
  /** It was renewed. */
  readonly onDone: () => void
}

/** Has the kit of a quorum name the people of today, who alone may change it from then on. */
export function RenewKit({ setId, onDone }: RenewKitProps) {
  const [asking, setAsking] = useState(false)
  const [done, setDone] = useState<CarriedOut | null>(null)
  const changing = useKeyChange(carried => {
    setAsking(false)
    setDone(carried)
    onDone()
  })
  return (
    <>
      {done !== null && <KitChanged of={done} />}
      {done === null && <Button onClick={() => setAsking(true)}>Renew the kit…</Button>}
      {asking && (
        <ChangeDialog
          title="Renew the kit"
          outcome="From then on the people of today may change the kit, and nobody else: who has left can sign for it no more. Copies of the kit elsewhere still name the people of before; save it again, and replace them."
          signers="Those whom the kit names now sign for it: two administrators and a witness; in a small team an administrator and a witness."
          verb="Renew the kit"
          changing={changing}
          change={{ kind: 'renew-kit', setId }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
