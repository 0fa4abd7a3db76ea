import { type Command, InvalidArgumentError, Option } from 'commander'
import type { App } from '../../app.ts'
import type { Act } from '../terminal/act.ts'
import { words } from '../terminal/words.ts'
import { CONFIRM_CLOCK_HELP, namedFiles, withSign } from './signing.ts'

type Periods = Awaited<ReturnType<App['keys']['cryptoperiods']>>

interface SetOptions {
  readonly vault: string
  readonly sign?: string[]
  readonly confirmClock?: string
  readonly protect: number
  readonly process: number
  readonly rotate: number
  readonly warn: number
  readonly none?: true
}

/** @throws InvalidArgumentError */
function whole(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It is a whole number, such as 12.')
}

const counted = (name: string, help: string, standard: number): Option =>
  new Option(`--${name} <number>`, help).argParser(whole).default(standard)

/** Registers `cryptoperiod` and everything below it. */
export function register(program: Command, act: Act): void {
  const cryptoperiod = program
    .command('cryptoperiod')
    .description('how long keys of a purpose are used')

  cryptoperiod
    .command('show')
    .description('list what was agreed on for each purpose')
    .requiredOption('--vault <file>', 'the vault')
    .addHelpText('after', '\nExample:\n  keyclave cryptoperiod show --vault office.vault')
    .action(
      act<{ vault: string }>(async ({ app, terminal }, _, { vault }) => {
        const cryptoperiods = await app.keys.cryptoperiods(vault)
        terminal.report({ lines: linesOf(cryptoperiods), json: { cryptoperiods } })
      }),
    )

  withSign(cryptoperiod.command('set'))
    .argument('<purpose>', 'what the keys are for, as it stands with each of them')
    .description('agree on it for one purpose; an administrator and a witness sign')
    .requiredOption('--vault <file>', 'the vault')
    .addOption(counted('protect', 'months in which a key may protect anything', 12))
    .addOption(counted('process', 'months in which what it protected is read', 48))
    .addOption(counted('rotate', 'months after which its next version is due', 11))
    .addOption(counted('warn', 'days before a day of its own on which it is named', 90))
    .option('--none', 'take back what was agreed on')
    .option('--confirm-clock <day>', CONFIRM_CLOCK_HELP)
    .addHelpText(
      'after',
      `
Months count from the first day of a key's use. New keys and versions of this purpose have their
last days by it unless others are given; key due, key rotate --due and the overview go by it. Keys
that are there keep their days.

The numbers that stand here without options are those that NIST SP 800-57 part 1 takes for a master
key: one year to protect, three more to read.

Examples:
  keyclave cryptoperiod set "content encryption" --protect 12 --process 36 --rotate 11 --warn 90 \\
    --vault office.vault --sign Ines=ines.pin --sign Walt=walt.pin
  keyclave cryptoperiod set "content encryption" --none --vault office.vault \\
    --sign Ines=ines.pin --sign Walt=walt.pin`,
    )
    .action(
      act<SetOptions>(async ({ app, terminal, watch }, [purpose], options) => {
        const { vault, sign, confirmClock, protect, process, rotate, warn, none } = options
        const cryptoperiods = await app.keys.setCryptoperiod(
          {
            ...{ vault, sign: namedFiles(sign), purpose: purpose as string },
            ...(confirmClock !== undefined && { confirmClock }),
            period: none ? null : { protect, process, rotate, warn },
          },
          watch,
        )
        terminal.report({ lines: linesOf(cryptoperiods), json: { cryptoperiods } })
      }),
    )
}

const linesOf = (cryptoperiods: Periods): readonly string[] =>
  cryptoperiods.length === 0
    ? ['Nothing was agreed on: the days of each key stand alone.']
    : cryptoperiods.map(({ purpose, period }) => `${purpose}: used ${words.keys.period(period)}.`)
