import type { Command } from 'commander'
import type { Input, Output } from '../../../shared/contract.ts'
import { refuse } from '../../../shared/errors.ts'
import { LOG_ACTIONS } from '../../../shared/log-actions.ts'
import { detailsOf, sayEntry, searchTerms } from '../../../shared/messages/index.ts'
import type { Act } from '../terminal/act.ts'
import { REFORMATTED } from '../terminal/reformatted.ts'
import { words } from '../terminal/words.ts'

type LogFilter = NonNullable<Input<'audit.page'>['filter']>
type Entry = Output<'audit.page'>['entries'][number]
type Part = NonNullable<Output<'audit.verifyFile'>['part']>

interface Days {
  readonly from?: string
  readonly to?: string
}

interface ListOptions extends Days {
  readonly vault: string
  readonly person?: string
  readonly action?: readonly string[]
  readonly quorum?: string
  readonly search?: string
  readonly details?: true
}

/** Registers `audit list`, `audit verify` and `audit export`. */
export function register(program: Command, act: Act): void {
  const audit = program.command('audit').description('read and check the audit log')

  withDays(
    audit
      .command('list')
      .description('say what was done in a vault, by whom and when, oldest first')
      .requiredOption('--vault <file>', 'the vault')
      .option('--person <name>', 'only what this person did, signed for or is named in')
      .option(
        '--action <actions...>',
        'only these actions, such as drill.held, or drill for all that begin so',
      )
      .option('--quorum <set>', 'only what concerns the quorum with this set id')
      .option('--search <words>', 'only what has each of these words in it')
      .option('--details', 'also everything that each entry says, digests in groups of four'),
  )
    .addHelpText(
      'after',
      `
Examples:
  keyclave audit list --vault office.vault
  keyclave audit list --vault office.vault --person "Ada Byron" --from 2026-11-01 --to 2026-11-30
  keyclave audit list --vault office.vault --action drill key.opened --details`,
    )
    .action(
      act<ListOptions>(async ({ app, terminal }, _, options) => {
        const entries = await app.audit.list(options.vault, filterOf(options))
        terminal.report({
          lines:
            entries.length === 0
              ? ['No entry of the log is like that.']
              : entries.flatMap(entry => linesOf(entry, options.details ?? false)),
          json: entries.map(jsonOf),
        })
      }),
    )

  audit
    .command('verify')
    .argument('[file]', 'an exported log or a part of one, one JSON object a line')
    .description(
      'check that no entry of an audit log was changed, dropped, added or moved; in a vault, also that every table is what the log says',
    )
    .option(
      '--vault <file>',
      'check the log inside this vault; with a file, that the vault has all of it',
    )
    .option(
      '--head <words...>',
      'a head from a card, a record or a label, which the log must still contain: the number, then 32 words or 64 hex digits',
    )
    .addHelpText(
      'after',
      `
A part of a log (audit export --from, --to) proves by itself that none of its entries was changed,
dropped or moved. That it is of your log, a head between its first entry and its last says, or the
vault.

Examples:
  keyclave audit verify --vault office.vault
  keyclave audit verify audit.jsonl
  keyclave audit verify audit.jsonl --vault office.vault
  keyclave audit verify audit.jsonl --head 17 1d6f8e3b7a40f5126e9ab03c5d8f42717fa0b6c9385e21d44c0f93aa6b2e5d10`,
    )
    .action(
      act<{ vault?: string; head?: string[] }>(async ({ app, terminal }, [file], options) => {
        if (file === undefined && options.vault === undefined) {
          throw refuse('USAGE', {
            problem: 'log-or-vault',
            command: 'keyclave audit verify',
          })
        }
        const printed = options.head?.join(' ')
        const { vault = '' } = options
        const head =
          file === undefined
            ? { ...(await app.audit.verifyVault(vault, printed)), reformatted: false }
            : await app.audit.verifyFile(file, printed, options.vault)
        const part = 'part' in head ? head.part : undefined
        terminal.report({
          lines: [
            ...(part === undefined
              ? [`The log is whole: ${entriesInWords(head.size)}.`]
              : partLines(part, printed !== undefined)),
            ...(head.clockSteps.length === 0
              ? []
              : [
                  `The clock was set back before entry ${head.clockSteps.join(', ')}: find out why.`,
                ]),
            ...(printed === undefined || part !== undefined
              ? []
              : ['It still contains the head that was given.']),
            ...(file === undefined || options.vault === undefined
              ? []
              : ['The vault has every entry of it.']),
            `Head ${head.hash}`,
            `     ${head.words}`,
            ...(head.reformatted ? [REFORMATTED] : []),
          ],
          json: head,
        })
      }),
    )
  withDays(
    audit
      .command('export')
      .description(
        'write the audit log of a vault, or a part of it, into a new file, one JSON object a line',
      )
      .requiredOption('--vault <file>', 'the vault')
      .requiredOption('--out <file>', 'the file to make; must not exist'),
  )
    .addHelpText(
      'after',
      `
With --from or --to the part of these days is written: from the first entry of them to the last, and
every entry between the two, so that one left out would be noticed. There is no part by person or
action: nothing could show what was left out of it. List those.

Examples:
  keyclave audit export --vault office.vault --out audit.jsonl
  keyclave audit export --vault office.vault --from 2026-11-01 --to 2026-11-30 --out november.jsonl`,
    )
    .action(
      act<Days & { vault: string; out: string }>(
        async ({ app, terminal }, _, { vault, out, ...days }) => {
          const whole = days.from === undefined && days.to === undefined
          const period = whole ? null : periodOf(days)
          const { entries, part, fault } = await app.audit.export(vault, out, period)
          terminal.report({
            lines: [
              part === null
                ? `Wrote ${entries} entries to ${out}.`
                : `Wrote ${entriesInWords(entries)}, ${part.first} to ${part.last}, to ${out}. A head from entry ${part.first - 1} to ${part.last}, or the vault, ties them to this log.`,
            ],
            json: { out, entries, ...(part !== null && { part }) },
          })
          // What was asked for is there; that it comes from a vault in which something is wrong is said all the same.
          if (fault !== null) throw fault
        },
      ),
    )
}

const entriesInWords = (count: number): string => `${count} ${count === 1 ? 'entry' : 'entries'}`

const withDays = (command: Command): Command =>
  command
    .option('--from <day>', 'from this day on, such as 2026-11-01')
    .option('--to <day>', 'up to this day and with it')

/** What a part proves, and what it does not. */
function partLines({ first, last, log, linkedBy }: Part, withHead: boolean): readonly string[] {
  const which = first === last ? `Entry ${first}` : `Entries ${first} to ${last}`
  return [
    `${which} of a log, which says it is ${log}: none of them was changed, dropped, added or moved, and each signature is by the key that it names.`,
    ...(withHead ? ['The log had the head that was given: up to there they are of that log.'] : []),
    ...(linkedBy === null
      ? [
          'Nothing shows yet that they are of your log: compare them with a head from paper (--head) or with the vault (--vault).',
        ]
      : []),
    ...(linkedBy === 'vault'
      ? []
      : [
          'A part does not prove whose keys these are and who might sign, which stands before it, nor what came before and after.',
        ]),
  ]
}

/** @throws USAGE */
function filterOf({ person, action = [], quorum, search = '', ...days }: ListOptions): LogFilter {
  for (const wanted of action) {
    if (LOG_ACTIONS.some(one => one === wanted || one.startsWith(`${wanted}.`))) continue
    throw refuse('USAGE', { problem: 'action-unknown', command: LIST })
  }
  if (quorum !== undefined && !/^[0-9a-f]{10}$/.test(quorum)) {
    throw refuse('USAGE', { problem: 'set-id-format', command: LIST })
  }
  return {
    ...{ person: person ?? null, actions: [...action], quorum: quorum ?? null },
    ...periodOf(days),
    terms: searchTerms(words, search),
  }
}

const LIST = 'keyclave audit list'

/** The instants at which the first of two days begins here and the last has ended. @throws USAGE */
const periodOf = ({ from, to }: Days): Pick<LogFilter, 'from' | 'to'> => ({
  from: from === undefined ? null : midnight(from, 0),
  to: to === undefined ? null : midnight(to, 1),
})

function midnight(day: string, later: number): string {
  const [, year, month, date] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? []).map(Number)
  if (year === undefined || month === undefined || date === undefined) throw notADay()
  const begins = new Date(year, month - 1, date)
  if (begins.getMonth() !== month - 1 || begins.getDate() !== date) throw notADay()
  return new Date(year, month - 1, date + later).toISOString()
}

const notADay = () => refuse('USAGE', { problem: 'day-format', command: 'keyclave audit' })

/** `   17  27 Nov 2026, 14:03:05  Ada opened quorum …` */
function linesOf(entry: Entry, withDetails: boolean): readonly string[] {
  const { sequence, time, hash } = entry
  const said = `${String(sequence).padStart(6)}  ${words.log.about.when(time)}  ${sayEntry(words, entry)}`
  if (!withDetails) return [said]
  const details = [...detailsOf(words, entry), { name: 'hash', value: hash, isDigest: true }]
  return [
    said,
    ...details.map(
      ({ name, value, isDigest }) => `          ${name}: ${isDigest ? inGroups(value) : value}`,
    ),
  ]
}

const inGroups = (digits: string): string => digits.replaceAll(/(.{4})(?=.)/g, '$1 ')

const jsonOf = (entry: Entry) => ({
  ...entry,
  details: Object.fromEntries(
    entry.details.map(({ name, json }) => [name, JSON.parse(json) as unknown]),
  ),
  says: sayEntry(words, entry),
})
