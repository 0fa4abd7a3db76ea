import type { Command } from 'commander'
import { refuse } from '../../../shared/errors.ts'
import type { KeyReason } from '../../../shared/key-life.ts'
import { shellWord } from '../../../shared/shell-word.ts'
import type { App } from '../../app.ts'
import type { QuorumPage } from '../../services/overview/index.ts'
import type { Act } from '../terminal/act.ts'
import { formatBytes, formatCount } from '../terminal/amounts.ts'
import { sayOf, words } from '../terminal/words.ts'
import { FINGERPRINT_HELP, fingerprintOf } from './opening-options.ts'
import { kdfInWords, quorumInWords } from './policy-words.ts'
import { CONFIRM_CLOCK_HELP, type Signing, signingOf, withReason, withSign } from './signing.ts'

interface ShowOptions {
  readonly vault?: string
  readonly kit?: string
  readonly fingerprint?: string
}

interface CompromiseOptions extends Signing {
  readonly reason: KeyReason
  readonly occurred?: string
}

function registerCompromise(quorum: Command, act: Act): void {
  const command = withSign(
    quorum
      .command('compromise')
      .argument('<quorum>', 'its set id')
      .requiredOption('--vault <file>', 'the vault'),
  )
    .option('--confirm-clock <day>', CONFIRM_CLOCK_HELP)
    .description('mark all that was sealed to a quorum compromised for ever; one person signs')
  withReason(command, 'compromise', {
    ...{ reason: 'key-compromise', since: 'somebody else may have what it opens' },
  })
    .addHelpText(
      'after',
      `
Whoever opened a quorum may have every key and backup key that was sealed to it: all that are not
marked yet are marked by one deed, which an administrator or a witness signs. What is left to do then,
in which order, keyclave compromise report --quorum says: first a re-issue.

Example:
  keyclave quorum compromise 26247555c2 --occurred 2026-11-20 --vault office.vault \\
    --sign Walt=walt.pin`,
    )
    .action(
      act<CompromiseOptions>(async ({ app, terminal, watch }, [setId], options) => {
        const { reason, occurred } = options
        const since = occurred === undefined ? {} : { occurred }
        const suspicion = { setId: setId as string, reason, ...since }
        const report = await app.incidents.compromiseQuorum(
          { ...signingOf(options), ...suspicion },
          watch,
        )
        terminal.report({
          lines: [
            `Marked as compromised: all that was sealed to quorum ${setId}.`,
            ...report.items.map(({ kind, name, state }) => {
              const what = kind === 'key' ? name : `backup key ${name}`
              return `  ${what}: ${words.keys.states[state]}`
            }),
            'Where it went, and what to do in which order:',
            `  keyclave compromise report --quorum ${setId} --vault ${shellWord(options.vault)}`,
          ],
          json: report,
        })
      }),
    )
}

/** Registers `quorum show` and `compromise`. */
export function register(program: Command, act: Act): void {
  const quorum = program.command('quorum').description('look at a quorum, or mark it compromised')
  registerCompromise(quorum, act)

  quorum
    .command('show')
    .argument('[quorum]', 'its set id or its title; without it, the one that is in force')
    .description('say all that belongs to a quorum: cards, kit, keys, backups, ceremonies, drills')
    .option('--vault <file>', 'the vault')
    .option('--kit <file>', 'its recovery kit, where there is no vault')
    .option('--fingerprint <digits>', FINGERPRINT_HELP)
    .addHelpText(
      'after',
      `
The vault is opened for reading: its file stays as it is, to the byte. From a kit alone it says
what a kit can know, and what it cannot.

Examples:
  keyclave quorum show --vault office.vault
  keyclave quorum show 26247555c2 --vault office.vault
  keyclave quorum show --kit kit.json --fingerprint 1a2b3c4d`,
    )
    .action(
      act<ShowOptions>(async ({ app, terminal }, [named], options) => {
        const { vault, kit } = options
        if (vault === undefined) {
          terminal.report(await ofKit(app, options))
          return
        }
        const which =
          named === undefined && kit !== undefined
            ? (await app.kits.inspect({ kit, vault })).setId
            : named
        const found = await app.vaults.quorum(vault, (which as string | undefined) ?? null)
        terminal.report({
          lines: pageInLines(found),
          json: {
            ...found,
            toDo: found.toDo.map(it => ({ ...it, says: sayOf(words.attention, it) })),
          },
        })
      }),
    )
}

const STATES = {
  pending: 'in a ceremony',
  'in-force': 'in force',
  void: 'void',
  replaced: 'replaced',
} as const

const CEREMONIES = {
  made: 'made it',
  replaced: 'replaced it',
  imported: 'its kit came in',
} as const

function pageInLines(found: QuorumPage): string[] {
  const { kit, replaces, replacedBy, nextDrill, backups, backupCount } = found
  return [
    `${found.title}${found.organisation === null ? '' : `, ${found.organisation}`}`,
    `Set          ${found.setId}  (${STATES[found.state]}, ${found.identity}, ${kdfInWords(found.kdf)})`,
    `Opened by    ${quorumInWords(found.threshold, found.count)}`,
    ...(found.founded === null ? [] : [`Since        ${found.founded}`]),
    ...(replaces === null ? [] : [`Replaced     ${replaces.setId}  ${replaces.title}`]),
    ...(replacedBy === null ? [] : [`Replaced by  ${replacedBy.setId}  ${replacedBy.title}`]),
    '',
    `Fingerprint  ${found.fingerprint}`,
    ...(kit === null ? [] : [`Kit          revision ${kit.revision}, digest ${kit.digest}`]),
    ...found.backupKeys.map(
      ({ generation, state }) => `Backup key   ${generation}  (${words.keys.states[state]})`,
    ),
    '',
    ...found.cards.map(cardInLine),
    ...(found.state === 'replaced' ? leftInLines(found.left) : []),
    ...(nextDrill === null ? [] : [`Next drill   by ${nextDrill}`]),
    '',
    ...found.keys.map(
      key =>
        `Key          ${key.label}@${key.version}  ${key.description}  (${words.keys.states[key.state]})`,
    ),
    ...backups.map(
      ({ fileName, created, bytes }) =>
        `Backup       ${fileName}  ${created}  ${formatBytes(bytes)}`,
    ),
    ...(backupCount > backups.length
      ? [`             and ${backupCount - backups.length} earlier`]
      : []),
    ...found.ceremonies.map(
      ({ title, what, state, ended }) =>
        `Ceremony     ${title}  (${state}${ended === null ? '' : ` ${ended}`}: ${CEREMONIES[what]})`,
    ),
    ...found.drills.map(
      ({ held, shares, items, problem }) =>
        `Drill        ${held}  ${shares.map(it => it.custodian).join(', ')}: ${problem ?? `${formatCount(items, 'item')} would open`}`,
    ),
    ...(found.toDo.length === 0
      ? ['', 'Nothing needs attention.']
      : ['', 'To see to:', ...found.toDo.map(it => `- ${sayOf(words.attention, it)}`)]),
  ]
}

/** How far a replaced quorum is from opening nothing. */
const leftInLines = ({ cards, toGo, opensNothing }: QuorumPage['left']): readonly string[] => [
  opensNothing
    ? `Cards left   ${cards}: fewer than it needs. It can no longer open anything.`
    : `Cards left   ${cards}: destroy ${toGo} more (keyclave share destroy), and it can no longer open anything.`,
]

function cardInLine(card: QuorumPage['cards'][number]): string {
  const { index, custodian, holder, place, bag, check, readBack, due, isDue } = card
  const name =
    holder === null || holder.name === custodian
      ? custodian
      : `${holder.name}, issued to ${custodian}`
  const looked = check === null ? readBack : `${check.time} (${check.result})`
  return [
    `Card ${String(index).padEnd(8)}${name}`,
    card.isDestroyed ? 'destroyed' : (place ?? 'place not noted'),
    ...(bag === null ? [] : [`bag ${bag}`]),
    `last looked at ${looked ?? 'never'}`,
    ...(due === null ? [] : [isDue ? `due since ${due}` : `next by ${due}`]),
  ].join('; ')
}

const UNKNOWN = [
  'A kit does not know:',
  '- where the cards are, in which bags, and when somebody last looked at them;',
  '- whether the quorum has been replaced since, or a key was suspended or destroyed;',
  '- which backups were made, which drills were held, and who was at its ceremony;',
  '- whether a newer kit of this quorum exists.',
  'Its vault does: keyclave quorum show --vault FILE.',
]

/** @throws USAGE where neither a vault nor a kit is named; KIT_* */
async function ofKit(app: App, { kit, ...options }: ShowOptions) {
  if (kit === undefined) {
    throw refuse('USAGE', { problem: 'kit-or-vault', command: 'keyclave quorum show' })
  }
  const found = await app.kits.inspect({ kit, ...fingerprintOf(options) })
  const { title, organisation, setId, identity, kdf, threshold, custodians, keys } = found
  return {
    lines: [
      `${title}, ${organisation}`,
      `Set          ${setId}  (${identity}, ${kdfInWords(kdf)})`,
      `Opened by    ${quorumInWords(threshold, custodians.length)}`,
      `Fingerprint  ${found.fingerprint}`,
      `Kit          digest ${found.digest}`,
      '',
      ...custodians.map(({ index, name }) => `Card ${String(index).padEnd(8)}${name}`),
      ...found.backupKeys.map(({ generation }) => `Backup key   ${generation}`),
      ...keys.map(key => `Key          ${key.label}@${key.version}  ${key.description}`),
      '',
      ...UNKNOWN,
    ],
    json: found,
  }
}
