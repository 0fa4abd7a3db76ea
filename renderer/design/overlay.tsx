import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { useModal } from './dialog.tsx'
import classes from './overlay.module.css'

interface OverlayProps {
  readonly title: string
  /** Beside the way out. */
  readonly actions?: ReactNode
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A page over the whole window: nothing of what is beneath is seen, and all of it stays as it is. */
export function Overlay({ title, actions, onClose, children }: OverlayProps) {
  const dialog = useModal()
  return (
    <dialog
      ref={dialog}
      className={classes.overlay}
      aria-label={title}
      data-page
      onCancel={event => {
        if (event.target !== dialog.current) return
        event.preventDefault()
        onClose()
      }}
    >
      <header className={classes.header}>
        <strong className={classes.title}>{title}</strong>
        <div className={classes.actions}>
          {actions}
          <Button icon={<X size={18} aria-hidden="true" />} onClick={onClose}>
            Close
          </Button>
        </div>
      </header>
      {children}
    </dialog>
  )
}
