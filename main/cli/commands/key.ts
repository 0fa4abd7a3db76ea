import { type Command, Option } from 'commander'
import { refuse } from '../../../shared/errors.ts'
import type { KeyReason } from '../../../shared/key-life.ts'
import {
  PAIR_ALGORITHMS,
  PAIR_NAMES,
  type PairAlgorithm,
  sortOfKey,
} from '../../../shared/key-pairs.ts'
import { shellWord } from '../../../shared/shell-word.ts'
import type { App } from '../../app.ts'
import type { Act } from '../terminal/act.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { words } from '../terminal/words.ts'
import { day, days } from './arguments.ts'
import { registerBackupKeyStates } from './incident.ts'
import { FINGERPRINT_HELP } from './opening-options.ts'
import { CONFIRM_CLOCK_HELP, type Signing, signingOf, withReason, withSign } from './signing.ts'

type Keys = App['keys']
type KeyFacts = Awaited<ReturnType<Keys['list']>>[number]
type ShownKey = Awaited<ReturnType<Keys['show']>>[number]
type StateDeed = Parameters<Keys['change']>[0]['deed']

const WITHIN_HELP =
  'how far ahead; without it, as was agreed on for the purpose of each key (cryptoperiod show), or 90d'
const UNLIMITED_HELP = 'give it no last day, whatever was agreed on for its purpose'
const KEY_HELP = 'its label or id; with @2 behind it, that version'

interface DayOptions {
  readonly activates?: string
  readonly protectUntil?: string
  readonly processUntil?: string
  readonly unlimited?: true
}

const vaultOption = (command: Command): Command =>
  command.requiredOption('--vault <file>', 'the vault')

const withSigning = (command: Command): Command =>
  withSign(vaultOption(command)).option('--confirm-clock <day>', CONFIRM_CLOCK_HELP)

const withDays = (command: Command): Command =>
  command
    .addOption(
      new Option('--activates <day>', 'its first day; before it nobody uses it').argParser(day),
    )
    .addOption(
      new Option(
        '--protect-until <day>',
        'the last day on which it may protect anything',
      ).argParser(day),
    )
    .addOption(
      new Option(
        '--process-until <day>',
        'the last day on which what it protected is read',
      ).argParser(day),
    )
    .addOption(
      new Option('--unlimited', UNLIMITED_HELP).conflicts(['protectUntil', 'processUntil']),
    )

const daysOf = ({ activates, protectUntil, processUntil }: DayOptions) => ({
  ...(activates !== undefined && { activates }),
  ...(protectUntil !== undefined && { expires: protectUntil }),
  ...(processUntil !== undefined && { processUntil }),
})

/** Registers `key` and everything below it, and `backup-key rotate`. */
export function register(program: Command, act: Act): void {
  const key = program.command('key').description('keys over their life')
  registerList(key, act)
  registerShow(key, act)
  registerHistory(key, act)
  registerPublic(key, act)
  registerDue(key, act)
  registerAdd(key, act)
  registerRotate(key, act)
  for (const state of STATES) registerState(key, act, state)

  const backupKey = program.command('backup-key').description('the keys that backups are for')
  registerBackupKeyStates(backupKey, act)
  withSigning(backupKey.command('rotate'))
    .description('make the next backup key of a quorum; an administrator and a witness sign')
    .option('--set <id>', 'the quorum; needed where several are in force')
    .addHelpText(
      'after',
      `
Every backup from then on is encrypted to it. The one before opens the backups that were made with
it, as before. Nobody has to open the quorum.

Example:
  keyclave backup-key rotate --vault office.vault --sign Ines=ines.pin --sign Walt=walt.pin`,
    )
    .action(
      act<Signing & { set?: string }>(async ({ app, terminal, watch }, _, options) => {
        const quorum = options.set === undefined ? {} : { setId: options.set }
        const made = await app.keys.rotateBackupKey({ ...signingOf(options), ...quorum }, watch)
        terminal.report({
          lines: [
            `Backup key ${made.generation} of quorum ${made.setId} is the current one.`,
            ...kitLines(made.kit, options.vault),
          ],
          json: made,
        })
      }),
    )
}

function registerList(key: Command, act: Act): void {
  vaultOption(key.command('list'))
    .description('list every key of the quorums in force, with its state today')
    .addHelpText('after', '\nExample:\n  keyclave key list --vault office.vault')
    .action(
      act<{ vault: string }>(async ({ app, terminal }, _, { vault }) => {
        const keys = await app.keys.list(vault)
        const lines = keys.length === 0 ? ['No quorum in force has keys.'] : keys.map(line)
        terminal.report({ lines, json: { keys } })
      }),
    )
}

function registerShow(key: Command, act: Act): void {
  vaultOption(key.command('show'))
    .argument('<key>', KEY_HELP)
    .description('show every version of a key')
    .addHelpText('after', '\nExample:\n  keyclave key show video-root --vault office.vault')
    .action(
      act<{ vault: string }>(async ({ app, terminal }, [wanted], { vault }) => {
        const keys = await app.keys.show(vault, wanted as string)
        terminal.report({ lines: keys.flatMap(shown), json: { keys } })
      }),
    )
}

function registerHistory(key: Command, act: Act): void {
  vaultOption(key.command('history'))
    .argument('<key>', KEY_HELP)
    .description('say what became of every version of a key, why, by whom, and where it went')
    .addHelpText('after', '\nExample:\n  keyclave key history video-root --vault office.vault')
    .action(
      act<{ vault: string }>(async ({ app, terminal }, [wanted], { vault }) => {
        const histories = await app.keys.history(vault, wanted as string)
        terminal.report({
          lines: histories.flatMap(historyLines),
          json: { histories },
        })
      }),
    )
}

function historyLines({
  key,
  people,
  events,
  went,
}: Awaited<ReturnType<Keys['history']>>[number]): readonly string[] {
  const changes = events.map(({ recorded, to, reason, occurred, people: by }) => ({
    time: recorded,
    text: `${words.keys.states[to]}${reason === 'unspecified' ? '' : `: ${words.keys.reasons[reason]}`}${occurred === null ? '' : `, suspect since ${occurred}`}${byWhom(by)}`,
  }))
  const places = went.map(({ what, time, destination, people: by }) => ({
    time,
    text: `${what === 'opened' ? 'taken out' : 'handed over'} to ${destination ?? 'a place that the log does not say'}${byWhom(by)}`,
  }))
  return [
    `${name(key)}  made ${key.created}${byWhom(people)}`,
    ...[...changes, ...places]
      .toSorted((one, other) => (one.time < other.time ? -1 : Number(one.time > other.time)))
      .map(({ time, text }) => `  ${time}  ${text}`),
    `  today  ${words.keys.states[key.state]}`,
  ]
}

const byWhom = (people: readonly string[]): string =>
  people.length === 0 ? '' : `  (${people.join(', ')})`

function registerDue(key: Command, act: Act): void {
  vaultOption(key.command('due'))
    .description('list what is due of the newest version of each key')
    .addOption(new Option('--within <time>', WITHIN_HELP).argParser(days))
    .addHelpText('after', '\nExample:\n  keyclave key due --within 6m --vault office.vault')
    .action(
      act<{ vault: string; within?: number }>(async ({ app, terminal }, _, options) => {
        const { vault, within = null } = options
        const due = await app.keys.due(vault, within)
        const lines =
          due.length === 0
            ? [within === null ? 'Nothing is due.' : `Nothing is due within ${within} days.`]
            : due.map(({ key: version, due: { what, day: on, days: left } }) =>
                [
                  on,
                  left < 0 ? `${-left} days ago` : `in ${left} days`,
                  name(version),
                  words.keys.due[what],
                ].join('  '),
              )
        terminal.report({ lines, json: { due } })
      }),
    )
}

interface AddOptions extends Signing, DayOptions {
  readonly bits: 128 | 192 | 256
  readonly pair?: PairAlgorithm
  readonly purpose: string
  readonly import?: string
  readonly asSecret?: true
  readonly set?: string
}

function registerAdd(key: Command, act: Act): void {
  withDays(withSigning(key.command('add')))
    .argument('<label>', 'what people call it; it stands on records and labels')
    .description('make a key for a quorum in force; an administrator and a witness sign')
    .requiredOption('--purpose <text>', 'what it is for')
    .addOption(
      new Option('--bits <number>', 'size of the AES key')
        .choices(['128', '192', '256'])
        .default(256)
        .argParser(Number),
    )
    .addOption(
      new Option('--pair <kind>', 'make a key pair instead')
        .choices(PAIR_ALGORITHMS)
        .conflicts('bits'),
    )
    .addOption(
      new Option(
        '--import <file>',
        'take in the secret, or the private key of a pair, in this file instead',
      ).conflicts(['bits', 'pair']),
    )
    .option('--as-secret', 'take in a private key as it is: unread, and without its public half')
    .option('--set <id>', 'the quorum; needed where several are in force')
    .addHelpText(
      'after',
      `
Nobody has to open the quorum for it: the key is sealed to its recipient, which is public. The
vault's kit lists it from then on; write the kit out again, because earlier copies do not have it.
Without days it has those that were agreed on for its purpose (cryptoperiod set).

A private key (PKCS#8, PKCS#1 or SEC 1, in PEM or DER) is taken in as a pair: RSA of 2048, 3072 or
4096 bits, EC P-256 or P-384, Ed25519. The kit shows its public half (keyclave key public).

Examples:
  keyclave key add audio-root --purpose "content encryption" --protect-until 2027-11-30 \\
    --vault office.vault --sign Ines=ines.pin --sign Walt=walt.pin
  keyclave key add release-signing --purpose releases --pair ed25519 --vault office.vault \\
    --sign Ines=ines.pin --sign Walt=walt.pin
  keyclave key add api-token --purpose "the shop" --import token.txt --vault office.vault \\
    --sign Ines=ines.pin --sign Walt=walt.pin`,
    )
    .action(
      act<AddOptions>(async ({ app, terminal, watch }, [label], options) => {
        const { purpose, unlimited = false, set } = options
        const labels = { label: label as string, purpose, ...daysOf(options) }
        const request = {
          ...{ ...signingOf(options), labels, unlimited },
          ...newSource(options),
          ...(set !== undefined && { setId: set }),
        }
        reportGrown(terminal, await app.keys.add(request, watch), options.vault)
      }),
    )
}

/** What a key is made as, or taken from. */
function newSource({ bits, pair, import: importFile, asSecret }: AddOptions) {
  if (importFile !== undefined) return { importFile, ...(asSecret && { asSecret }) }
  return pair === undefined ? { bits } : { pair }
}

interface PublicOptions {
  readonly vault?: string
  readonly kit?: string
  readonly fingerprint?: string
  readonly out?: string
}

function registerPublic(key: Command, act: Act): void {
  key
    .command('public')
    .argument('<key>', KEY_HELP)
    .description('write the public half of a key pair, as PEM')
    .option('--vault <file>', 'the vault; with --kit, the vault whose log knows the kit')
    .option('--kit <file>', 'the recovery kit that has it')
    .option('--fingerprint <digits>', FINGERPRINT_HELP)
    .option('--out <file>', 'the file to make; must not exist. Without it, standard output')
    .addHelpText(
      'after',
      `
Nothing has to be opened for it, and nobody signs.

Examples:
  keyclave key public release-signing --vault office.vault --out release-signing.pub.pem
  keyclave key public release-signing@1 --kit kit.json --fingerprint 1a2b3c4d`,
    )
    .action(
      act<PublicOptions>(async ({ app, terminal }, [wanted], options) => {
        const { vault, kit } = options
        if (vault === undefined && kit === undefined) {
          throw refuse('USAGE', { problem: 'kit-or-vault', command: 'keyclave key public' })
        }
        const half = await app.keys.publicHalf({ ...options, key: wanted as string })
        const lines =
          options.out === undefined
            ? half.pem.trimEnd().split('\n')
            : [
                `Wrote the public half of ${half.label}@${half.version} (${PAIR_NAMES[half.algorithm]}) to ${options.out}.`,
                `Fingerprint ${half.fingerprint}`,
              ]
        terminal.report({ lines, json: half })
      }),
    )
}

interface RotateOptions extends Signing, DayOptions {
  readonly due?: true
  readonly within?: number
  readonly set?: string
  readonly import?: string
}

function registerRotate(key: Command, act: Act): void {
  withDays(withSigning(key.command('rotate')))
    .argument('[key...]', 'their labels or ids')
    .description('make the next version of keys; an administrator and a witness sign once')
    .option('--due', 'every key whose next version is due, or whose last day comes')
    .addOption(new Option('--within <time>', `with --due, ${WITHIN_HELP}`).argParser(days))
    .option('--set <id>', 'with --due, of this quorum alone; needed where several are in force')
    .option('--import <file>', 'the next secret, where the key was imported; or the next pair')
    .addHelpText(
      'after',
      `
The version before is retired: nothing is protected with it, and what it protected stays readable
(KEY@1). With --activates it stays in use until you retire it. A key pair is followed by one of the
same kind. Without days the next version has those that were agreed on for its purpose (cryptoperiod
set) or, where nothing was, is used as long as the one before was meant to be. An imported secret
that is due is named at the end: its next one is brought with --import, by itself.

Examples:
  keyclave key rotate video-root --vault office.vault --sign Ines=ines.pin --sign Walt=walt.pin
  keyclave key rotate --due --within 30d --vault office.vault \\
    --sign Ines=ines.pin --sign Walt=walt.pin`,
    )
    .action(
      act<RotateOptions>(async ({ app, terminal, watch }, named, options) => {
        const { due = false, within = null, unlimited = false, import: importFile, set } = options
        const chosen = daysOf(options)
        const request = {
          ...{ ...signingOf(options), within, unlimited, keys: due ? null : named },
          ...(set !== undefined && { setId: set }),
          days: Object.keys(chosen).length === 0 ? null : chosen,
          ...(importFile !== undefined && { importFile }),
        }
        const rotated = await app.keys.rotate(request, watch)
        reportGrown(terminal, rotated, options.vault, [
          ...rotated.retired.map(retiredLine),
          ...rotated.left.map(toBring),
        ])
      }),
    )
}

const retiredLine = (key: KeyFacts): string =>
  `${name(key)} is retired: what it protected stays readable, and nothing is protected with it any more.`

const toBring = (key: KeyFacts): string =>
  `Due as well, and not made here: ${name(key)} was imported. Bring its next secret: keyclave key rotate ${key.id} --import FILE`

interface StateCommand {
  readonly deed: StateDeed
  readonly what: string
  readonly more: string
  readonly reason: KeyReason
}

const STATES: readonly StateCommand[] = [
  {
    deed: 'activate',
    what: 'put a key into use before its first day; an administrator and a witness sign',
    more: 'On its first day a key is in use by itself: this is for one that is needed earlier.',
    reason: 'unspecified',
  },
  {
    deed: 'suspend',
    what: 'suspend a key; one administrator or witness signs',
    more: 'Nothing is protected with it until it is resumed. What it protected is read only with a reason.',
    reason: 'unspecified',
  },
  {
    deed: 'resume',
    what: 'put a suspended key into use again; two people sign',
    more: 'Only before its last day: after that, make its next version.',
    reason: 'unspecified',
  },
  {
    deed: 'retire',
    what: 'retire a key for ever; an administrator and a witness sign',
    more: 'Nothing is protected with it any more. What it protected stays readable.',
    reason: 'cessation-of-operation',
  },
  {
    deed: 'compromise',
    what: 'mark a key compromised for ever; one administrator or witness signs',
    more: 'Then make its next version with key rotate, and protect anew what must not be read.',
    reason: 'key-compromise',
  },
]

function registerState(key: Command, act: Act, { deed, what, more, reason }: StateCommand): void {
  const since = 'what it protected is suspect'
  withReason(withSigning(key.command(deed)).argument('<key>', KEY_HELP).description(what), deed, {
    reason,
    since,
  })
    .addHelpText(
      'after',
      `
${more}

Example:
  keyclave key ${deed} video-root --vault office.vault \\
    --sign Ines=ines.pin --sign Walt=walt.pin`,
    )
    .action(
      act<Signing & { reason: KeyReason; occurred?: string }>(
        async ({ app, terminal, watch }, [wanted], options) => {
          const { reason: why, occurred } = options
          const since = occurred === undefined ? {} : { occurred }
          const change = { deed, key: wanted as string, reason: why, ...since }
          const changed = await app.keys.change({ ...signingOf(options), ...change }, watch)
          terminal.report({
            lines: [
              `${name(changed)} is ${words.keys.states[changed.state]} from now on.`,
              ...(deed === 'compromise'
                ? [
                    'Where it went, and what to do in which order:',
                    `  keyclave compromise report ${changed.id}@${changed.version} --vault ${shellWord(options.vault)}`,
                  ]
                : []),
            ],
            json: changed,
          })
        },
      ),
    )
}

function reportGrown(
  terminal: Terminal,
  grown: Awaited<ReturnType<Keys['add']>>,
  vault: string,
  more: readonly string[] = [],
): void {
  terminal.report({
    lines: [...grown.keys.flatMap(facts), ...kitLines(grown.kit, vault), ...more],
    json: grown,
  })
}

const kitLines = (digest: string, vault: string): readonly string[] => [
  '',
  `The kit has the digest ${digest} now; its fingerprint is the one on the cards, as before.`,
  `Copies of the kit elsewhere do not have this. Write it out again: keyclave kit export --vault ${shellWord(vault)} --out kit.json`,
]

const name = ({ label, version }: KeyFacts): string => `${label}@${version}`

const line = (key: KeyFacts): string =>
  [
    ...[name(key), words.keys.states[key.state], sortOfKey(key), key.purpose],
    ...(key.protectUntil === null ? [] : [`protects until ${key.protectUntil}`]),
  ].join('  ')

const shown = (key: ShownKey): readonly string[] => [
  ...facts(key),
  ...(key.leftOut ? ['  left out by a re-issue: the cards of the quorum before it open it'] : []),
]

const facts = (key: KeyFacts): readonly string[] => [
  line(key),
  `  id ${key.id}, quorum ${key.setId}, made ${key.created}`,
  ...(key.activates === null ? [] : [`  first day ${key.activates}`]),
  ...(key.processUntil === null ? [] : [`  read until ${key.processUntil}`]),
  ...(key.fingerprint === null ? [] : [`  fingerprint ${key.fingerprint}`]),
  ...(key.checkValue === null ? [] : [`  check value ${key.checkValue}`]),
]
