/** The window's session: what is under way in it, what a lock puts away, and its end. */

export { createSession, type Session } from './session.ts'
