import type { Command } from 'commander'
import type { Act } from '../terminal/act.ts'
import { formatBytes, formatCount } from '../terminal/amounts.ts'
import { type Opening, openingOf, withOpening } from './opening-options.ts'
import { namedFiles, withSign } from './signing.ts'

/** Where an opening is recorded, and who signs it. */
interface Recorded {
  readonly vault?: string
  readonly sign?: string[]
}

interface RestoreOptions extends Opening, Recorded {
  readonly out: string
  readonly allModes?: boolean
  readonly removeLeftovers?: boolean
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
    withOpening(recover.command('backup').argument('<file>', 'the backup, FILE.tar.zst.age')),
  )
    .description('restore a backup into a new folder')
    .requiredOption('--out <dir>', 'the folder to make; must not exist')
    .option('--all-modes', 'restore setuid, setgid and leave for everybody to write as well')
    .option('--remove-leftovers', 'remove what killed restores left beside the folder')
    .addHelpText(
      'after',
      `${SHARE_HELP}

Without --kit the shares and the passphrase alone open the backup.

Examples:
  keyclave recover backup office.tar.zst.age --kit kit.json --fingerprint 1a2b3c4d \\
    --share 01-ada.txt 03-katherine.txt 05-annie.txt --passphrase-file pass.txt --out restored
  keyclave recover backup office.tar.zst.age --share a.txt b.txt c.txt --passphrase-file - --out restored < pass.txt`,
    )
    .action(
      act<RestoreOptions>(async ({ app, terminal, watch }, [file], options) => {
        const restored = await app.recovery.backup(
          {
            ...{ ...openingOf(options), ...recordOf(options) },
            ...{ file: file as string, out: options.out },
            ...{ allModes: options.allModes === true },
            removeLeftovers: options.removeLeftovers === true,
          },
          watch,
        )
        terminal.report({
          lines: [
            `Restored ${formatCount(restored.files, 'file')}, ${formatBytes(restored.bytes)}, into ${options.out}.`,
            "Every file was checked against the backup's own list (SHA-256).",
            ...originLines(restored),
            ...modeLines(restored.tamed),
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
          'the id or the label of a key or an imported secret; "@2" behind it is that version',
        ),
      'required',
    ),
  )
    .description('write one master key, or one imported secret, into a new file')
    .requiredOption('--out <file>', 'the file to make (mode 600); must not exist')
    .addHelpText(
      'after',
      `${SHARE_HELP}

The file holds the raw bytes of the key: 16, 24 or 32 bytes, or the imported secret as it was.

Example:
  keyclave recover key video-root --kit kit.json --fingerprint 1a2b3c4d \\
    --share 01-ada.txt 02-grace.txt 04-hedy.txt --passphrase-file pass.txt --out video-root.key`,
    )
    .action(
      act<Opening & Recorded & { kit: string; out: string }>(
        async ({ app, terminal, watch }, [key], options) => {
          const recovered = await app.recovery.key(
            {
              ...{ ...openingOf(options), ...recordOf(options) },
              ...{ kit: options.kit, key: key as string, out: options.out },
            },
            watch,
          )
          terminal.report({
            lines: [
              `Wrote ${recovered.label} (${recovered.description}) to ${options.out}.`,
              versionLine(recovered),
              ...(recovered.fingerprint === null ? [] : [`Fingerprint ${recovered.fingerprint}`]),
              `From the kit ${recovered.kitFingerprint}, as on the share cards.`,
              'The file holds a secret in the clear: hand it on, then destroy it.',
            ],
            json: recovered,
          })
        },
      ),
    )

  withRecord(withOpening(recover.command('identity')))
    .description('print the age identity that opens backups, for use with stock age')
    .option(
      '--backup-key <n>',
      "the identity of this backup key, not the quorum's own (needs --kit)",
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
      act<Opening & Recorded & { backupKey?: string; json?: true }>(
        async ({ app, terminal, watch }, _, options) => {
          const request = {
            ...{ ...openingOf(options), ...recordOf(options) },
            ...(options.backupKey === undefined ? {} : { backupKey: options.backupKey }),
          }
          await app.recovery.identity(request, watch, identity =>
            terminal.secret('identity', identity),
          )
        },
      ),
    )
}

/** Where a backup comes from. */
const originLines = ({
  sha256,
  knownMaker,
}: {
  readonly sha256: string
  readonly knownMaker: { readonly by: string; readonly time: string } | null
}): string[] =>
  knownMaker === null
    ? [
        'Anybody with the kit could have made this backup: compare its SHA-256 with the one on its label.',
        `SHA-256 ${sha256}`,
      ]
    : [`The vault's log knows it: made by ${knownMaker.by}, ${knownMaker.time}.`]

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

const withRecord = (command: Command): Command =>
  withSign(command.option('--vault <file>', 'record the opening in this vault'))

const recordOf = ({ vault, sign }: Recorded) => ({
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
