import { type Command, InvalidArgumentError, Option } from 'commander'
import {
  CARD_ENDS,
  type CardEnd,
  COPY_FATES,
  type CopyFate,
  type KeyReason,
} from '../../../shared/key-life.ts'
import { shellWord } from '../../../shared/shell-word.ts'
import { wordLines } from '../../../shared/word-lines.ts'
import type { App } from '../../app.ts'
import type { Act } from '../terminal/act.ts'
import { REFORMATTED } from '../terminal/reformatted.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { words } from '../terminal/words.ts'
import { type PaperOptions, paperOption } from './paper-options.ts'
import { CONFIRM_CLOCK_HELP, reasonOption, type Signing, signingOf, withSign } from './signing.ts'

type Destructions = App['destructions']
type Status = Awaited<ReturnType<Destructions['show']>>
type QuorumLeft = Status['quorums'][number]

interface OfQuorum {
  readonly set?: string
}

const ITEM_HELP = 'a key and its version, like video-root@1, or backup-key-2'

const withVault = (command: Command): Command =>
  command.requiredOption('--vault <file>', 'the vault')
const withSigning = (command: Command): Command =>
  withSign(withVault(command)).option('--confirm-clock <day>', CONFIRM_CLOCK_HELP)
const withSet = (command: Command): Command =>
  command.option('--set <id>', 'the quorum of a backup key, where several have had one')

const quorumOf = ({ set }: OfQuorum) => (set === undefined ? {} : { setId: set })

/**
 * Registers `key destroy`, `backup-key destroy`, `share destroy` and everything below `destruction`; after the
 * commands that they stand beside.
 */
export function register(program: Command, act: Act): void {
  registerDestroy(groupOf(program, 'key'), act)
  registerBackupKey(groupOf(program, 'backup-key'), act)
  registerCards(groupOf(program, 'share'), act)
  const destruction = program
    .command('destruction')
    .description('what became of copies of a destroyed key, and its certificate')
  registerShow(destruction, act)
  registerAccount(destruction, act)
  registerCertify(destruction, act)
  registerVerify(destruction, act)
}

function groupOf(program: Command, name: string): Command {
  const found = program.commands.find(command => command.name() === name)
  if (found === undefined) throw new Error(`there is no command ${name} yet`)
  return found
}

const WARNING = `What is sealed is overwritten in the vault, taken out of every kit that the vault keeps, and of the
copies that updates leave beside it, which are removed. It never comes back. Copies elsewhere are
not touched by it: old kits, copies of the vault, what was taken out. Whoever has one, with enough
cards of its quorum and the passphrase, still opens it. See what is known with destruction show.`

function registerDestroy(key: Command, act: Act): void {
  withSigning(key.command('destroy'))
    .argument('<key>', 'its label or id, and its version, like video-root@1')
    .description('destroy a version of a key for ever; two administrators and a witness sign')
    .addOption(reasonOption('cessation-of-operation'))
    .addHelpText(
      'after',
      `
${WARNING}

Example:
  keyclave key destroy video-root@1 --reason superseded --vault office.vault \\
    --sign Ines=ines.pin --sign Max=max.pin --sign Walt=walt.pin`,
    )
    .action(
      act<Signing & { reason: KeyReason }>(async ({ app, terminal, watch }, [item], options) => {
        const request = { ...signingOf(options), item: item as string, reason: options.reason }
        reportDestroyed(terminal, await app.destructions.destroy(request, watch), options)
      }),
    )
}

function registerBackupKey(backupKey: Command, act: Act): void {
  withSet(withSigning(backupKey.command('destroy')))
    .argument('<generation>', 'its number', generation)
    .description('destroy an earlier backup key; two administrators and a witness sign')
    .addOption(reasonOption('superseded'))
    .addHelpText(
      'after',
      `
${WARNING}

Backups that were made with it are encrypted to their quorum, too: enough cards and the passphrase
open them as before.

Example:
  keyclave backup-key destroy 1 --vault office.vault \\
    --sign Ines=ines.pin --sign Max=max.pin --sign Walt=walt.pin`,
    )
    .action(
      act<Signing & OfQuorum & { reason: KeyReason }>(
        async ({ app, terminal, watch }, [number], options) => {
          const item = `backup-key-${number}`
          const request = { ...signingOf(options), ...quorumOf(options), item }
          const made = await app.destructions.destroy({ ...request, reason: options.reason }, watch)
          reportDestroyed(terminal, made, options)
        },
      ),
    )
}

/** @throws InvalidArgumentError */
function generation(text: string): string {
  if (/^[1-9]\d{0,5}$/.test(text)) return text
  throw new InvalidArgumentError('A backup key is named by its number, like 1.')
}

interface CardOptions extends Signing {
  readonly set: string
  readonly card?: string[]
  readonly passphraseCard?: true
  readonly method: CardEnd
  readonly observer?: string
}

function registerCards(share: Command, act: Act): void {
  withSigning(share.command('destroy'))
    .description('record cards of an old quorum as destroyed; an administrator and a witness sign')
    .requiredOption('--set <id>', 'the quorum, which has been replaced')
    .option('--card <number...>', 'the cards')
    .option('--passphrase-card', 'the card with the passphrase, too')
    .addOption(
      new Option('--method <method>', 'how').choices(CARD_ENDS).default('cross-cut' as const),
    )
    .option('--observer <name>', 'somebody else who watched')
    .addHelpText(
      'after',
      `
Sign what you have seen. Once fewer cards remain than the quorum needs, it can no longer open
anything, whoever knows its passphrase: no copy of what was sealed to it.

Example:
  keyclave share destroy --set 0123456789 --card 1 --card 4 --method cross-cut \\
    --observer "Otto Auditor" --vault office.vault --sign Ines=ines.pin --sign Walt=walt.pin`,
    )
    .action(
      act<CardOptions>(async ({ app, terminal, watch }, _, options) => {
        const { set, card = [], passphraseCard = false, method, observer } = options
        const seen = {
          ...{ setId: set, cards: card.map(Number), passphraseCard, method },
          observer: observer ?? null,
        }
        const quorum = await app.destructions.destroyCards(
          { ...signingOf(options), ...seen },
          watch,
        )
        terminal.report({ lines: quorumLines(quorum), json: quorum })
      }),
    )
}

function registerShow(destruction: Command, act: Act): void {
  withSet(withVault(destruction.command('show')))
    .argument('<item>', ITEM_HELP)
    .description('say which copies are known, and who could still open one')
    .addHelpText(
      'after',
      '\nExample:\n  keyclave destruction show video-root@1 --vault office.vault',
    )
    .action(
      act<{ vault: string } & OfQuorum>(async ({ app, terminal }, [item], options) => {
        const { vault } = options
        const status = await app.destructions.show({
          ...{ vault, item: item as string },
          ...quorumOf(options),
        })
        terminal.report({ lines: statusLines(status), json: status })
      }),
    )
}

interface AccountOptions extends Signing, OfQuorum {
  readonly copy: string[]
  readonly fate: CopyFate
  readonly by: string
  readonly serial?: string
}

function registerAccount(destruction: Command, act: Act): void {
  withSet(withSigning(destruction.command('account')))
    .argument('<item>', ITEM_HELP)
    .description('record what became of copies; an administrator and a witness sign')
    .requiredOption(
      '--copy <name...>',
      'the copies, as destruction show names them, or one that nobody recorded in a few words',
    )
    .addOption(
      new Option('--fate <fate>', 'what became of them').choices(COPY_FATES).makeOptionMandatory(),
    )
    .requiredOption('--by <name>', 'who did it, or looked')
    .option('--serial <number>', 'the number of the bag, the device or the medium')
    .addHelpText(
      'after',
      `
Example:
  keyclave destruction account video-root@1 --copy export:41 --fate destroyed --by "Ada" \\
    --serial D-0007 --vault office.vault --sign Ines=ines.pin --sign Walt=walt.pin`,
    )
    .action(
      act<AccountOptions>(async ({ app, terminal, watch }, [item], options) => {
        const { copy: copies, fate, by, serial } = options
        const status = await app.destructions.account(
          {
            ...{ ...signingOf(options), ...quorumOf(options), item: item as string },
            copies: copies.map(copy => ({ copy, fate, by, serial: serial ?? null })),
          },
          watch,
        )
        terminal.report({ lines: statusLines(status), json: status })
      }),
    )
}

interface CertifyOptions extends Signing, OfQuorum, Pick<PaperOptions, 'paper'> {
  readonly observer?: string
  readonly out: string
  readonly pdf: string
}

function registerCertify(destruction: Command, act: Act): void {
  withSet(withSigning(destruction.command('certify')))
    .argument('<item>', ITEM_HELP)
    .description('issue the certificate; two administrators and a witness sign')
    .option('--observer <name>', 'somebody else who watched')
    .requiredOption('--out <file>', 'the certificate, a new JSON file')
    .requiredOption('--pdf <file>', 'the same to print and sign, a new PDF')
    .addOption(paperOption())
    .addHelpText(
      'after',
      `
It says what was destroyed, what became of every copy that is known, what was not destroyed, and
which quorum could still open a copy. Account for copies and record destroyed cards first. It can be
issued again when more is known.

Example:
  keyclave destruction certify video-root@1 --out certificate.json --pdf certificate.pdf \\
    --vault office.vault --sign Ines=ines.pin --sign Max=max.pin --sign Walt=walt.pin`,
    )
    .action(
      act<CertifyOptions>(async ({ app, terminal, watch }, [item], options) => {
        const { observer, out, pdf, paper } = options
        const certificate = await app.destructions.certify(
          {
            ...{ ...signingOf(options), ...quorumOf(options), item: item as string },
            ...{ observer: observer ?? null, out, pdf, paper },
          },
          watch,
        )
        terminal.report({
          lines: [...certificateLines(certificate), '', `Written: ${out} and ${pdf}`],
          json: certificate,
        })
      }),
    )
}

function registerVerify(destruction: Command, act: Act): void {
  destruction
    .command('verify')
    .argument('<file>', 'the certificate, a JSON file')
    .description('check a certificate alone, on any machine; with a vault, against its log too')
    .option('--vault <file>', 'its log must have what the certificate says of it')
    .addHelpText(
      'after',
      `
Checks that nothing in it was changed and that enough people signed it. Whether the keys are theirs,
the people know: compare the fingerprints with "people list". What was destroyed elsewhere, the
certificate can only say as people said it.

Example:
  keyclave destruction verify certificate.json --vault office.vault`,
    )
    .action(
      act<{ vault?: string }>(async ({ app, terminal }, [file], { vault }) => {
        const found = await app.destructions.verify(file as string, vault)
        terminal.report({
          lines: [
            ...certificateLines(found),
            ...(vault === undefined
              ? []
              : ['Vault        its log has what the certificate says of it']),
            ...(found.reformatted ? [REFORMATTED] : []),
          ],
          json: found,
        })
      }),
    )
}

function reportDestroyed(
  terminal: Terminal,
  made: Awaited<ReturnType<Destructions['destroy']>>,
  { vault, reason }: { readonly vault: string; readonly reason: KeyReason },
): void {
  const isCompromised = reason === 'key-compromise'
  const { item, erased, kit } = made
  terminal.report({
    lines: [
      `${item} is destroyed in this vault.`,
      ...(erased.found.length === 0
        ? ['The files of the vault were searched: no piece of it is left in them.']
        : erased.found.map(name => `Pieces of it were FOUND in ${name}. Remove that file.`)),
      ...erased.copies.map(({ name, gone }) =>
        gone
          ? `The copy ${name} had it, and was overwritten and removed.`
          : `The copy ${name} has it and could NOT be removed. Remove it yourself.`,
      ),
      ...(kit === null
        ? []
        : [
            `The kit has the digest ${kit} now. Write it out again and destroy the earlier copies: keyclave kit export --vault ${shellWord(vault)} --out kit.json`,
          ]),
      '',
      ...statusLines(made),
      '',
      ...(isCompromised && made.destroyed?.state === 'destroyed'
        ? [
            'The reason is a compromise, and nobody has marked it compromised: whoever reads the next status list does not learn of it. Mark it now.',
          ]
        : []),
      'Say what became of each copy (keyclave destruction account), then have all of it certified (keyclave destruction certify).',
    ],
    json: made,
  })
}

function statusLines({ item, destroyed, copies, quorums }: Status): readonly string[] {
  return [
    destroyed === null
      ? `${item} is not destroyed.`
      : `${item}: ${words.keys.states[destroyed.state]} since ${destroyed.recorded}.`,
    '',
    'Copies that are known:',
    ...copies.map(({ copy, where, fate, by, serial }) =>
      [
        `  ${copy}`,
        ...(where === null ? [] : [where]),
        fate === null ? 'NOT ACCOUNTED FOR' : words.keys.copyFates[fate],
        ...(by === null ? [] : [`by ${by}`]),
        ...(serial === null ? [] : [serial]),
      ].join('  '),
    ),
    '',
    'Who could still open a copy:',
    ...quorums.flatMap(quorum => quorumLines(quorum).map(line => `  ${line}`)),
  ]
}

function quorumLines(quorum: QuorumLeft): readonly string[] {
  const { setId, title, threshold, cards, destroyed, fewerThanThresholdRemain } = quorum
  const left = cards - destroyed.length
  const gone = destroyed.map(({ card }) => card).join(', ')
  return [
    `Quorum ${setId} (${title}): ${left} of ${cards} cards left, any ${threshold} open it.${gone === '' ? '' : ` Destroyed: ${gone}.`}`,
    fewerThanThresholdRemain
      ? '  It can no longer open anything: fewer cards remain than it needs.'
      : quorum.inForce
        ? '  It is in force, and its cards open any copy. To end that, replace it, and destroy the old cards.'
        : `  It can still open: ${left - threshold + 1} more to destroy until it cannot.`,
    ...(quorum.passphraseCardDestroyed
      ? ['  The card with its passphrase is destroyed; who knows it by heart still does.']
      : []),
  ]
}

function certificateLines(found: Awaited<ReturnType<Destructions['verify']>>): readonly string[] {
  const { certificate, hash, words: inWords, auditHead, signed } = found
  const { item, destroyed, copies, quorums, verified, profile, policy } = certificate
  const name =
    item.kind === 'backup-key' ? `backup key ${item.generation}` : `${item.label}@${item.version}`
  const open = copies.filter(({ fate }) => fate !== 'destroyed').length
  return [
    `Certificate of destruction: ${name}, ${words.keys.states[destroyed.state]} since ${destroyed.recorded}`,
    `Hash         ${hash}`,
    ...wordLines(inWords).map(line => `             ${line}`),
    `Log          ${auditHead}`,
    `Verified     ${verified === null ? 'NOT looked through' : verified.foundIn.length === 0 ? 'no piece of it in the files of the vault' : `pieces FOUND in ${verified.foundIn.join(', ')}`}`,
    `Copies       ${copies.length - open} of ${copies.length} that are known are destroyed`,
    ...quorums.map(
      ({ setId, fewerThanThresholdRemain }) =>
        `Quorum       ${setId}: fewer cards than needed remain: ${fewerThanThresholdRemain ? 'yes' : 'NO'}`,
    ),
    profile === null
      ? 'Nobody signed it: its vault has no people. Anybody could have written it, so by itself it proves nothing.'
      : `It is whole and signed, by policy ${policy}, profile "${profile}":`,
    ...signed.map(
      ({ name: person, roles, key }) => `Signed       ${person} (${roles.join(', ')})  ${key}`,
    ),
  ]
}
