import type { ComponentProps, ReactNode } from 'react'
import classes from './button.module.css'

interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled' | 'className'> {
  /** One primary button a screen: the next thing to do. */
  readonly kind?: 'primary' | 'secondary' | 'quiet' | 'danger' | 'way-out'
  readonly large?: boolean
  /** What it started is still going on. */
  readonly busy?: boolean
  readonly disabled?: boolean
  readonly icon?: ReactNode
  /** Takes the focus when its dialog opens. */
  readonly 'data-first'?: boolean
}

/**
 * A button. Where it cannot be pressed it stays in the tab order, so that a screen reader finds it and
 * focus is not lost while it is busy.
 */
export function Button({
  kind = 'secondary',
  large = false,
  busy = false,
  disabled = false,
  icon,
  type = 'button',
  onClick,
  children,
  ...rest
}: ButtonProps) {
  const inactive = busy || disabled
  return (
    <button
      {...rest}
      type={type}
      className={`${classes.button} ${classes[kind === 'way-out' ? 'wayOut' : kind]} ${large ? classes.large : ''}`}
      aria-disabled={inactive || undefined}
      aria-busy={busy || undefined}
      onClick={event => {
        if (inactive) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {busy ? <span className={classes.spinner} aria-hidden="true" /> : icon}
      {children}
    </button>
  )
}
