import { type Command, Option } from 'commander'
import { refuse } from '../../../shared/errors.ts'
import { type Blocks, linesOf } from '../../../shared/help/document.ts'
import type { KeyReason } from '../../../shared/key-life.ts'
import { shellWord } from '../../../shared/shell-word.ts'
import type { App } from '../../app.ts'
import type { Act } from '../terminal/act.ts'
import { formatBytes, formatCount } from '../terminal/amounts.ts'
import { sentence, words } from '../terminal/words.ts'
import { leftoverLine, wholeNumber } from './arguments.ts'
import { type Opening, openingOf, withOpening } from './opening-options.ts'
import { paperOption } from './paper-options.ts'
import { CONFIRM_CLOCK_HELP, namedFiles, withReason, withSign } from './signing.ts'

type Reencrypted = Awaited<ReturnType<App['incidents']['reencrypt']>>
type Outcome = Reencrypted['outcomes'][number]

interface ReencryptOptions extends Opening {
  readonly kit: string
  readonly out: string
  readonly vault?: string
  readonly sign?: string[]
  readonly again?: true
  readonly removeLeftovers?: true
}

/** Registers `backup reencrypt`. */
export function registerReencrypt(backup: Command, act: Act): void {
  withSign(
    withOpening(backup.command('reencrypt').argument('<file...>', 'the old backups'), 'required')
      .option('--vault <file>', 'record it in this vault, whose catalogue links old and new')
      .requiredOption('--out <dir>', 'the folder for the new backups, which is there already'),
  )
    .description(
      'open backups and encrypt them again, for the current backup key; opens the quorum',
    )
    .option('--again', 'make it anew where the catalogue has a new one that is not in that folder')
    .option('--remove-leftovers', 'remove what killed commands left in that folder')
    .addHelpText(
      'after',
      `
For after a compromise: a new file key, the current backup key and the quorum. Nothing in the clear
touches a disk. Each new backup is read back and compared, entry by entry, with the old one before
it gets its name. The old file is never removed: the answer says when it may be destroyed. A command
that was given up or killed goes on when it is given again.

Example:
  keyclave backup reencrypt /media/old/*.age --out /media/new --kit kit.json --vault office.vault \\
    --share a.txt b.txt c.txt --passphrase-file pass.txt --sign Olga=olga.pin --sign Walt=walt.pin`,
    )
    .action(
      act<ReencryptOptions>(async ({ app, terminal, watch }, files, options) => {
        const { kit, vault } = options
        const done = await app.incidents.reencrypt(
          {
            ...{ ...openingOf(options), kit, files, out: options.out },
            ...(vault !== undefined && { vault }),
            sign: namedFiles(options.sign),
            again: options.again === true,
            removeLeftovers: options.removeLeftovers === true,
          },
          watch,
        )
        const { outcomes } = done
        terminal.report({
          lines: [
            ...outcomes.flatMap(outcomeLines),
            '',
            ...summary(outcomes, done.generation, vault !== undefined),
            ...done.leftovers.map(leftoverLine),
          ],
          json: { ...done, outcomes: outcomes.map(outcomeJson) },
        })
        const refused = outcomes.filter(({ kind }) => kind === 'refused').length
        if (refused > 0) throw refuse('REENCRYPT_PARTLY', { refused, of: outcomes.length })
      }),
    )
}

function outcomeLines(outcome: Outcome): readonly string[] {
  switch (outcome.kind) {
    case 'current':
      return [`${outcome.file}`, '  is for the current backup key already. Nothing was done.']
    case 'elsewhere':
      return [
        outcome.file,
        `  was encrypted again before, as ${outcome.fileName} (SHA-256 ${outcome.sha256}), which is not in this folder.`,
        '  If that one is lost, give --again.',
      ]
    case 'refused':
      return [
        outcome.file,
        `  was not encrypted again. error[${outcome.error.code}]: ${sentence(outcome.error)}`,
      ]
    default:
      return [
        `${outcome.file}`,
        `  ${WAS[outcome.kind]} ${outcome.target} (${formatCount(outcome.files, 'file')}, ${formatBytes(outcome.size)})`,
        `  SHA-256 ${outcome.sha256}`,
        `  The old file may be destroyed now: SHA-256 ${outcome.replaces}`,
      ]
  }
}

const WAS = {
  made: 'was encrypted again, read back and compared, as',
  compared: 'had been encrypted again before, and was compared now with',
  known: 'had been encrypted again, compared and recorded before, as',
} as const

function summary(
  outcomes: readonly Outcome[],
  generation: number,
  recorded: boolean,
): readonly string[] {
  const replaceable = outcomes.filter(outcome => 'replaces' in outcome).length
  return [
    `${replaceable} of ${outcomes.length} may be destroyed now; their new backups are for backup key ${generation}.`,
    'Keyclave removes no old file. Until you have destroyed every copy, whoever has the old key reads it there.',
    'The system may have read the new files from its own memory: to be sure of the drive, unplug it, plug it in again and give the same command once more.',
    ...(recorded ? [] : ['Nothing was recorded: no --vault was named.']),
  ]
}

const outcomeJson = (outcome: Outcome): unknown =>
  outcome.kind === 'refused'
    ? {
        kind: outcome.kind,
        file: outcome.file,
        code: outcome.error.code,
        message: sentence(outcome.error),
      }
    : { ...outcome, mayBeDestroyed: 'replaces' in outcome }

interface ScanOptions extends Opening {
  readonly kit: string
  readonly vault?: string
  readonly sign?: string[]
}

type Scanned = Awaited<ReturnType<App['incidents']['scan']>>

/** Registers `backup scan`. */
export function registerScan(backup: Command, act: Act): void {
  withSign(
    withOpening(
      backup.command('scan').argument('<path...>', 'folders, with all below them, and files'),
      'required',
    ).option('--vault <file>', 'record it in this vault, and compare with its catalogue'),
  )
    .description('look for backups that the quorum opens, on any drive; opens the quorum')
    .addHelpText(
      'after',
      `
Of each file the header alone is read, and tried with the quorum's own identity and with every
backup key in the kit; what a file encrypts is not read. Links are not followed.

Example:
  keyclave backup scan /media/drive-1 /media/drive-2 --kit kit.json --vault office.vault \\
    --share a.txt b.txt c.txt --passphrase-file pass.txt --sign Olga=olga.pin --sign Walt=walt.pin`,
    )
    .action(
      act<ScanOptions>(async ({ app, terminal, watch }, places, options) => {
        const { kit, vault } = options
        const scanned = await app.incidents.scan(
          {
            ...{ ...openingOf(options), kit, places, sign: namedFiles(options.sign) },
            ...(vault !== undefined && { vault }),
          },
          watch,
        )
        terminal.report({ lines: scanLines(scanned, vault !== undefined), json: scanned })
      }),
    )
}

function scanLines(
  { files, backups, found, unread, bytesRead }: Scanned,
  recorded: boolean,
): readonly string[] {
  return [
    ...found.flatMap(one => foundLines(one, recorded)),
    ...(found.length === 0 ? [] : ['']),
    `Looked at ${formatCount(files, 'file')}: ${backups} of them are encrypted with age, and this quorum opens ${found.length}.`,
    recorded
      ? affectedLine(found.filter(({ compromised }) => compromised).length)
      : 'Which keys are compromised is known to the vault alone: name it with --vault.',
    ...unread.map(({ path, why }) => `Not looked at: ${path}, ${UNREAD[why]}.`),
    `${formatBytes(bytesRead)} were read, headers alone. Nothing is said of drives and folders that were not named.`,
  ]
}

const affectedLine = (count: number): string =>
  count === 0
    ? 'None of them is for a key that is marked compromised.'
    : `${count} of them are for a key that is marked compromised: keyclave backup reencrypt.`

const foundLines = (
  { path, size, opens, compromised, catalogued }: Scanned['found'][number],
  recorded: boolean,
): readonly string[] => [
  `${path} (${formatBytes(size)})`,
  `  opens with ${opens.map(opener).join(' and ')}${compromised ? ', which is compromised: encrypt it again' : ''}`,
  ...(recorded ? [`  ${cataloguedLine(catalogued)}`] : []),
]

const cataloguedLine = (known: Scanned['found'][number]['catalogued']): string =>
  known === null
    ? 'The catalogue does not know it.'
    : `In the catalogue as ${known.fileName}, going by its size; its bytes were not compared.`

const opener = (generation: number | null): string =>
  generation === null ? 'the quorum itself' : `backup key ${generation}`

const UNREAD = {
  denied: 'which cannot be read',
  damaged: 'whose header is damaged',
  link: 'which is a link and was not followed',
} as const

interface BackupKeyOptions {
  readonly vault: string
  readonly sign?: string[]
  readonly confirmClock?: string
  readonly set?: string
  readonly reason: KeyReason
  readonly occurred?: string
}

const STATES = [
  {
    deed: 'suspend',
    what: 'suspend a backup key; one administrator or witness signs',
    more: 'No backup is made with it until it is resumed or the next one is made. It opens backups as before.',
    reason: 'unspecified',
  },
  {
    deed: 'resume',
    what: 'put a suspended backup key into use again; two people sign',
    more: 'Where a newer one was made meanwhile, that one stays the current one.',
    reason: 'unspecified',
  },
  {
    deed: 'compromise',
    what: 'mark a backup key compromised for ever; one administrator or witness signs',
    more: 'Then make the next one with backup-key rotate, and encrypt backups again with backup reencrypt.',
    reason: 'key-compromise',
  },
] as const

/** Registers `backup-key suspend`, `resume` and `compromise`. */
export function registerBackupKeyStates(backupKey: Command, act: Act): void {
  for (const { deed, what, more, reason } of STATES) {
    const command = withSign(
      backupKey
        .command(deed)
        .addArgument(
          backupKey
            .createArgument('<number>', 'the number of the backup key')
            .argParser(wholeNumber),
        )
        .requiredOption('--vault <file>', 'the vault'),
    )
      .description(what)
      .option('--confirm-clock <day>', CONFIRM_CLOCK_HELP)
      .option('--set <id>', 'the quorum; needed where several are in force')
    withReason(command, deed, { reason, since: 'somebody else may have it' })
      .addHelpText(
        'after',
        `
${more}

Example:
  keyclave backup-key ${deed} 2 --vault office.vault --sign Ines=ines.pin --sign Walt=walt.pin`,
      )
      .action(
        act<BackupKeyOptions>(async ({ app, terminal, watch }, [number], options) => {
          const { vault, confirmClock, set, occurred } = options
          const key = await app.incidents.changeBackupKey(
            {
              ...{ deed, vault, sign: namedFiles(options.sign), reason: options.reason },
              generation: Number(number),
              ...(set !== undefined && { setId: set }),
              ...(confirmClock !== undefined && { confirmClock }),
              ...(occurred !== undefined && { occurred }),
            },
            watch,
          )
          terminal.report({
            lines: [
              `Backup key ${key.generation} of quorum ${key.setId} is ${words.keys.states[key.state]} from now on.`,
              ...(deed === 'compromise'
                ? [
                    'What it opens, and what to do in which order:',
                    `  keyclave compromise report --backup-key ${key.generation} --set ${key.setId} --vault ${shellWord(vault)}`,
                  ]
                : []),
            ],
            json: key,
          })
        }),
      )
  }
}

interface ReportOptions {
  readonly vault: string
  readonly backupKey?: number
  readonly set?: string
  readonly quorum?: string
  readonly out?: string
  readonly paper: 'a4' | 'letter'
}

/** Registers `compromise report`. */
export function register(program: Command, act: Act): void {
  program
    .command('compromise')
    .description('what a compromise reaches')
    .command('report')
    .argument('[key]', 'the label or id of a key; with @2 behind it, that version')
    .description('say what to do about a compromise, in order; changes nothing')
    .requiredOption('--vault <file>', 'the vault')
    .addOption(new Option('--backup-key <number>', 'of this backup key').argParser(wholeNumber))
    .option('--set <id>', 'its quorum; needed where several are in force')
    .addOption(
      new Option('--quorum <id>', 'of a whole quorum, by its set id').conflicts('backupKey'),
    )
    .option('--out <file>', 'also make a PDF of it')
    .addOption(paperOption())
    .addHelpText(
      'after',
      `
It says where the key went, which backups it opens, which drives have been looked at, and what
stays readable whatever is done, as far as this vault knows.

Examples:
  keyclave compromise report video-root@2 --vault office.vault
  keyclave compromise report --backup-key 2 --vault office.vault --out compromise.pdf
  keyclave compromise report --quorum 0123456789 --vault office.vault --json`,
    )
    .action(
      act<ReportOptions>(async ({ app, terminal, watch }, [key], options) => {
        const { vault, out, paper } = options
        const report = await app.incidents.report(
          {
            ...{ vault, suspect: suspectOf(key, options) },
            ...(out !== undefined && { sheet: { file: out, paper } }),
          },
          watch,
        )
        terminal.report({
          lines: [
            ...blockLines(words.compromise.sheet(report)),
            ...(out === undefined ? [] : ['', `The same as a PDF: ${out}`]),
          ],
          json: report,
        })
      }),
    )
}

/** @throws USAGE unless exactly one is named */
function suspectOf(
  key: string | undefined,
  { backupKey, set, quorum }: ReportOptions,
): Parameters<App['incidents']['report']>[0]['suspect'] {
  const named = [key, backupKey, quorum].filter(one => one !== undefined)
  if (named.length !== 1) throw refuse('COMPROMISE_OF', {})
  if (key !== undefined) return { kind: 'key', key }
  if (quorum !== undefined) return { kind: 'quorum', setId: quorum }
  return {
    ...{ kind: 'backup-key', generation: backupKey ?? 0 },
    ...(set !== undefined && { setId: set }),
  }
}

/** A document as lines, at the width of a terminal. */
const blockLines = (blocks: Blocks): readonly string[] =>
  blocks.flatMap(block => {
    switch (block.kind) {
      case 'heading':
        return [...(block.level === 1 ? [] : ['']), ...linesOf([block]), '']
      case 'list':
        return block.items.flatMap((item, i) =>
          linesOf(item).map((text, j) => {
            if (j > 0) return `      ${text}`
            return block.ordered ? `${String(i + 1).padStart(3)}. ${text}` : `  - ${text}`
          }),
        )
      default:
        return linesOf([block])
    }
  })
