import { useState } from 'react'
import type { BackupKeyDeed, KeyReason } from '../../../shared/key-life.ts'
import { useDraft } from '../../session/drafts.tsx'
import { ChangeDialog } from './change-dialog.tsx'
import { ReasonField, SinceField } from './reason-fields.tsx'
import { STATE_WORDS } from './state-dialog.tsx'
import { type CarriedOut, useKeyChange } from './use-key-change.ts'

const OUTCOMES: { readonly [deed in BackupKeyDeed]: string } = {
  suspend:
    'No backup is made with it until it is resumed, or the next one is made. It opens backups as before. It can be undone.',
  resume:
    'It is in use again. Where a newer one was made meanwhile, that one stays the one that new backups are encrypted to.',
  compromise:
    'Somebody else may have it, and may have read the backups that it opens. No backup is made with it any more. There is no way back. Then make the next one, and have the backups encrypted again.',
}

interface BackupKeyStateProps {
  readonly of: { readonly setId: string; readonly generation: number }
  readonly deed: BackupKeyDeed
  readonly onDone: (carried: CarriedOut) => void
  readonly onClose: () => void
}

/** One change of the state of a backup key, in every quorum that it is sealed to. */
export function BackupKeyStateDialog({ of, deed, onDone, onClose }: BackupKeyStateProps) {
  const { setId, generation } = of
  const { title, signers, reason: usual, danger } = STATE_WORDS[deed]
  const [reason, setReason] = useState<KeyReason>(usual)
  const [occurred, setOccurred, forget] = useDraft(
    `compromise of backup key ${setId}/${generation}, day`,
    '',
  )
  const changing = useKeyChange(carried => {
    forget()
    onDone(carried)
  })
  return (
    <ChangeDialog
      title={`${title}: backup key ${generation}`}
      outcome={OUTCOMES[deed]}
      {...{ signers, changing, onClose }}
      verb={title}
      danger={danger === true}
      change={{
        ...{ kind: 'change-backup-key', deed, setId, generation, reason },
        occurred: deed === 'compromise' && occurred !== '' ? occurred : null,
      }}
    >
      {deed === 'compromise' && (
        <SinceField
          hint="From that day on somebody may have read its backups. Without a day it is today."
          value={occurred}
          onChange={setOccurred}
        />
      )}
      <ReasonField value={reason} onChange={setReason} />
    </ChangeDialog>
  )
}
