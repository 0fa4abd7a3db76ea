import type { Command } from 'commander'
import type { Act } from '../terminal/act.ts'
import { formatBytes, formatCount } from '../terminal/amounts.ts'
import { FINGERPRINT_HELP, fingerprintOf } from './opening-options.ts'
import { paperOption } from './paper-options.ts'
import { namedFiles, SIGN_HELP } from './signing.ts'

interface CreateOptions {
  readonly kit: string
  readonly fingerprint?: string
  readonly out: string
  readonly vault?: string
  readonly sign?: string[]
  readonly sha256?: true
  readonly label?: string
  readonly paper: 'a4' | 'letter'
}

/** Registers `backup create`. */
export function register(program: Command, act: Act): void {
  const backup = program.command('backup').description('encrypt files to a quorum')

  backup
    .command('create')
    .argument('<path...>', 'the files and folders to back up')
    .description('make one encrypted backup of files and folders; needs no share')
    .requiredOption('--kit <file>', 'the recovery kit of the quorum')
    .option('--fingerprint <digits>', FINGERPRINT_HELP)
    .requiredOption('--out <file>', 'the backup to make, FILE.tar.zst.age; must not exist')
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
and stock tools: age -d -i identity.txt FILE | zstd -d | tar x

Example:
  keyclave backup create --kit kit.json --out office.tar.zst.age --vault office.vault \\
    --label office-label.pdf Documents Mail`,
    )
    .action(
      act<CreateOptions>(async ({ app, terminal, watch }, paths, options) => {
        const made = await app.backup.create(
          {
            paths,
            kit: options.kit,
            ...fingerprintOf(options),
            out: options.out,
            digest: options.sha256 === true,
            ...(options.vault === undefined ? {} : { vault: options.vault }),
            sign: namedFiles(options.sign),
            ...(options.label && { label: { file: options.label, paper: options.paper } }),
          },
          watch,
        )
        terminal.report({
          lines: [
            `Backed up ${formatCount(made.files, 'file')}, ${formatBytes(made.bytes)}, into ${options.out} (${formatBytes(made.size)}).`,
            `Set ${made.setId}, backup key ${made.generation}`,
            `Kit     ${made.kitFingerprint}   the same stands on the share cards`,
            ...(made.sha256 === null ? [] : [`SHA-256 ${made.sha256}`]),
            ...(made.label === null
              ? []
              : [`Label   ${made.label}: print it, and keep it with the drive.`]),
          ],
          json: made,
        })
      }),
    )
}
