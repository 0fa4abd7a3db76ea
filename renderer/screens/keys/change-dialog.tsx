import type { ReactNode } from 'react'
import { Button } from '../../design/button.tsx'
import { Dialog, DialogButtons } from '../../design/dialog.tsx'
import { TextField } from '../../design/field.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { usePeople } from '../../session/people.tsx'
import type { KeyChange, KeyChanging } from './use-key-change.ts'

interface ChangeDialogProps {
  readonly title: string
  /** What will happen then, and what will not. */
  readonly outcome: ReactNode
  /** Who signs for it: "An administrator and a witness sign for it." */
  readonly signers: string
  /** What the button says where nobody signs. */
  readonly verb: string
  readonly danger?: boolean
  readonly changing: KeyChanging
  /** Null: something is still missing. */
  readonly change: KeyChange | null
  readonly onClose: () => void
  readonly children?: ReactNode
}

/** One change of keys: what will happen, what it takes, and the button that asks for signatures. */
export function ChangeDialog(props: ChangeDialogProps) {
  const {
    title,
    outcome,
    signers,
    verb,
    danger = false,
    changing,
    change,
    onClose,
    children,
  } = props
  const { profile } = usePeople()
  const { action, doubted, clock, setClock } = changing
  return (
    <Dialog title={title} wide onCancel={onClose}>
      <Notice kind={danger ? 'danger' : 'plain'}>
        <div>{outcome}</div>
      </Notice>
      {children}
      {doubted !== null && (
        <TextField
          label="Today’s date, as on a watch or calendar"
          hint="Something contradicts the clock of this machine. If it is wrong, close Keyclave, set it, and begin again. If it is right, type its day as 2026-11-27."
          value={clock}
          onChange={setClock}
        />
      )}
      <Problem of={action.problem} />
      {profile !== null && <p>{signers}</p>}
      <DialogButtons>
        <Button data-first onClick={onClose}>
          Cancel
        </Button>
        <Button
          kind={danger ? 'danger' : 'primary'}
          busy={action.busy}
          disabled={change === null}
          onClick={() => change !== null && void action.run(change)}
        >
          {profile === null ? verb : 'Ask for signatures'}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
