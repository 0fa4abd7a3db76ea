import { refuse } from '../../../shared/errors.ts'

export type LockReason = 'asked' | 'idle'

/**
 * The lock of the window. It protects a screen that nobody watches: what is behind it is put away, and
 * nothing is answered until somebody unlocks it. It knows no password: a vault holds no secret, and
 * what opens anything is a quorum.
 */
export interface Lock {
  readonly isLocked: () => boolean
  /** @throws LOCKED */
  readonly requireUnlocked: () => void
  readonly lock: (reason: LockReason) => void
  readonly unlock: () => void
  /** Somebody is there. */
  readonly touch: () => void
  /** Stops the clock. */
  readonly end: () => void
}

export interface LockOptions {
  readonly idleSeconds: number
  /** Milliseconds of a clock that never goes back. */
  readonly monotonic: () => number
  /** Work under way counts as presence: nobody sits through a long restore. */
  readonly isBusy: () => boolean
  /** Puts away what is behind the lock. */
  readonly onLock: (reason: LockReason) => void
}

export function createLock({ idleSeconds, monotonic, isBusy, onLock }: LockOptions): Lock {
  const limit = idleSeconds * 1000
  let locked = false
  let touched = monotonic()
  let timer: NodeJS.Timeout

  const touch = (): void => {
    touched = monotonic()
  }
  const lock = (reason: LockReason): void => {
    if (locked) return
    locked = true
    onLock(reason)
  }
  const wait = (time: number): void => {
    timer = setTimeout(look, time)
    timer.unref()
  }
  const look = (): void => {
    if (locked || isBusy()) touch()
    const left = limit - (monotonic() - touched)
    if (left <= 0) lock('idle')
    wait(left > 0 ? left : limit)
  }
  wait(limit)

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
    end: () => clearTimeout(timer),
  }
}
