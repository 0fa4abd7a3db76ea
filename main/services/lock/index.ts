/** The cover of the window after a time in which nobody did anything. */

export { createLock, type Lock, type LockReason } from './lock.ts'
