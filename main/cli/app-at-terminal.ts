import { type App, createApp } from '../app.ts'
import { askHidden } from '../services/quorum/index.ts'
import { thisMachine } from './machine.ts'
import { askShown } from './terminal/ask-shown.ts'
import { sentence } from './terminal/words.ts'

/**
 * The services, with this machine and whoever sits at the terminal. Whoever imports this loads all of them.
 *
 * @param programFolder of the program's own files
 * @param version       for example `0.1.0`
 * @param signal        ends what waits for somebody to type
 */
export function appAtTerminal(programFolder: string, version: string, signal: AbortSignal): App {
  const place = { keyboard: process.stdin, screen: process.stderr, signal }
  const isSomebodyThere = process.stdin.isTTY
  return createApp({
    ...thisMachine(programFolder, version),
    standardInput: process.stdin,
    askHidden: isSomebodyThere ? (question, limit) => askHidden(question, limit, place) : null,
    askShown: isSomebodyThere ? (question, limit) => askShown(question, limit, place) : null,
    tell: refusal => process.stderr.write(`${sentence(refusal)}\n`),
  })
}
