import { checkoutAround, ioError } from '../services/files/index.ts'
import type { Terminal } from './terminal/terminal.ts'

/** Commands whose `--out` is given secrets, or the pages and files of secrets. */
const SECRET_OUT: ReadonlySet<string> = new Set([
  ...['demo', 'ceremony run', 'ceremony reissue', 'passphrase generate', 'card passphrase'],
  ...['recover key', 'recover backup'],
])

/** Says that secrets are about to be put into a git checkout, from where they are easily pushed to others. */
export function warnOfCheckout(command: string, out: unknown, terminal: Terminal): void {
  if (typeof out !== 'string' || !SECRET_OUT.has(command)) return
  try {
    const checkout = checkoutAround(out)
    if (checkout !== null) {
      terminal.onEvent({ kind: 'notice', notice: { kind: 'in-checkout', path: out, checkout } })
    }
  } catch {
    // A place that cannot be looked into is refused by whoever writes there, with its reason.
  }
}

/** What is said when an answer could not be written. */
export const lostAnswer = (failure: Error): unknown =>
  ioError(failure, { stream: 'standard-output' })
