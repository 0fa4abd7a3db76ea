/** The window's session: what is under way in it, what a cover keeps, and its end. */

export { createSession, type Session } from './session.ts'
