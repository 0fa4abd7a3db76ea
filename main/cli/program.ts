import { Command, CommanderError } from 'commander'
import { EXIT_CODES } from '../../shared/errors.ts'
import type { App } from '../app.ts'
import type { Watch } from '../services/watch.ts'
import * as audit from './commands/audit.ts'
import * as backup from './commands/backup.ts'
import * as ceremony from './commands/ceremony.ts'
import * as demo from './commands/demo.ts'
import * as kit from './commands/kit.ts'
import * as passphrase from './commands/passphrase.ts'
import * as recover from './commands/recover.ts'
import * as share from './commands/share.ts'
import { createTerminal, type Streams, type Terminal } from './terminal.ts'

/** What a command works with. */
export interface Surroundings {
  readonly app: App
  readonly streams: Streams
  readonly signal: AbortSignal
  readonly version: string
}

/** What an action gets: the services, a place to answer, and the watch to pass on. */
export interface Session {
  readonly app: App
  readonly terminal: Terminal
  readonly watch: Watch
}

/** Makes a commander action out of a function of the session, the operands and the options. */
export type Act = <Options>(
  run: (session: Session, operands: readonly string[], options: Options) => Promise<void>,
) => (...args: unknown[]) => Promise<void>

const EXIT_CODE_HELP = `
Exit codes: 0 done, 1 usage, 2 invalid input, 3 quorum not met, 4 wrong passphrase,
5 damaged or tampered data, 6 input/output. A refusal is one line on standard error,
error[CODE]: sentence. Secrets come from files or standard input ("-"), never from arguments.`

/**
 * Runs one command line.
 *
 * @param args the arguments behind the command's name
 * @returns the exit code (DESIGN: Errors)
 */
export async function runCommandLine(
  args: readonly string[],
  { app, streams, signal, version }: Surroundings,
): Promise<number> {
  const terminal = createTerminal(streams, args.includes('--json'))
  const watch: Watch = { signal, onEvent: event => terminal.onEvent(event) }
  const session: Session = { app, terminal, watch }
  let exitCode: number = EXIT_CODES.done

  const act: Act =
    run =>
    async (...all) => {
      // commander passes the operands, then the options, then the command.
      const operands = all.slice(0, -2).flat() as string[]
      try {
        await run(session, operands, all.at(-2) as never)
      } catch (error) {
        exitCode = terminal.refuse(error)
      }
    }

  const program = new Command('keyclave')
    .description(
      'Offline key ceremonies and backup: nothing opens without a quorum of shares and a passphrase.',
    )
    .version(version)
    .addHelpText('after', EXIT_CODE_HELP)
  for (const command of [demo, ceremony, share, kit, passphrase, backup, recover, audit]) {
    command.register(program, act)
  }
  configure(program, streams)

  try {
    await program.parseAsync([...args], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? EXIT_CODES.done : EXIT_CODES.usage
  }
  return exitCode
}

/** Gives every command `--json`, our streams, and errors in our form. */
function configure(command: Command, streams: Streams): void {
  command.exitOverride()
  command.configureOutput({
    writeOut: text => void streams.out.write(text),
    writeErr: text => void streams.err.write(text),
    outputError: (text, write) => write(usageError(text, command)),
  })
  if (command.commands.length === 0) command.option('--json', 'answer with one JSON value')
  for (const child of command.commands) configure(child as Command, streams)
}

/** commander's `error: missing required argument 'kit'`, as a refusal with a code. */
function usageError(text: string, command: Command): string {
  const problem = text.replace(/^error: /, '').trim()
  const sentence = `${problem.charAt(0).toUpperCase()}${problem.slice(1)}`
  return `error[USAGE]: ${sentence.replace(/\.?$/, '.')} Run "${fullName(command)} --help".\n`
}

const fullName = (command: Command): string =>
  command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`
