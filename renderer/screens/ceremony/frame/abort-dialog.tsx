import { useState } from 'react'
import type { Input } from '../../../../shared/contract.ts'
import { useClient } from '../../../boundary/client.tsx'
import { useAction } from '../../../boundary/use-action.ts'
import { ConfirmTyped } from '../../../design/dialog.tsx'
import { SelectField } from '../../../design/field.tsx'
import { useCeremony } from './state.ts'

type Cause = Input<'ceremony.abort'>['cause']

const CAUSES: readonly { readonly value: Cause; readonly label: string }[] = [
  { value: 'person-missing', label: 'Somebody who is needed is not here' },
  { value: 'card-lost', label: 'A card was lost' },
  { value: 'card-seen', label: 'A card was seen by somebody else' },
  { value: 'plan-wrong', label: 'The plan is wrong' },
  { value: 'machine-distrusted', label: 'This machine is not to be trusted' },
  { value: 'other', label: 'Another reason' },
]

/** Gives the ceremony up, for a reason that is recorded. */
export function AbortDialog({ onClose }: { onClose: () => void }) {
  const client = useClient()
  const { follow } = useCeremony()
  const [cause, setCause] = useState<Cause>('person-missing')
  const abort = useAction(async () => {
    follow(await client.call('ceremony.abort', { cause }))
    onClose()
  })
  return (
    <ConfirmTyped
      title="Abort this ceremony?"
      word="abort"
      action="Abort the ceremony"
      busy={abort.busy}
      problem={abort.problem}
      onConfirm={() => void abort.run()}
      onCancel={onClose}
    >
      <p>
        Everything made in it becomes worthless, and every card handed out must be destroyed. What
        was in force before stays in force.
      </p>
      <SelectField
        label="Reason, for the record"
        value={cause}
        options={CAUSES}
        onChange={setCause}
      />
    </ConfirmTyped>
  )
}
