import { existsSync } from 'node:fs'
import { connect } from 'node:net'

/** Where the image listens (image/tree, keyclave-machine.socket). */
const SOCKET = '/run/keyclave-machine'
/** Characters; a real answer has some ten. */
const ANSWER_LIMIT = 4096
/** Longer than the machine gives an answer (keyclave-machine@.service), so that it is the one that gives up. */
const PATIENCE_MS = 150_000

/** Null: this machine was not started from the image. */
export const machineSocketOf = (platform: NodeJS.Platform): string | null =>
  platform === 'linux' && existsSync(SOCKET) ? SOCKET : null

/**
 * Asks the machine one thing (image/tree/usr/local/lib/keyclave/machine).
 *
 * @returns the lines of its answer; null where it refuses or does not answer
 */
export function askMachine(socket: string, question: string): Promise<readonly string[] | null> {
  return new Promise(resolve => {
    let answer = ''
    const connection = connect(socket)
    const end = (lines: readonly string[] | null): void => {
      connection.destroy()
      resolve(lines)
    }
    connection
      .setEncoding('utf8')
      .setTimeout(PATIENCE_MS, () => end(null))
      .on('error', () => end(null))
      .on('data', (part: string) => {
        answer += part
        if (answer.length > ANSWER_LIMIT) end(null)
      })
      .on('end', () => {
        const lines = answer.split('\n').filter(line => line !== '')
        end(lines.includes('refused') ? null : lines)
      })
      .write(`${question}\n`)
  })
}
