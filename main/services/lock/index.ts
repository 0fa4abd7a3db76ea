/** The lock of the window after a time in which nobody did anything. */

export { createLock, type Lock } from './lock.ts'
