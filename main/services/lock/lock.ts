import { refuse } from '../../../shared/errors.ts'

export type LockReason = 'asked' | 'idle'

/**
 * The cover of the window: it protects a screen that nobody watches. Nothing is answered until somebody
 * takes it away, and nothing is lost behind it. It knows no password: a vault holds no secret, and what opens
 * anything is a quorum.
 */
export interface Lock {
  readonly isLocked: () => boolean
  /** @throws LOCKED */
  readonly requireUnlocked: () => void
  readonly lock: (reason: LockReason) => void
  readonly unlock: () => void
  /** Somebody is there. */
  readonly touch: () => void
  /** Seconds without a person after which the screen covers itself. */
  readonly idleSeconds: () => number
  readonly setIdleSeconds: (seconds: number) => void
  /** Stops the clock. */
  readonly end: () => void
}

export interface LockOptions {
  readonly idleSeconds: number
  /** Milliseconds of a clock that never goes back. */
  readonly monotonic: () => number
  /** Nothing waits to be covered: nobody sits through a long restore, and the front door shows nothing. */
  readonly isExempt: () => boolean
  /** What is shown is covered. */
  readonly onLock: (reason: LockReason) => void
  /** So many seconds before it covers itself; null: somebody is there again. */
  readonly onWarning: (secondsLeft: number | null) => void
}

/** Announced so long before, or for a fifth of a shorter wait. */
const WARNING_SECONDS = 60
const MILLISECONDS = 1000

export function createLock(options: LockOptions): Lock {
  const { monotonic, isExempt, onLock, onWarning } = options
  let limit = options.idleSeconds * MILLISECONDS
  let locked = false
  let warned = false
  let touched = monotonic()
  let timer: NodeJS.Timeout

  const warning = (): number => Math.min(WARNING_SECONDS * MILLISECONDS, limit / 5)
  /** The wait begins anew. */
  const rest = (): void => {
    touched = monotonic()
    if (warned) onWarning(null)
    warned = false
  }
  const touch = (): void => {
    const wasWarned = warned
    rest()
    if (wasWarned) again()
  }
  const lock = (reason: LockReason): void => {
    if (locked) return
    locked = true
    warned = false
    onLock(reason)
  }
  const wait = (time: number): void => {
    timer = setTimeout(look, time)
    timer.unref()
  }
  const again = (): void => {
    clearTimeout(timer)
    look()
  }
  const look = (): void => {
    if (locked || isExempt()) rest()
    const left = limit - (monotonic() - touched)
    if (left <= 0) {
      lock('idle')
      wait(limit)
    } else if (left > warning()) {
      wait(left - warning())
    } else {
      if (!warned) onWarning(Math.ceil(left / MILLISECONDS))
      warned = true
      wait(left)
    }
  }
  look()

  return {
    isLocked: () => locked,
    requireUnlocked: () => {
      if (locked) throw refuse('LOCKED', {})
    },
    lock,
    unlock: () => {
      touch()
      locked = false
    },
    touch,
    idleSeconds: () => limit / MILLISECONDS,
    setIdleSeconds: seconds => {
      limit = seconds * MILLISECONDS
      rest()
      again()
    },
    end: () => clearTimeout(timer),
  }
}
