import { type Command, InvalidArgumentError } from 'commander'
import type { Act } from '../terminal/act.ts'
import { formatBytes, formatCount } from '../terminal/amounts.ts'
import {
  LEFTOVERS_HELP,
  leftoverLine,
  VOLUME_SIZE_HELP,
  VOLUMES_HELP,
  volumeLines,
  volumeSize,
} from './arguments.ts'

const ROOT_HELP =
  "the root of the check file as it stands on the backup's label, its first 8 digits or more"
const CHECK_FILE_HELP = 'the check file, if it is not FILE.check beside the backup'

interface CheckOptions {
  readonly checkFile?: string
  readonly root?: string
  readonly write?: true
  readonly vault?: string
}

interface RepairOptions extends Omit<CheckOptions, 'write' | 'vault'> {
  readonly out: string
  readonly volumeSize?: number
  readonly removeLeftovers?: true
}

/** What `--parity` says. */
export const PARITY_HELP =
  'also make its recovery file, FILE.tar.zst.age.par2, from which so much of it can be lost: 10%'

/** @throws an error of the command line */
export function percentOf(text: string): number {
  const [, digits] = /^(\d{1,3})%?$/.exec(text) ?? []
  const percent = Number(digits ?? 0)
  if (percent < 1 || percent > 100)
    throw new InvalidArgumentError('say it as a percentage from 1% to 100%, such as 10%.')
  return percent
}

/** What a recovery file is good for. */
export const parityLines = ({
  parityFile,
  parityFiles,
  recovery,
  slices,
  sliceSize,
}: MadeParity): string[] => [
  `Parity  ${parityFile}${parityFiles.length === 1 ? ' stands' : ` to ${parityFiles.at(-1)}, ${parityFiles.length} files, together stand`} in for any ${recovery} of ${formatCount(slices, 'slice')} of ${formatBytes(sliceSize)}: keep it with the backup, or better on another drive.`,
]

/** Registers `backup check`, `backup parity` and `backup repair`: none needs a quorum. */
export function registerKeeping(backup: Command, act: Act): void {
  backup
    .command('parity')
    .argument('<file...>', VOLUMES_HELP)
    .description('make the recovery file of a backup; needs no share')
    .requiredOption('--parity <percent>', 'how much of it may be lost: 10%', percentOf)
    .addHelpText(
      'after',
      `
The recovery file, FILE.par2, is of the PAR2 format: "keyclave backup repair" uses it, and so does par2
itself, without Keyclave: par2 verify FILE.par2, par2 repair FILE.par2.

Example:
  keyclave backup parity office.tar.zst.age --parity 10%`,
    )
    .action(
      act<{ readonly parity: number }>(async ({ app, terminal, watch }, files, { parity }) => {
        const made = await app.backup.parity({ files, percent: parity }, watch)
        terminal.report({ lines: parityLines(made), json: made })
      }),
    )

  backup
    .command('check')
    .argument('<file...>', VOLUMES_HELP)
    .description('read a backup and say whether it is as it was written; needs no share')
    .option('--check-file <file>', CHECK_FILE_HELP)
    .option('--root <digits>', ROOT_HELP)
    .option('--write', 'make the check file of the backup as it is now')
    .option('--vault <file>', "compare with this vault's log and catalogue")
    .addHelpText(
      'after',
      `
With a check file every block of 64 KiB is compared, so that what is damaged is known by place.
Recovery files (.par2) beside it are compared too: whether they could mend what is damaged is said.
Unplug the drive and plug it in again before: a system may answer from its own memory.

Example, once a year:
  keyclave backup check /media/drive/office.tar.zst.age --root 1a2b3c4d`,
    )
    .action(
      act<CheckOptions>(async ({ app, terminal, watch }, files, options) => {
        const { checkFile, root, vault } = options
        const checked = await app.backup.check(
          {
            ...{ files, write: options.write === true },
            ...(checkFile === undefined ? {} : { checkFile }),
            ...(root === undefined ? {} : { root }),
            ...(vault === undefined ? {} : { vault }),
          },
          watch,
        )
        terminal.report({ lines: linesOf(checked), json: checked })
      }),
    )

  backup
    .command('repair')
    .argument(
      '<copy...>',
      'damaged copies of one backup, or their volumes; recovery files, FILE.par2',
    )
    .description('make a whole backup of damaged copies; needs no share')
    .requiredOption('--out <file>', 'the backup to make; must not exist')
    .option('--volume-size <size>', VOLUME_SIZE_HELP, volumeSize)
    .option('--remove-leftovers', LEFTOVERS_HELP)
    .option('--check-file <file>', CHECK_FILE_HELP)
    .option('--root <digits>', ROOT_HELP)
    .addHelpText(
      'after',
      `
Each block of 64 KiB is taken from a copy in which it is as the check file says. Without a check
file it is taken as more than half of the copies have it; then compare the SHA-256 with the label.
Recovery files (.par2) that lie beside a copy, or are named, are used: one copy is enough then, and a
volume that is missing is made again. What is made is one file, or is cut as --volume-size says.
A header that no copy has is taken from the check file.

Example:
  keyclave backup repair /media/a/office.tar.zst.age /media/b/office.tar.zst.age \\
    --out office.tar.zst.age`,
    )
    .action(
      act<RepairOptions>(async ({ app, terminal, watch }, copies, options) => {
        const { out, volumeSize: size, checkFile, root } = options
        const made = await app.backup.repair(
          {
            ...{ copies, out, removeLeftovers: options.removeLeftovers === true },
            ...(size === undefined ? {} : { volumeSize: size }),
            ...(checkFile === undefined ? {} : { checkFile }),
            ...(root === undefined ? {} : { root }),
          },
          watch,
        )
        terminal.report({
          lines: [
            `Wrote ${out} (${formatBytes(made.size)}); blocks were taken from the copies so: ${made.taken.join(', ')}.`,
            ...(made.mended === 0
              ? []
              : [
                  `${formatCount(made.mended, 'slice')} that no copy has came from the recovery files.`,
                ]),
            made.proved
              ? 'Every block is as the check file says.'
              : 'No check file says that these are the right blocks: compare the SHA-256 with the label.',
            `SHA-256 ${made.sha256}`,
            ...(size === undefined ? [] : volumeLines(made.volumes)),
            ...made.leftovers.map(leftoverLine),
          ],
          json: made,
        })
      }),
    )
}

type MadeParity = Awaited<ReturnType<Parameters<Parameters<Act>[0]>[0]['app']['backup']['parity']>>
type Checked = Awaited<ReturnType<Parameters<Parameters<Act>[0]>[0]['app']['backup']['check']>>

const PROOFS = {
  given: 'Its root is the one given.',
  log: "Its root stands in the vault's log.",
} as const

function parityChecked(parity: Checked['parity']): string[] {
  if (parity === null) return []
  const again = 'Make them again with "keyclave backup parity", after removing them.'
  if (parity.problem !== null) return [`The recovery files beside it are of no use to it. ${again}`]
  const { recovery, slices, damaged } = parity
  return [
    `All ${formatCount(slices, 'slice')} are as the recovery files say, which stand in for ${recovery} lost ones.`,
    ...(damaged === 0
      ? []
      : [`${formatCount(damaged, 'recovery slice')} are damaged themselves. ${again}`]),
  ]
}

function linesOf(checked: Checked): string[] {
  if (checked.kind === 'blocks') {
    return [
      `All ${formatCount(checked.blocks, 'block')} are as ${checked.checkFile} says.`,
      checked.proved === null
        ? 'Nothing says that the check file is the right one: compare its root with the label.'
        : PROOFS[checked.proved],
      ...parityChecked(checked.parity),
      `Root    ${checked.root}`,
    ]
  }
  return [
    ...checked.did,
    ...checked.didNot,
    ...parityChecked(checked.parity),
    `SHA-256 ${checked.sha256}`,
    ...(checked.written === null
      ? []
      : [`Wrote ${checked.written}: keep it with the backup.`, `Root    ${checked.root}`]),
  ]
}
