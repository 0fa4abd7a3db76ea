import { type Command, CommanderError } from 'commander'
import { EXIT_CODES, type UsageProblem } from '../../shared/codes/index.ts'
import type { SettingsStanding } from '../../shared/settings.ts'
import type { App } from '../app.ts'
import type { Watch } from '../services/tasks/index.ts'
import { defineProgram } from './define.ts'
import { type FilledOptions, fillIn, type NamedFiles } from './environment.ts'
import { warnOfSettings } from './set-paper.ts'
import type { Act } from './terminal/act.ts'
import type { Streams } from './terminal/streams.ts'
import { createTerminal } from './terminal/terminal.ts'
import { fullName, usage } from './usage.ts'

/** What a command works with. */
export interface Surroundings {
  /**
   * Loads the services: most of what a start takes, and nothing that help, completion and a command line
   * with a slip in it need.
   */
  readonly app: () => Promise<App>
  readonly streams: Streams
  readonly signal: AbortSignal
  /** Whether somebody sits at standard input, who can be asked. */
  readonly canAsk: boolean
  readonly version: string
  /** The vault and the kit that environment variables name. */
  readonly environment: NamedFiles
  /** What is set on this machine. */
  readonly settings: SettingsStanding
}

/**
 * Runs one command line.
 *
 * @param args the arguments behind the command's name
 * @returns the exit code (ARCHITECTURE: Errors)
 */
export async function runCommandLine(
  args: readonly string[],
  { app, streams, signal, canAsk, version, environment, settings }: Surroundings,
): Promise<number> {
  const terminal = createTerminal(streams, args.includes('--json'))
  const watch: Watch = { signal, onEvent: event => terminal.onEvent(event) }
  let exitCode: number = EXIT_CODES.done

  const act: Act =
    run =>
    async (...all) => {
      // commander passes the operands, then the options, then the command.
      const operands = all.slice(0, -2).flat() as string[]
      const command = all.at(-1) as Command
      try {
        const given = filled.without(all.at(-2) as FilledOptions, command)
        const { checkGiven } = await import('./given.ts')
        const options = checkGiven(operands, given, command, canAsk)
        warnOfSettings(settings, command, terminal)
        const { warnOfCheckout } = await import('./output.ts')
        warnOfCheckout(fullName(command).replace(/^keyclave /, ''), options.out, terminal)
        const code = await run({ app: await app(), terminal, watch }, operands, options as never)
        if (typeof code === 'number') exitCode = code
      } catch (error) {
        exitCode = terminal.refuse(error)
      }
    }

  const program = defineProgram(act, version)
  const filled = fillIn(program, { ...environment, paper: settings.settings.paper })
  let unfinished = program
  configure(program, streams, {
    onProblem: (problem, command) => terminal.refuse(usage({ said: problem }, command)),
    onUnfinished: command => {
      unfinished = command
    },
  })

  if (args.length === 0) {
    program.outputHelp()
    return EXIT_CODES.done
  }
  try {
    await program.parseAsync([...args], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return EXIT_CODES.done
    if (error.code === 'commander.help') terminal.refuse(usage(namesOf(unfinished), unfinished))
    return EXIT_CODES.usage
  }
  const failure = await terminal.flushed()
  if (failure === null) return exitCode
  const { lostAnswer } = await import('./output.ts')
  return terminal.refuse(lostAnswer(failure))
}

/** Gives every command our streams, and errors in our form. */
function configure(command: Command, streams: Streams, events: CommandEvents): void {
  command.exitOverride()
  command.configureOutput({
    writeOut: text => void streams.out.write(text),
    // commander writes here when a command ends too early, and would show all of its help.
    writeErr: () => events.onUnfinished(command),
    outputError: text => events.onProblem(problemIn(text) + swallowed(text, command), command),
  })
  command.on('beforeHelp', () => refuseUnknown(command))
  for (const child of command.commands) configure(child as Command, streams, events)
}

/** `--help` after the name of no command would be answered with the help of the command before it. */
function refuseUnknown(command: Command): void {
  const [first] = command.args
  if (first === undefined || first.startsWith('-') || first === HELP) return
  if (command.commands.length === 0 || command.commands.some(it => it.name() === first)) return
  command.error(`error: unknown command '${first}'`)
}

/** commander's own command. */
const HELP = 'help'

/** What commander says while it reads a command line. */
interface CommandEvents {
  readonly onProblem: (problem: string, command: Command) => void
  /** The name of a further command is missing. */
  readonly onUnfinished: (command: Command) => void
}

const namesOf = ({ commands }: Command): UsageProblem => ({
  commands: commands.map(child => child.name()),
})

/** What stands behind an option that takes several values is one of them, and not what is missing. */
function swallowed(text: string, { options }: Command): string {
  const [taking] = options.filter(({ variadic }) => variadic)
  if (taking === undefined || !text.includes('missing required argument')) return ''
  return ` What stands behind ${taking.long} belongs to it: put this before the options.`
}

/** commander's `error: unknown option '--passphrase=…'`, as a sentence without what was typed as a value. */
function problemIn(text: string): string {
  const problem = text
    .replace(/^error: /, '')
    .replace(/(?<=unknown option ')(--[^=']*|-.).*(?=')/s, '$1')
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim()
  return `${problem.charAt(0).toUpperCase()}${problem.slice(1)}`.replace(/\.?$/, '.')
}
