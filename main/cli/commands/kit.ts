import type { Command } from 'commander'
import { refuse } from '../../../shared/errors.ts'
import type { Kits } from '../../services/kits/index.ts'
import type { Act } from '../terminal/act.ts'
import { REFORMATTED } from '../terminal/reformatted.ts'
import { type PaperOptions, paperOption } from './paper-options.ts'
import { quorumInWords } from './policy-words.ts'

/**
 * A recipient by its beginning and its end: a hybrid one has some 2,000 characters, too many between
 * facts to be read. `--json` has it whole.
 */
const shortRecipient = (recipient: string): string =>
  `${recipient.slice(0, recipient.lastIndexOf('1') + 1)}…${recipient.slice(-8)}`

interface ExportOptions {
  readonly vault?: string | undefined
  readonly kit?: string | undefined
  readonly out: string
  readonly set?: string | undefined
}

/** @throws USAGE unless either a vault or a kit is named; as `Kits.export`, `Kits.rewrite` */
function exportOf(kits: Kits, { vault, kit, out, set }: ExportOptions) {
  if (vault !== undefined && kit === undefined) {
    return kits.export({ vault, out, ...(set === undefined ? {} : { setId: set }) })
  }
  if (kit !== undefined && vault === undefined) return kits.rewrite({ kit, out })
  throw refuse('USAGE', { problem: 'kit-or-vault', command: 'keyclave kit export' })
}

/** Registers `kit inspect`, `kit export` and `kit print`. */
export function register(program: Command, act: Act): void {
  const kit = program.command('kit').description('look at a recovery kit')

  kit
    .command('inspect')
    .argument('<kit>', 'the recovery kit, a JSON file')
    .description('check a recovery kit and say what it holds')
    .addHelpText(
      'after',
      `
Compare the fingerprint with the one printed on the share cards: it is the same in every kit
of the quorum. The digest is of this one file.

Example:
  keyclave kit inspect kit.json`,
    )
    .action(
      act(async ({ app, terminal }, [file]) => {
        const found = await app.kits.inspect(file as string)
        const policy = quorumInWords(found.threshold, found.custodians.length)
        terminal.report({
          lines: [
            `${found.title}, ${found.organisation}, ${found.created}`,
            `Opened by ${policy}.`,
            '',
            `Set          ${found.setId}  (${found.identity}, KDF profile ${found.kdf})`,
            `Fingerprint  ${found.fingerprint}   compare it with the share cards`,
            `Digest       ${found.digest}`,
            ...(found.reformatted
              ? [REFORMATTED, 'keyclave kit export --kit writes it out as Keyclave spells it.']
              : []),
            '',
            ...found.custodians.map(c => `Share ${c.index}      ${c.name}`),
            ...found.backupKeys.map(
              b => `Backup key ${b.generation} ${shortRecipient(b.recipient)}`,
            ),
            ...found.keys.map(k =>
              `Key          ${k.id}  ${k.label}  ${k.description}  ${k.fingerprint ?? ''}`.trimEnd(),
            ),
          ],
          json: { ...found, policy },
        })
      }),
    )

  kit
    .command('export')
    .description(
      'write a kit into a new file: the newest that a vault holds, or one that is a file',
    )
    .option('--vault <file>', 'the vault')
    .option('--kit <file>', 'a kit that another program has reformatted')
    .requiredOption('--out <file>', 'the file to make; must not exist')
    .option('--set <id>', 'the set id, when the vault holds more than one quorum')
    .addHelpText(
      'after',
      `
A kit is whole in any spelling of JSON. With --kit it is written out as Keyclave spells it, to the byte.

Examples:
  keyclave kit export --vault office.vault --out kit.json
  keyclave kit export --kit reformatted.json --out kit.json`,
    )
    .action(
      act<ExportOptions>(async ({ app, terminal }, _, { vault, kit: file, out, set }) => {
        const exported = await exportOf(app.kits, { vault, kit: file, out, set })
        terminal.report({
          lines: [`Wrote the kit of set ${exported.setId} to ${out}.`, `Digest ${exported.digest}`],
          json: exported,
        })
      }),
    )

  kit
    .command('print')
    .argument('<kit>', 'the recovery kit, a JSON file')
    .description('make the pages that are printed of a kit: register of shares, recovery sheet')
    .requiredOption('--out <dir>', 'the folder to make; must not exist, or be empty')
    .addOption(paperOption())
    .addHelpText(
      'after',
      `
Makes DIR/register.pdf, to sign for each share and its bag, and DIR/recovery-sheet.pdf, to keep with
each copy of the kit. They say public facts only.

Examples:
  keyclave kit print kit.json --out pages
  keyclave kit print kit.json --out pages --paper letter`,
    )
    .action(
      act<{ out: string } & Pick<PaperOptions, 'paper'>>(
        async ({ app, terminal }, [file], { out, paper }) => {
          const printed = await app.kits.print({ kit: file as string, out, paper })
          terminal.report({
            lines: [
              `Made the pages of set ${printed.setId}: print them, and keep them apart from the shares.`,
              `Register     ${printed.register}`,
              `Recovery     ${printed.recoverySheet}`,
            ],
            json: printed,
          })
        },
      ),
    )
}
