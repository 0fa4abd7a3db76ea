import { useState } from 'react'
import type { KeyReason } from '../../../shared/key-life.ts'
import { useDraft } from '../../session/drafts.tsx'
import { ChangeDialog } from './change-dialog.tsx'
import { type KeyVersion, nameOf } from './key-words.ts'
import { ReasonField, SinceField } from './reason-fields.tsx'
import { type CarriedOut, useKeyChange } from './use-key-change.ts'

export type StateDeed = 'activate' | 'suspend' | 'resume' | 'retire' | 'compromise'

interface StateWords {
  /** The button on the page, and the title: "Suspend". */
  readonly title: string
  readonly outcome: string
  readonly signers: string
  readonly reason: KeyReason
  readonly danger?: true
}

const BOTH = 'An administrator and a witness sign for it.'
const ONE = 'One administrator or witness signs for it: it must be fast.'

export const STATE_WORDS: { readonly [deed in StateDeed]: StateWords } = {
  activate: {
    title: 'Put into use now',
    outcome:
      'It is in use from now on. On its first day it would be so by itself: this is for a key that is needed earlier.',
    signers: BOTH,
    reason: 'unspecified',
  },
  suspend: {
    title: 'Suspend',
    outcome:
      'Nothing is protected with it until it is resumed. What it protected is read only by somebody who says that they know. It can be undone.',
    signers: ONE,
    reason: 'unspecified',
  },
  resume: {
    title: 'Resume',
    outcome: 'It is in use again, as before it was suspended.',
    signers: 'Two people who are administrators or witnesses sign for it.',
    reason: 'unspecified',
  },
  retire: {
    title: 'Retire for ever',
    outcome:
      'Nothing is protected with it any more. What it protected stays readable. It is never in use again: make its next version for that.',
    signers: BOTH,
    reason: 'cessation-of-operation',
    danger: true,
  },
  compromise: {
    title: 'Mark as compromised',
    outcome:
      'Somebody else may have it. It protects nothing any more, and what it protected since the day below is suspect. There is no way back. Then make its next version, and protect anew what must not be read.',
    signers: ONE,
    reason: 'key-compromise',
    danger: true,
  },
}

interface StateDialogProps {
  readonly of: Pick<KeyVersion, 'id' | 'version' | 'label'>
  readonly deed: StateDeed
  readonly onDone: (carried: CarriedOut) => void
  readonly onClose: () => void
}

/** One change of the state of one version. */
export function StateDialog({ of, deed, onDone, onClose }: StateDialogProps) {
  const { title, outcome, signers, reason: usual, danger } = STATE_WORDS[deed]
  const [reason, setReason] = useState<KeyReason>(usual)
  const [occurred, setOccurred, forget] = useDraft(`compromise of ${nameOf(of)}, day`, '')
  const changing = useKeyChange(carried => {
    forget()
    onDone(carried)
  })
  const { id: key, version } = of
  return (
    <ChangeDialog
      title={`${title}: ${nameOf(of)}`}
      {...{ outcome, signers, changing, onClose }}
      verb={title}
      danger={danger === true}
      change={{
        ...{ kind: deed, key, version, reason },
        occurred: deed === 'compromise' && occurred !== '' ? occurred : null,
      }}
    >
      {deed === 'compromise' && (
        <SinceField
          hint="What it protected from that day on is suspect. Without a day it is today."
          value={occurred}
          onChange={setOccurred}
        />
      )}
      <ReasonField value={reason} onChange={setReason} />
    </ChangeDialog>
  )
}
