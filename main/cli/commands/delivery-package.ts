import { type Command, Option } from 'commander'
import { DESTINATION_IDS } from '../../../shared/deliveries.ts'
import { DELIVERY_OUTCOMES, type DeliveryOutcome } from '../../../shared/delivery-states.ts'
import { shellWord } from '../../../shared/shell-word.ts'
import type { App } from '../../app.ts'
import type { Act } from '../terminal/act.ts'
import { words } from '../terminal/words.ts'
import {
  DESTINATION_HELP,
  KEYS_HELP,
  type NamedOptions,
  orderOf,
  withOrder,
} from './delivery-options.ts'
import { type Opening, openingOf, withOpening } from './opening-options.ts'
import { paperOption } from './paper-options.ts'
import { CONFIRM_CLOCK_HELP, namedFiles, withSign } from './signing.ts'

type MadeReceipt = Awaited<ReturnType<App['deliveries']['make']>>['receipt']
type Known = Awaited<ReturnType<App['deliveries']['list']>>[number]

interface MakeOptions extends Opening, NamedOptions {
  readonly kit: string
  readonly vault: string
  readonly sign?: string[]
  readonly out: string
  readonly paper: 'a4' | 'letter'
  readonly confirmClock?: string
}

interface ListOptions {
  readonly vault: string
  readonly key?: string
  readonly destination?: string
}

interface ConfirmOptions {
  readonly wholePackage?: true
  readonly vault: string
  readonly sign?: string[]
  readonly outcome: DeliveryOutcome
  readonly proof?: string
}

/** Registers `deliver make`. */
export function registerMake(deliver: Command, act: Act): void {
  withSign(
    withOpening(
      withOrder(
        deliver
          .command('make')
          .argument('<destination>', DESTINATION_HELP)
          .argument('[key...]', KEYS_HELP),
      ).requiredOption('--vault <file>', 'the vault, which records where the key went'),
      'required',
    ),
  )
    .requiredOption('--out <dir>', 'the folder to make, which goes over the gap; must not exist')
    .addOption(paperOption())
    .option('--confirm-clock <day>', CONFIRM_CLOCK_HELP)
    .description('wrap a key, or several, for another system, and make the package that goes there')
    .addHelpText(
      'after',
      `
Everything that deliver check looks at is looked at before a share or the passphrase is asked for.
A recovery officer and a witness sign where the key goes, under which key of the other side. The vault
records it, then the folder appears whole: the wrapped key, commands.md and commands.sh for the
other side, receipt.json and receipt.pdf, and SHA256SUMS.

Several keys, up to 1,000, go to one recipient (age, cms, openpgp) in one package: one opening, one set
of signatures, one receipt. Each is a file and a delivery of its own.

Examples:
  keyclave deliver make aws-kms video-root --file parameters=params.json --out for-kms \\
    --kit kit.json --share a.txt b.txt c.txt --passphrase-file pass.txt \\
    --vault office.vault --sign Olga=olga.pin --sign Walt=walt.pin
  keyclave deliver make age --keys-of video- --file recipient=studio.txt --out for-studio \
    --kit kit.json --share a.txt b.txt c.txt --passphrase-file pass.txt \
    --vault office.vault --sign Olga=olga.pin --sign Walt=walt.pin`,
    )
    .action(
      act<MakeOptions>(async ({ app, terminal, watch }, [destination, ...keys], options) => {
        const { kit, vault, out, paper, confirmClock } = options
        const made = await app.deliveries.make(
          {
            ...{ ...openingOf(options), kit, vault, sign: namedFiles(options.sign) },
            ...orderOf(destination as string, keys, options),
            ...{ out, paper },
            ...(confirmClock !== undefined && { confirmClock }),
          },
          watch,
        )
        const { id, others, receipt, package: sums } = made
        const files = made.files.map(({ name }) => name)
        const whole = others.length === 0 ? '' : ' --whole-package'
        terminal.report({
          lines: [
            `Made ${out} for ${nameOf(receipt.destination)}: ${whatIsIn(receipt)}, delivery ${made.id}.`,
            ...files.map(file => `  ${file}`),
            `SHA-256 of SHA256SUMS ${made.package}`,
            ...(receipt.plain === null
              ? []
              : [
                  'The key lies in this folder in the clear: carry it so, and destroy it afterwards.',
                ]),
            `When it is there: keyclave deliver confirm ${made.id} --vault ${shellWord(vault)} --outcome arrived${whole}`,
          ],
          json: { id, others, out, receipt, package: sums, files },
        })
      }),
    )
}

/** The keys of a package. */
function whatIsIn({ key, others }: Pick<MadeReceipt, 'key' | 'others'>): string {
  const first = `${key.label}@${key.version}`
  if (others.length === 0) return first
  return `${first} and ${others.length === 1 ? 'another key' : `${others.length} other keys`}`
}

/** Registers `deliver list` and `confirm`. */
export function registerRecord(deliver: Command, act: Act): void {
  deliver
    .command('list')
    .requiredOption('--vault <file>', 'the vault')
    .option('--key <key>', 'of this key alone, by its label or id; "@2" behind it is that version')
    .option('--destination <destination>', 'of this destination alone')
    .description('say where keys were delivered to, and what became of that')
    .addHelpText(
      'after',
      `
Example:
  keyclave deliver list --vault office.vault --key video-root`,
    )
    .action(
      act<ListOptions>(async ({ app, terminal }, _, { vault, key, destination }) => {
        const all = await app.deliveries.list({
          ...{ vault, key: key ?? null, destination: destination ?? null },
        })
        terminal.report({
          lines: all.length === 0 ? ['No key was delivered.'] : all.flatMap(knownLines),
          json: all,
        })
      }),
    )

  withSign(
    deliver
      .command('confirm')
      .argument('<id>', 'the delivery, as deliver list says it')
      .requiredOption('--vault <file>', 'the vault')
      .addOption(
        new Option('--outcome <what>', 'what became of it')
          .choices(DELIVERY_OUTCOMES)
          .makeOptionMandatory(),
      )
      .option('--whole-package', 'it is so of every other key in the same package')
      .option('--proof <file>', 'a file that shows it; its SHA-256 stands in the log'),
  )
    .description('note what became of a delivery; one person signs')
    .addHelpText(
      'after',
      `
arrived: the key is in use there. not-used: it never was, and the package is destroyed. deleted: what
was there is deleted. A later line takes the place of an earlier one; none is removed.

Example:
  keyclave deliver confirm 9f86d081884c7d65 --vault office.vault --outcome arrived \\
    --proof describe-key.json --sign Walt=walt.pin`,
    )
    .action(
      act<ConfirmOptions>(async ({ app, terminal, watch }, [id], options) => {
        const { vault, outcome, proof, wholePackage = false } = options
        const known = await app.deliveries.confirm(
          {
            ...{ id: id as string, vault, outcome, wholePackage },
            sign: namedFiles(options.sign),
            ...(proof !== undefined && { proof }),
          },
          watch,
        )
        terminal.report({ lines: knownLines(known), json: known })
      }),
    )
}

/** Registers `deliver scan-media`. */
export function registerScanMedia(deliver: Command, act: Act): void {
  deliver
    .command('scan-media')
    .argument('<path...>', 'folders, with all below them, or files')
    .requiredOption('--vault <file>', 'the vault, which knows its keys')
    .description('say which media files are under which version of a key')
    .addHelpText(
      'after',
      `
Of each MP4 file the descriptions are read (tenc, pssh, sgpd), and no picture; nothing is opened.
What is under a version that a later one has followed, or that is compromised, is to be packaged
anew. Files of HLS with AES-128 name no key.

Example:
  keyclave deliver scan-media /media/films --vault office.vault`,
    )
    .action(
      act<{ readonly vault: string }>(async ({ app, terminal, watch }, paths, { vault }) => {
        const scan = await app.deliveries.scanMedia({ vault, places: paths }, watch)
        const { files, media, clear, found, unread } = scan
        terminal.report({
          lines: [
            `Looked at ${files} files: ${media} are media, ${found.length} of them name a key, ${clear} do not.`,
            ...found.flatMap(({ path, keys }) => [path, ...keys.map(mediaLine)]),
            ...unread.map(({ path, why }) =>
              why === 'link' ? `Not followed, a link: ${path}` : `Could not be read: ${path}`,
            ),
          ],
          json: scan,
        })
      }),
    )
}

type Scan = Awaited<ReturnType<App['deliveries']['scanMedia']>>

function mediaLine({ kid, key }: Scan['found'][number]['keys'][number]): string {
  if (key === null) return `  ${kid}: no key of this vault`
  const { label, version, state, isOld } = key
  const todo = isOld || state !== 'active' ? '; package it anew' : ''
  return `  ${kid}: ${label}@${version}, ${words.keys.states[state]}${isOld ? ', followed by a later one' : ''}${todo}`
}

/** Registers `deliver verify`. */
export function registerVerify(deliver: Command, act: Act): void {
  deliver
    .command('verify')
    .argument('<dir>', 'the package, as it came over the gap')
    .description('check a package by its receipt, on whichever machine; opens nothing')
    .addHelpText(
      'after',
      `
Says who signed the receipt and by which key, and that every file is the one that it names. Whether the
key is theirs, only they can say: compare it aloud.

Example:
  keyclave deliver verify for-kms`,
    )
    .action(
      act(async ({ app, terminal }, [folder]) => {
        const { receipt, signedBy } = await app.deliveries.verify(folder as string)
        const { people } = receipt
        terminal.report({
          lines: [
            `Delivery ${receipt.delivery}: ${whatIsIn(receipt)} for ${nameOf(receipt.destination)}${receipt.target === null ? '' : ` (${receipt.target})`}.`,
            `All ${receipt.files.length} files are those that the receipt names.`,
            ...(signedBy === null
              ? ['Nobody signed the receipt: it comes from a vault without people.']
              : [
                  `Agreed to by ${people.map(({ name }) => name).join(' and ')}; signed by ${signedBy.name}, whose key is`,
                  `  ${signedBy.key}`,
                ]),
          ],
          json: { receipt, signedBy },
        })
      }),
    )
}

/** Of whatever a vault or a receipt names, which may be of a later version. */
function nameOf(destination: string): string {
  const id = DESTINATION_IDS.find(known => known === destination)
  return id === undefined ? destination : words.deliveries.destinations[id].name
}

function knownLines(known: Known): readonly string[] {
  const { deliveries } = words
  const { target, form, plain, wrappingKey, validTo, events } = known
  return [
    `${known.id}  ${known.label}@${known.version}  ${nameOf(known.destination)}${target === null ? '' : ` (${target})`}`,
    `  made ${known.made}, ${deliveries.forms[form]}${plain === null ? '' : `, because: ${plain}`}`,
    ...(wrappingKey === null ? [] : [`  wrapped under ${wrappingKey}`]),
    ...(validTo === null ? [] : [`  taken there until ${validTo}`]),
    ...(events.length === 0
      ? ['  Nobody has said whether it arrived.']
      : events.map(
          ({ outcome, proof, recorded }) =>
            `  ${recorded}: it ${deliveries.outcomes[outcome]}${proof === null ? '' : `, shown by a file with the SHA-256 ${proof}`}.`,
        )),
  ]
}
