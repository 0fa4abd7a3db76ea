import type { Command } from 'commander'
import type { Repeated } from '../../services/files/index.ts'
import type { Act } from '../terminal/act.ts'
import { formatBytes, formatCount } from '../terminal/amounts.ts'
import {
  LEFTOVERS_HELP,
  leftoverLine,
  VOLUME_SIZE_HELP,
  volumeLines,
  volumeSize,
} from './arguments.ts'
import { registerGathering } from './gather-volumes.ts'
import { registerReencrypt, registerScan } from './incident.ts'
import { PARITY_HELP, parityLines, percentOf, registerKeeping } from './keep-backup.ts'
import { FINGERPRINT_HELP, fingerprintOf } from './opening-options.ts'
import { paperOption } from './paper-options.ts'
import { registerReading } from './read-backup.ts'
import { leftOutLines } from './recover.ts'
import { namedFiles, SIGN_HELP } from './signing.ts'
import { listOf, SEEN_HELP, STATUS_HELP } from './status-option.ts'

interface CreateOptions {
  readonly kit: string
  readonly fingerprint?: string
  readonly out: string
  readonly status?: string
  readonly seen?: string
  readonly vault?: string
  readonly sign?: string[]
  readonly sha256?: true
  readonly check?: true
  readonly parity?: number
  readonly volumeSize?: number
  readonly dryRun?: true
  readonly removeLeftovers?: true
  readonly leaveOut?: string[]
  readonly label?: string
  readonly paper: 'a4' | 'letter'
}

/** Registers `backup`, what is done first in it first. */
export function register(program: Command, act: Act): void {
  const backup = program.command('backup').description('encrypt files to a quorum')
  registerCreate(backup, act)
  registerReading(backup, act)
  registerKeeping(backup, act)
  registerGathering(backup, act)
  registerReencrypt(backup, act)
  registerScan(backup, act)
}

function registerCreate(backup: Command, act: Act): void {
  backup
    .command('create')
    .argument('<path...>', 'the files and folders to back up')
    .description('make one encrypted backup of files and folders; needs no share')
    .requiredOption('--kit <file>', 'the recovery kit of the quorum')
    .option('--fingerprint <digits>', FINGERPRINT_HELP)
    .requiredOption('--out <file>', 'the backup to make, FILE.tar.zst.age; must not exist')
    .option('--check', 'also make its check file, FILE.tar.zst.age.check, to find and mend damage')
    .option('--parity <percent>', PARITY_HELP, percentOf)
    .option('--volume-size <size>', VOLUME_SIZE_HELP, volumeSize)
    .option('--dry-run', 'only say what would be in it')
    .option(
      '--leave-out <what...>',
      'what to leave out, by agreement: special (sockets, pipes, devices), links (that lead out of it), names (that it cannot hold), unreadable, or a pattern of paths in the backup: "Mail/**/*.tmp"',
    )
    .option('--status <file>', STATUS_HELP)
    .option('--seen <file>', SEEN_HELP)
    .option('--remove-leftovers', LEFTOVERS_HELP)
    .option('--vault <file>', 'record the backup in this vault, with its SHA-256')
    .option('--sign <name=file...>', SIGN_HELP)
    .option('--sha256', 'also take the SHA-256 of the backup')
    .option(
      '--label <file>',
      "also make the backup's label, a PDF to keep with its drive; with --vault it has the head of the log",
    )
    .addOption(paperOption())
    .addHelpText(
      'after',
      `
The backup opens with a quorum of shares and the passphrase, or with the backup key's identity
and stock tools: age -d -i identity.txt FILE | zstd -d | tar x (a hybrid one from age 1.3 on,
or docs/recover.py decrypt in its place)

A kit alone does not know whether its backup key was rotated or compromised since: the vault does, or
the newest status list (--status), which is checked as keyclave status check does it.

Example:
  keyclave backup create --kit kit.json --out office.tar.zst.age --vault office.vault \\
    --label office-label.pdf Documents Mail`,
    )
    .action(
      act<CreateOptions>(async ({ app, terminal, watch }, paths, options) => {
        if (options.dryRun === true) {
          const would = await app.backup.survey(paths, options.out, options.leaveOut ?? [])
          const size = `${formatCount(would.files, 'file')}, ${formatBytes(would.bytes)}`
          terminal.report({
            lines: [
              `Would back up ${size}. Nothing was written.`,
              ...leftOutLines(would.leftOut),
              ...repeatedLines(would.repeated),
            ],
            json: would,
          })
          return
        }
        const made = await app.backup.create(
          {
            paths,
            leaveOut: options.leaveOut ?? [],
            kit: options.kit,
            ...fingerprintOf(options),
            ...listOf(options),
            out: options.out,
            digest: options.sha256 === true,
            removeLeftovers: options.removeLeftovers === true,
            check: options.check === true,
            ...(options.parity === undefined ? {} : { parity: options.parity }),
            ...(options.volumeSize === undefined ? {} : { volumeSize: options.volumeSize }),
            ...(options.vault === undefined ? {} : { vault: options.vault }),
            sign: namedFiles(options.sign),
            ...(options.label && { label: { file: options.label, paper: options.paper } }),
          },
          watch,
        )
        terminal.report({
          lines: [
            `Backed up ${formatCount(made.files, 'file')}, ${formatBytes(made.bytes)}, into ${options.out} (${formatBytes(made.size)}).`,
            ...leftOutLines(made.leftOut),
            ...repeatedLines(made.repeated),
            `Set ${made.setId}, backup key ${made.generation}`,
            `Kit     ${made.kitFingerprint}   the same stands on the share cards`,
            ...(made.sha256 === null ? [] : [`SHA-256 ${made.sha256}`]),
            ...(made.tree === null
              ? []
              : [
                  `Check   ${made.tree} is the root of ${options.out}.check: keep that file with the backup.`,
                ]),
            ...(options.volumeSize === undefined ? [] : volumeLines(made.volumes)),
            ...(made.parity === null ? [] : parityLines(made.parity)),
            ...(made.label === null
              ? []
              : [`Label   ${made.label}: print it, and keep it with the drive.`]),
            ...made.leftovers.map(leftoverLine),
          ],
          json: made,
        })
      }),
    )
}

/** What hard links cost. */
const repeatedLines = ({ files, bytes }: Repeated): string[] =>
  files === 0
    ? []
    : [
        `${formatCount(files, 'file')} (${formatBytes(bytes)}) stored once more: further names (hard links) of files that have several.`,
      ]
