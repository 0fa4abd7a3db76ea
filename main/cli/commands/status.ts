import { type Command, Option } from 'commander'
import { wordLines } from '../../../shared/word-lines.ts'
import type { App } from '../../app.ts'
import type { Act } from '../terminal/act.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { words } from '../terminal/words.ts'
import { days } from './arguments.ts'
import { type Opening, openingOf, withOpening } from './opening-options.ts'
import { paperOption } from './paper-options.ts'
import { CONFIRM_CLOCK_HELP, namedFiles, withSign } from './signing.ts'

type Status = App['status']
type Published = Awaited<ReturnType<Status['publish']>>
type Checked = Awaited<ReturnType<Status['check']>>
type Answer = Checked['answer']

/** Exit codes of `status check`, an answer each; those of refusals are below 10. */
const EXIT: { readonly [answer in Answer['answer']]: number } = {
  good: 0,
  suspended: 10,
  revoked: 11,
  stale: 12,
  unknown: 13,
  'not-signed': 14,
  older: 15,
  forked: 16,
}

/** Registers `status publish` and `status check`. */
export function register(program: Command, act: Act): void {
  const status = program
    .command('status')
    .description('the signed list of what became of every key, for those outside')
  registerPublish(status, act)
  registerCheck(status, act)
}

interface PublishOptions extends Partial<Opening> {
  readonly vault?: string
  readonly next: number
  readonly out: string
  readonly last?: string
  readonly compromised?: string[]
  readonly byQuorum?: true
  readonly pdf?: string
  readonly paper: 'a4' | 'letter'
  readonly sign?: string[]
  readonly confirmClock?: string
}

function registerPublish(status: Command, act: Act): void {
  withOpening(withSign(status.command('publish')))
    .description('publish the next list; an administrator and a witness sign, or the quorum')
    .option('--vault <file>', 'the vault; a quorum can do without')
    .addOption(
      new Option('--next <time>', 'when the next list is out at the latest')
        .argParser(days)
        .default(90, '90d'),
    )
    .requiredOption('--out <file>', 'the list to write')
    .option('--pdf <file>', 'its page too: the hash in words and, of a small list, a code')
    .addOption(paperOption())
    .option('--by-quorum', 'the quorum itself signs: with its kit, shares and the passphrase')
    .option('--last <file>', 'the last list, where the vault does not know it')
    .option(
      '--compromised <key=day...>',
      'with --by-quorum and without a vault: a key that is compromised, and since when',
    )
    .option('--confirm-clock <day>', CONFIRM_CLOCK_HELP)
    .addHelpText(
      'after',
      `
The list says of every key and backup key of every quorum in which state it is: what is not in it is
unknown, and never good. Give it to whoever has a copy of a key, with the words of its hash on
another way. After the day of the next list it says nothing good any more.

Where the kit names no people, or they are gone, the quorum signs it (--by-quorum) with the key that
its kit names: shares and passphrase, as for a recovery.

Examples:
  keyclave status publish --vault office.vault --next 90d --out list.json --pdf list.pdf \\
    --sign Ines=ines.pin --sign Walt=walt.pin
  keyclave status publish --by-quorum --kit kit.json --fingerprint 1a2b3c4d --share 01-ada.txt 02-bob.txt \\
    --passphrase-file pass.txt --last list.json --compromised video-root@2=2026-11-21 --out next.json`,
    )
    .action(
      act<PublishOptions>(async ({ app, terminal, watch }, _, options) => {
        const { vault, next, out, last, compromised = [], sign, confirmClock, kit } = options
        const { pdf, paper } = options
        const common = {
          ...{ next, out },
          ...(last !== undefined && { last }),
          ...(pdf !== undefined && { pdf: { out: pdf, paper } }),
          ...(confirmClock !== undefined && { confirmClock }),
        }
        if (options.byQuorum === undefined) {
          const request = { ...common, vault: vault ?? '', sign: namedFiles(sign) }
          report(terminal, await app.status.publish(request, watch))
          return
        }
        const opening = { ...openingOf(options as Opening), kit: kit ?? '', sign: namedFiles(sign) }
        const by = { ...common, ...opening, compromised, ...(vault !== undefined && { vault }) }
        report(terminal, await app.status.publishByQuorum(by, watch))
      }),
    )
}

function report(terminal: Terminal, published: Published): void {
  const { number, nextIssue, entries, hash, words: said, quorum, out } = published
  terminal.report({
    lines: [
      `${out} is status list ${number}: ${entries} keys and backup keys, signed by ${quorum === null ? 'people' : `quorum ${quorum}`}.`,
      `Next list  ${nextIssue}, at the latest`,
      `Hash       ${hash}`,
      ...wordLines(said).map(line => `           ${line}`),
    ],
    json: published,
  })
}

interface CheckOptions {
  readonly kit?: string
  readonly record?: string
  readonly card?: string
  readonly key?: string
  readonly fingerprint?: string
  readonly seen?: string
}

function registerCheck(status: Command, act: Act): void {
  status
    .command('check')
    .argument('<list>', 'the status list, a JSON file')
    .description('check a status list, and what it says of a key')
    .option('--kit <file>', 'the kit that you hold of the quorum')
    .option('--record <file>', 'the record of its ceremony, instead of a kit')
    .option('--card <digits>', "the kit's fingerprint as a share card has it")
    .addOption(
      new Option(
        '--key <name>',
        'its id or, with a kit, its label, or backup-key-2; @2 is a version',
      ).conflicts('fingerprint'),
    )
    .option('--fingerprint <text>', 'the fingerprint of a key; of a backup key its recipient')
    .option('--seen <file>', 'a list that you have seen before')
    .addHelpText(
      'after',
      `
It answers, each with an exit code of its own:
   0  good until a day              12  stale: the next list is out
  10  suspended, or not in use yet  13  unknown: not in the list
  11  revoked since a day           14  not signed by enough
                                    15  older than the one seen before
                                    16  forked: two lists of one number
Keep the list as the one to name with --seen the next time.

Examples:
  keyclave status check list.json --kit kit.json --key video-root@2 --seen last.json
  keyclave status check list.json --record record.json --fingerprint "9f86 d081 …"`,
    )
    .action(
      act<CheckOptions>(async ({ app, terminal }, [list], options) => {
        const checked = await app.status.check({ list: list as string, ...options })
        const { answer } = checked
        terminal.report({ lines: linesOf(checked), json: checked })
        return EXIT[answer.answer]
      }),
    )
}

function linesOf({ answer, number, organisation, issued, nextIssue, ...rest }: Checked): string[] {
  const trusted = answer.answer !== 'not-signed'
  return [
    words.status.answer(answer),
    ...('entry' in answer && answer.entry !== null
      ? [
          `Key        ${answer.entry.kind} ${answer.entry.id}@${answer.entry.version}`,
          `Do         ${words.keys.instructions[answer.entry.instruction]}`,
          ...(rest.instead === null ? [] : [`Instead    version ${rest.instead}`]),
        ]
      : []),
    `List       ${number}, ${trusted ? organisation : `it says of itself: ${organisation}`}; issued ${issued}, next ${nextIssue}`,
    `Quorum     ${rest.setId}, its kit ${rest.kitFingerprint}   compare it with a share card`,
    `Hash       ${rest.hash}`,
    ...wordLines(rest.words).map(line => `           ${line}`),
  ]
}
