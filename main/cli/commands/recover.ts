import { type Command, Option } from 'commander'
import { UNFIT_KINDS, type UnfitKind } from '../../../shared/codes/index.ts'
import { refuse } from '../../../shared/errors.ts'
import { KEY_EXCEPTIONS, type KeyException } from '../../../shared/key-life.ts'
import type { OnDrive } from '../../services/recovery/index.ts'
import type { Act } from '../terminal/act.ts'
import { formatCount } from '../terminal/amounts.ts'
import { type Opening, openingOf, withOpening } from './opening-options.ts'
import { didLine, salvageLines } from './salvage-report.ts'
import { CONFIRM_CLOCK_HELP, namedFiles, withSign } from './signing.ts'

/** Where an opening is recorded, and who signs it. */
export interface Recorded {
  readonly vault?: string
  readonly sign?: string[]
}

interface RestoreOptions extends Opening, Recorded {
  readonly out?: string
  readonly salvage?: true
  readonly partial?: true
  readonly only?: string[]
  readonly dryRun?: true
  readonly allModes?: boolean
  readonly leaveOut?: UnfitKind[]
  readonly rename?: true
  readonly outwardLinks?: true
  readonly although?: 'space'
  readonly removeLeftovers?: boolean
}

interface KeyOptions extends Opening, Recorded {
  readonly kit: string
  readonly out: string
  readonly although?: KeyException
  readonly confirmClock?: string
}

interface IdentityOptions extends Opening, Recorded {
  readonly backupKey?: string
  readonly although?: KeyException
}

const SHARE_HELP = `
A share file holds the 40 words, or the text of the QR code; lines that begin with "#" are
left out. "?" stands for a word that cannot be read. When words are wrong, the refusal names
their positions: look at the card again, or pass --accept-corrections to accept what the
card's own check words say. With --vault the opening stands in the vault's log, and a refused
passphrase or a foreign share too; in a vault with people a recovery officer and a witness --sign.`

/** Registers `recover backup`, `recover key` and `recover identity`. */
export function register(program: Command, act: Act): void {
  const recover = program
    .command('recover')
    .description('open something again, with a quorum of shares and the passphrase')

  withRecord(
    withOpening(
      recover
        .command('backup')
        .argument(
          '<file...>',
          'the backup, FILE.tar.zst.age, or any of its volumes; several copies of it, where each is damaged',
        ),
    ),
  )
    .description('restore a backup into a new folder')
    .option('--out <dir>', 'the folder to make; must not exist')
    .option('--only <path...>', 'only these files and folders of the backup')
    .option('--dry-run', 'read and check everything, and write nothing')
    .option('--salvage', 'restore what is whole in a damaged backup, and name what is not')
    .addOption(
      new Option(
        '--partial',
        'with --salvage: also keep what is left of damaged files, marked',
      ).implies({ salvage: true }),
    )
    .option('--all-modes', 'restore setuid, setgid and leave for everybody to write as well')
    .addOption(
      new Option(
        '--leave-out <kind...>',
        'what the drive of the folder cannot hold, and is left out: links, names, twins (names that it takes for one), long-names, long-paths, large (files)',
      ).choices(UNFIT_KINDS),
    )
    .option('--rename', 'give names that the drive cannot hold another, and list them')
    .addOption(
      new Option('--although <what>', 'try it although there seems to be too little space').choices(
        ['space'],
      ),
    )
    .option('--outward-links', 'make links that lead out of the folder; otherwise they are listed')
    .option('--remove-leftovers', 'remove what killed restores left beside the folder')
    .addHelpText(
      'after',
      `${SHARE_HELP}

Without --kit the shares and the passphrase alone open the backup.

Of several copies each chunk of 64 KiB is taken from one in which it is authentic. --salvage
restores every file that is whole and names the others with the bytes that are lost; --partial
keeps these as NAME.damaged, with zeros where bytes are lost, and what it cannot prove in a folder
found-after-damage. Nothing of a damaged chunk is ever written.

Before anything is written the drive is tried: what it cannot hold is refused, all of it at once.
What is left out or renamed by choice is listed beside the folder, in DIR.differences.jsonl.

Volumes, FILE.001 and so on, that lie in one folder are found by any of them; where they lie in
several, name one in each.

Examples:
  keyclave recover backup office.tar.zst.age --kit kit.json --fingerprint 1a2b3c4d \\
    --share 01-ada.txt 03-katherine.txt 05-annie.txt --passphrase-file pass.txt --out restored
  keyclave recover backup office.tar.zst.age --share a.txt b.txt c.txt --passphrase-file - --out restored < pass.txt`,
    )
    .action(
      act<RestoreOptions>(async ({ app, terminal, watch }, files, options) => {
        const out = destinationOf(options)
        const request = {
          ...{ ...openingOf(options), ...recordOf(options), out, files },
          ...(options.only === undefined ? {} : { only: options.only }),
          ...{ allModes: options.allModes === true, fit: fitOf(options) },
          outwardLinks: options.outwardLinks === true,
          removeLeftovers: options.removeLeftovers === true,
        }
        const incomplete = options.salvage === true
        if (incomplete || (await app.recovery.copiesIn(files)) > 1) {
          const partial = options.partial === true
          const saved = await app.recovery.salvage({ ...request, incomplete, partial }, watch)
          terminal.report({
            lines: [
              ...salvageLines(saved, out),
              ...driveLines(saved),
              ...saved.leftovers.map(leftoverLine),
            ],
            json: saved,
          })
          return
        }
        const { entries: _, ...restored } = await app.recovery.backup(request, watch)
        terminal.report({
          lines: [
            didLine('Restored', restored, out),
            "Every file was checked against the backup's own list (SHA-256).",
            ...originLines(restored),
            ...modeLines(restored.tamed),
            ...driveLines(restored),
            ...restored.leftovers.map(leftoverLine),
          ],
          json: restored,
        })
      }),
    )

  withRecord(
    withOpening(
      recover
        .command('key')
        .argument(
          '<key>',
          'its id or its label, which means the newest version in use; "@2" behind it is that version',
        ),
      'required',
    ),
  )
    .description(
      'write one master key, one imported secret, or the private half of one pair, into a new file',
    )
    .requiredOption('--out <file>', 'the file to make (mode 600); must not exist')
    .addOption(
      new Option('--although <what>', 'says that you know what speaks against it').choices(
        KEY_EXCEPTIONS,
      ),
    )
    .option('--confirm-clock <day>', CONFIRM_CLOCK_HELP)
    .addHelpText(
      'after',
      `${SHARE_HELP}

The file holds the raw bytes of the key: 16, 24 or 32 bytes, or the imported secret as it was. Of a
key pair it holds the private half as PEM (PKCS#8); its public half is had without opening anything,
with keyclave key public.

Example:
  keyclave recover key video-root --kit kit.json --fingerprint 1a2b3c4d \\
    --share 01-ada.txt 02-grace.txt 04-hedy.txt --passphrase-file pass.txt --out video-root.key`,
    )
    .action(
      act<KeyOptions>(async ({ app, terminal, watch }, [key], options) => {
        const recovered = await app.recovery.key(
          {
            ...{ ...openingOf(options), ...recordOf(options) },
            ...{ kit: options.kit, key: key as string, out: options.out },
            ...(options.although !== undefined && { although: options.although }),
            ...(options.confirmClock !== undefined && { confirmClock: options.confirmClock }),
          },
          watch,
        )
        terminal.report({
          lines: [
            `Wrote ${recovered.label}@${recovered.version} (${recovered.description}) to ${options.out}.`,
            versionLine(recovered),
            ...(recovered.fingerprint === null ? [] : [`Fingerprint ${recovered.fingerprint}`]),
            `From the kit ${recovered.kitFingerprint}, as on the share cards.`,
            'The file holds a secret in the clear: hand it on, then destroy it.',
          ],
          json: recovered,
        })
      }),
    )

  withRecord(withOpening(recover.command('identity')))
    .description('print the age identity that opens backups, for use with stock age')
    .option(
      '--backup-key <n>',
      "the identity of this backup key, not the quorum's own (needs --kit)",
    )
    .addOption(
      new Option(
        '--although <what>',
        'says that you know what speaks against the backup key',
      ).choices(['suspended', 'compromised']),
    )
    .addHelpText(
      'after',
      `${SHARE_HELP}

The identity is a secret, and it goes to standard output: redirect it into a file on an
encrypted or temporary drive.

Example:
  keyclave recover identity --backup-key 1 --kit kit.json --fingerprint 1a2b3c4d \\
    --share a.txt b.txt c.txt --passphrase-file pass.txt > identity.txt
  age -d -i identity.txt office.tar.zst.age | zstd -d | tar x`,
    )
    .action(
      act<IdentityOptions>(async ({ app, terminal, watch }, _, options) => {
        const request = {
          ...{ ...openingOf(options), ...recordOf(options) },
          ...(options.backupKey === undefined ? {} : { backupKey: options.backupKey }),
          ...(options.although !== undefined && { although: options.although }),
        }
        await app.recovery.identity(request, watch, identity =>
          terminal.secret('identity', identity),
        )
      }),
    )
}

/** What is chosen for what the drive cannot hold. */
const fitOf = ({ leaveOut = [], rename, although }: RestoreOptions) => ({
  ...{ leaveOut, rename: rename === true, despiteSpace: although === 'space' },
})

/** More links than these are not named. */
const NAMED = 10

/** How what was restored differs, because of its drive, from what was backed up. */
export const driveLines = ({
  differences,
  list,
  keepsModes,
  outward,
  outwardMade,
}: OnDrive): readonly string[] => {
  const renamed = differences.filter(({ as }) => as !== null).length
  return [
    ...(list === null
      ? []
      : [
          `This drive could not hold everything: ${formatCount(renamed, 'name')} became others, and ${formatCount(differences.length - renamed, 'entry', 'entries')} left out. All are listed in ${list}.`,
        ]),
    ...(outward.length === 0
      ? []
      : [
          `${formatCount(outward.length, 'link')} ${outward.length === 1 ? 'leads' : 'lead'} out of the folder, and ${outwardMade ? 'were made all the same' : 'were not made; --outward-links makes them'}:`,
          ...outward
            .slice(0, NAMED)
            .map(({ path, target }) => `  ${JSON.stringify(path)} -> ${JSON.stringify(target)}`),
          ...(outward.length > NAMED ? [`  and ${outward.length - NAMED} more (--json)`] : []),
        ]),
    ...(keepsModes
      ? []
      : ['This drive keeps no permissions: whoever gets at it can read what was restored.']),
  ]
}

/** The folder to make; null: none. @throws USAGE */
function destinationOf({ out, dryRun }: RestoreOptions): string | null {
  if (dryRun === true) return null
  if (out !== undefined) return out
  throw refuse('USAGE', { problem: 'out-or-dry-run', command: 'keyclave recover backup' })
}

/** Where a backup comes from. */
export const originLines = ({
  leftOut,
  sha256,
  knownMaker,
}: {
  readonly leftOut: readonly { readonly what: string; readonly count: number }[]
  readonly sha256: string
  readonly knownMaker: { readonly by: string; readonly time: string } | null
}): string[] => [
  ...leftOutLines(leftOut),
  ...(knownMaker === null
    ? [
        'Anybody with the kit could have made this backup: compare its SHA-256 with the one on its label.',
        `SHA-256 ${sha256}`,
      ]
    : [`The vault's log knows it: made by ${knownMaker.by}, ${knownMaker.time}.`]),
]

/** What is not in a backup, by agreement of those who made it. */
export const leftOutLines = (
  leftOut: readonly { readonly what: string; readonly count: number }[],
): string[] =>
  leftOut.length === 0
    ? []
    : [
        `Left out, by agreement: ${leftOut.map(({ what, count }) => `${count} × ${what}`).join(', ')}.`,
      ]

const versionLine = ({
  version,
  versions,
  label,
}: {
  readonly version: number
  readonly versions: number
  readonly label: string
}): string =>
  versions === 1
    ? `Version ${version}, the only one.`
    : `Version ${version} of ${versions}; ${label}@1 to ${label}@${versions} name one each.`

export const withRecord = (command: Command): Command =>
  withSign(command.option('--vault <file>', 'record the opening in this vault'))

export const recordOf = ({ vault, sign }: Recorded) => ({
  ...(vault === undefined ? {} : { vault }),
  sign: namedFiles(sign),
})

const modeLines = (tamed: number): readonly string[] =>
  tamed === 0
    ? []
    : [
        `Left out were setuid, setgid and leave for everybody to write, on ${formatCount(tamed, 'path')}; --all-modes restores these too.`,
      ]

const leftoverLine = (left: { readonly path: string; readonly removed: boolean }): string =>
  left.removed
    ? `Removed ${left.path}, which a killed restore had left.`
    : `A killed restore left ${left.path}, which may hold decrypted files. Remove it, or restore with --remove-leftovers.`
