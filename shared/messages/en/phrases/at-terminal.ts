import type { Desk } from '../../wording/messages.ts'

/** What is said at the terminal alone: an option of the command line. */
export const atTerminal = (desk: Desk, said: string, otherwise = ''): string =>
  desk === 'terminal' ? said : otherwise
