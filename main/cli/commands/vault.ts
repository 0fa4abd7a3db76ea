import type { Command } from 'commander'
import type { App } from '../../app.ts'
import type { Act } from '../terminal/act.ts'
import { formatCount } from '../terminal/amounts.ts'
import { sayOf, words } from '../terminal/words.ts'
import { quorumInWords } from './policy-words.ts'

/** Registers `vault info`. */
export function register(program: Command, act: Act): void {
  const vault = program.command('vault').description('look at a vault')

  vault
    .command('info')
    .description('say what a vault holds, and what in it somebody should see to')
    .requiredOption('--vault <file>', 'the vault')
    .addHelpText(
      'after',
      `
The vault is opened for reading: its file stays as it is, to the byte.

Example:
  keyclave vault info --vault office.vault`,
    )
    .action(
      act<{ vault: string }>(async ({ app, terminal }, _, options) => {
        const found = await app.vaults.info(options.vault)
        const { quorums, keys, backups, backupCount, ceremonies, people, log, attention } = found
        terminal.report({
          lines: [
            `${found.path}`,
            people === null
              ? 'Nobody signs: this vault has no people.'
              : `Profile ${people.profile}, ${people.count === 1 ? '1 person' : `${people.count} people`}.`,
            `Log          ${formatCount(log.size, 'entry', 'entries')}, head ${log.hash}`,
            '',
            ...quorums.flatMap(quorum => [
              `Quorum       ${quorum.setId}  ${quorum.title}  (${STATES[quorum.state]})`,
              `             ${quorumInWords(quorum.threshold, quorum.count)}`,
              `             fingerprint ${quorum.fingerprint}`,
              ...quorum.custodians.map(
                custodian =>
                  `  Share ${custodian.index}    ${custodian.name}  (${CARDS[custodian.state]})`,
              ),
            ]),
            ...keys.map(
              key =>
                `Key          ${key.label}@${key.version}  ${key.description}  (${words.keys.states[key.state]})`,
            ),
            ...backups.map(backupLine),
            ...(backupCount > backups.length
              ? [`             and ${backupCount - backups.length} earlier`]
              : []),
            ...ceremonies.map(
              ({ title, state, opened }) => `Ceremony     ${title}  ${opened}  (${state})`,
            ),
            ...(attention.length === 0
              ? ['', 'Nothing needs attention.']
              : ['', 'To see to:', ...attention.map(it => `- ${sayOf(words.attention, it)}`)]),
          ],
          json: {
            ...found,
            attention: attention.map(it => ({ ...it, says: sayOf(words.attention, it) })),
          },
        })
      }),
    )
}

type Listed = Awaited<ReturnType<App['vaults']['info']>>['backups'][number]

/** An old backup and the one that was encrypted again from it have one name and one date. */
function backupLine({ fileName, created, generation, replaces, replacedBy }: Listed): string {
  const said = [
    `backup key ${generation}`,
    ...(replaces === undefined ? [] : [`encrypted again, in place of ${otherOne(replaces)}`]),
    ...(replacedBy === undefined
      ? []
      : [`replaced by ${otherOne(replacedBy)}: every copy of this one is to be destroyed`]),
  ]
  return `Backup       ${fileName}  ${created}  (${said.join('; ')})`
}

const otherOne = ({ sha256, generation }: NonNullable<Listed['replaces']>): string =>
  `the one ${generation === null ? '' : `for backup key ${generation}, `}SHA-256 ${sha256.slice(0, 8)}…`

const STATES = {
  pending: 'its ceremony is not closed',
  'in-force': 'in force',
  void: 'void',
  replaced: 'replaced',
} as const

const CARDS = {
  issued: 'issued',
  'read-back': 'read back',
  'in-force': 'in force',
  void: 'void',
  replaced: 'replaced',
} as const
