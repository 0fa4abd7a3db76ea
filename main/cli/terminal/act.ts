import type { App } from '../../app.ts'
import type { Watch } from '../../services/tasks/index.ts'
import type { Terminal } from './terminal.ts'

/** What an action gets: the services, a place to answer, and the watch to pass on. */
export interface Session {
  readonly app: App
  readonly terminal: Terminal
  readonly watch: Watch
}

/**
 * Makes a commander action out of a function of the session, the operands and the options. What it comes to
 * is the exit code, where an answer has one of its own; nothing: 0.
 */
export type Act = <Options>(
  run: (
    session: Session,
    operands: readonly string[],
    options: Options,
  ) => Promise<undefined | number> | Promise<void>,
) => (...args: unknown[]) => Promise<void>
