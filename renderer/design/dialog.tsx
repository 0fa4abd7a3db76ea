import { type ReactNode, type RefObject, useId, useLayoutEffect, useRef, useState } from 'react'
import type { KeyclaveError } from '../../shared/errors.ts'
import { Button } from './button.tsx'
import classes from './dialog.module.css'
import { TextField } from './field.tsx'
import { Problem } from './problem.tsx'

interface DialogProps {
  readonly title: string
  readonly wide?: boolean
  /** Escape, and the button that changes nothing. */
  readonly onCancel: () => void
  readonly children: ReactNode
}

/** Shows a dialog for as long as it is there; then the next key belongs where the last one before it did. */
export function useModal(): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const element = dialog.current
    const before = document.activeElement
    element?.showModal()
    const first =
      element?.querySelector<HTMLElement>('[data-first]') ?? element?.querySelector('h1')
    first?.focus()
    return () => {
      element?.close()
      // What opened it may be gone: then the next key belongs to the screen.
      const isThere = before instanceof HTMLElement && before.isConnected
      if (isThere) before.focus()
      else document.querySelector<HTMLElement>('h1')?.focus()
    }
  }, [])
  return dialog
}

/** A question that comes before anything else. The browser keeps the focus inside. */
export function Dialog({ title, wide = false, onCancel, children }: DialogProps) {
  const dialog = useModal()
  const id = useId()
  return (
    <dialog
      ref={dialog}
      className={`${classes.dialog} ${wide ? classes.wide : ''}`}
      aria-labelledby={id}
      onCancel={event => {
        if (event.target !== dialog.current) return
        event.preventDefault()
        onCancel()
      }}
    >
      <div className={classes.content}>
        <h2 id={id}>{title}</h2>
        {children}
      </div>
    </dialog>
  )
}

export const DialogButtons = ({ children }: { children: ReactNode }) => (
  <div className={classes.buttons}>{children}</div>
)

interface ConfirmTypedProps {
  readonly title: string
  readonly children: ReactNode
  /** What a person types to show that it is meant. */
  readonly word: string
  readonly action: string
  readonly busy?: boolean
  readonly problem?: KeyclaveError | null
  readonly onConfirm: () => void
  readonly onCancel: () => void
}

/** Asks before something that cannot be undone. Cancel has the focus; Enter alone does nothing. */
export function ConfirmTyped({
  title,
  children,
  word,
  action,
  busy = false,
  problem = null,
  onConfirm,
  onCancel,
}: ConfirmTypedProps) {
  const [typed, setTyped] = useState('')
  const matches = typed.trim().toLowerCase() === word.toLowerCase()
  return (
    <Dialog title={title} onCancel={onCancel}>
      {children}
      <TextField
        label={`Type “${word}” to go on`}
        value={typed}
        onChange={setTyped}
        onKeyDown={event => event.key === 'Enter' && matches && onConfirm()}
      />
      <Problem of={problem} />
      <DialogButtons>
        <Button data-first onClick={onCancel}>
          Cancel
        </Button>
        <Button kind="danger" disabled={!matches} busy={busy} onClick={onConfirm}>
          {action}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
