import type { Command } from 'commander'
import { refuse } from '../../../shared/errors.ts'
import { shellWord } from '../../../shared/shell-word.ts'
import type { Kits } from '../../services/kits/index.ts'
import type { Act } from '../terminal/act.ts'
import { REFORMATTED } from '../terminal/reformatted.ts'
import { words } from '../terminal/words.ts'
import { FINGERPRINT_HELP, fingerprintOf } from './opening-options.ts'
import {
  type FinderOptions,
  finderOptions,
  findersOf,
  type PaperOptions,
  paperOption,
} from './paper-options.ts'
import { kdfInWords, quorumInWords } from './policy-words.ts'
import { CONFIRM_CLOCK_HELP, namedFiles, withSign } from './signing.ts'

/**
 * A recipient by its beginning and its end: a hybrid one has some 2,000 characters, too many between
 * facts to be read. `--json` has it whole.
 */
const shortRecipient = (recipient: string): string =>
  `${recipient.slice(0, recipient.lastIndexOf('1') + 1)}…${recipient.slice(-8)}`

type Inspected = Awaited<ReturnType<Kits['inspect']>>

/** A key by its label and version, as people name it. */
function nameIn(keys: Inspected['keys'], item: Inspected['proofs'][number]['item']): string {
  const key =
    'key' in item
      ? keys.find(({ id, version }) => id === item.key && version === item.version)
      : undefined
  return key === undefined ? words.items.name(item) : `Key ${key.label}@${key.version}`
}

const VAULT_HELP = 'the vault whose log knows the kit'

/** What shows that a kit is the right one. */
interface Confirming {
  readonly fingerprint?: string
  readonly vault?: string
}

const confirmingOf = ({ vault, ...options }: Confirming): Confirming => ({
  ...fingerprintOf(options),
  ...(vault === undefined ? {} : { vault }),
})

const CONFIRMED = {
  nothing: 'compare it with the share cards',
  card: 'it is that of the card',
  log: "the vault's log knows it",
  ceremony: '',
} as const

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

/** Registers `kit inspect`, `kit import`, `kit renew`, `kit export` and `kit print`. */
export function register(program: Command, act: Act): void {
  const kit = program.command('kit').description('look at a recovery kit')

  kit
    .command('inspect')
    .argument('<kit>', 'the recovery kit, a JSON file')
    .description('check a recovery kit and say what it holds')
    .option('--fingerprint <digits>', FINGERPRINT_HELP)
    .option('--vault <file>', VAULT_HELP)
    .addHelpText(
      'after',
      `
Compare the fingerprint with the one printed on the share cards: it is the same in every kit
of the quorum. The digest is of this one file.

Example:
  keyclave kit inspect kit.json`,
    )
    .action(
      act<Confirming>(async ({ app, terminal }, [file], options) => {
        const found = await app.kits.inspect({ kit: file as string, ...confirmingOf(options) })
        const policy = quorumInWords(found.threshold, found.custodians.length)
        terminal.report({
          lines: [
            `${found.title}, ${found.organisation}, ${found.created}`,
            `Opened by ${policy}.`,
            '',
            `Set          ${found.setId}  (${found.identity}, ${kdfInWords(found.kdf)})`,
            `Fingerprint  ${found.fingerprint}   ${CONFIRMED[found.confirmed ?? 'nothing']}`,
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
              `Key          ${k.label}@${k.version}  ${k.description}  ${k.fingerprint ?? ''}`.trimEnd(),
            ),
            '',
            'What proves each of them:',
            ...found.proofs.map(
              ({ item, proof }) => `${nameIn(found.keys, item)}: ${words.items.proof(proof)}`,
            ),
            ...(found.destroyed.length === 0
              ? []
              : ['', `Destroyed, and not in this file any more: ${found.destroyed.join(', ')}`]),
          ],
          json: { ...found, policy },
        })
      }),
    )

  withSign(
    kit
      .command('import')
      .argument(
        '<kit>',
        'the recovery kit of a quorum that was founded elsewhere, or without a vault',
      )
      .description('import a quorum into a vault from its kit, as if it had been founded there')
      .requiredOption('--vault <file>', 'the vault')
      .option('--new', 'make the vault, which must not exist: one without people')
      .option('--fingerprint <digits>', FINGERPRINT_HELP),
  )
    .addHelpText(
      'after',
      `
From then on the vault has the quorum's cards in its register, its keys and its kit, and its log
vouches for it: drills, checks of cards and a re-issue work as with one that was founded there. A
vault with people takes no kit that it does not know: an administrator and a witness sign here, once.

Examples:
  keyclave kit import kit.json --vault own.vault --new --fingerprint 1a2b3c4d
  keyclave kit import kit.json --vault office.vault --fingerprint 1a2b3c4d \\
    --sign Ada=ada.pin --sign Walt=walt.pin`,
    )
    .action(
      act<Confirming & { vault: string; new?: true; sign?: string[] }>(
        async (
          { app, terminal, watch },
          [file],
          { vault, sign, new: make = false, ...options },
        ) => {
          const imported = await app.kits.import(
            {
              ...{ kit: file as string, vault, make, sign: namedFiles(sign) },
              ...fingerprintOf(options),
            },
            watch,
          )
          terminal.report({
            lines: [
              `The vault has the quorum with set id ${imported.setId} from now on, with its kit.`,
              `Fingerprint ${imported.fingerprint}`,
            ],
            json: imported,
          })
        },
      ),
    )

  withSign(
    kit
      .command('renew')
      .description('have the kit of a quorum name the people of today, who alone may change it')
      .requiredOption('--vault <file>', 'the vault')
      .option('--set <id>', 'the quorum; needed where several are in force'),
  )
    .option('--confirm-clock <day>', CONFIRM_CLOCK_HELP)
    .addHelpText(
      'after',
      `
A kit names the people who may add keys to it, as they were at its ceremony. When people have come or
gone, those whom it names sign here for those of today: two administrators and a witness, in a small
team one administrator and a witness. If too few of them are left, only a re-issue helps.

Example:
  keyclave kit renew --vault office.vault --sign Ines=ines.pin --sign Inga=inga.pin \\
    --sign Walt=walt.pin`,
    )
    .action(
      act<{ vault: string; set?: string; sign?: string[]; confirmClock?: string }>(
        async ({ app, terminal, watch }, _, { vault, set, sign, confirmClock }) => {
          const renewed = await app.keys.renewKit(
            {
              ...{ vault, sign: namedFiles(sign) },
              ...(set !== undefined && { setId: set }),
              ...(confirmClock !== undefined && { confirmClock }),
            },
            watch,
          )
          terminal.report({
            lines: [
              `The kit of quorum ${renewed.setId} names ${renewed.people.join(', ')} from now on.`,
              `Digest ${renewed.kit}`,
              'Write it out again: earlier copies still name the people of before.',
              `  keyclave kit export --vault ${shellWord(vault)} --set ${renewed.setId} --out kit.json`,
            ],
            json: renewed,
          })
        },
      ),
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

  finderOptions(kit.command('print'))
    .argument('<kit>', 'the recovery kit, a JSON file')
    .description('make the pages that are printed of a kit: register of shares, recovery sheet')
    .requiredOption('--out <dir>', 'the folder to make; must not exist, or be empty')
    .option('--fingerprint <digits>', FINGERPRINT_HELP)
    .option('--vault <file>', VAULT_HELP)
    .addOption(paperOption())
    .addHelpText(
      'after',
      `
Makes DIR/register.pdf, to sign for each share and its bag, and DIR/recovery-sheet.pdf, to keep with
each copy of the kit. They say public facts only. A kit does not say whom to call and in which languages:
the vault of its ceremony does (--vault), or --contact and --language do.

Examples:
  keyclave kit print kit.json --fingerprint 1a2b3c4d --out pages
  keyclave kit print kit.json --vault office.vault --out pages --paper letter`,
    )
    .action(
      act<{ out: string } & Confirming & FinderOptions & Pick<PaperOptions, 'paper'>>(
        async ({ app, terminal }, [file], { out, paper, contact, language, ...confirming }) => {
          const printed = await app.kits.print({
            ...{ kit: file as string, out, paper },
            ...confirmingOf(confirming),
            ...findersOf({ contact, language }),
          })
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
