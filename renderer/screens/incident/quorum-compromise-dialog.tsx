import { useState } from 'react'
import type { CompromiseReport } from '../../../shared/compromise.ts'
import type { KeyReason } from '../../../shared/key-life.ts'
import { formatCount } from '../../design/quantity.ts'
import { useDraft } from '../../session/drafts.tsx'
import { ChangeDialog } from '../keys/change-dialog.tsx'
import { ReasonField, SinceField } from '../keys/reason-fields.tsx'
import { STATE_WORDS } from '../keys/state-dialog.tsx'
import { useKeyChange } from '../keys/use-key-change.ts'
import { unmarked } from './what-is-left.ts'

interface QuorumCompromiseProps {
  readonly of: CompromiseReport
  readonly setId: string
  readonly onDone: () => void
  readonly onClose: () => void
}

/** Everything that was sealed to a quorum, marked at once. */
export function QuorumCompromiseDialog({ of, setId, onDone, onClose }: QuorumCompromiseProps) {
  const { title, signers, reason: usual } = STATE_WORDS.compromise
  const [reason, setReason] = useState<KeyReason>(usual)
  const [occurred, setOccurred, forget] = useDraft(`compromise of quorum ${setId}, day`, '')
  const changing = useKeyChange(() => {
    forget()
    onDone()
  })
  const left = unmarked(of)
  return (
    <ChangeDialog
      title={`${title}: quorum ${setId}`}
      outcome={`Somebody else may have everything that was sealed to it. ${formatCount(left.length, 'key')} that ${left.length === 1 ? 'is' : 'are'} not marked yet (${left.map(({ kind, name }) => (kind === 'key' ? name : `backup key ${name}`)).join(', ')}) will protect nothing any more, and what ${left.length === 1 ? 'it' : 'they'} protected since the day below is suspect. There is no way back.`}
      {...{ signers, changing, onClose }}
      verb={title}
      danger
      change={{
        ...{ kind: 'compromise-quorum', setId, reason },
        occurred: occurred === '' ? null : occurred,
      }}
    >
      <SinceField
        hint="What was made later is suspect since it was made. Without a day it is today."
        value={occurred}
        onChange={setOccurred}
      />
      <ReasonField value={reason} onChange={setReason} />
    </ChangeDialog>
  )
}
