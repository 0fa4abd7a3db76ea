import type { Command } from 'commander'
import { sortOfPlanned } from '../../../shared/key-pairs.ts'
import { nameOfLanguage } from '../../../shared/messages/paper/index.ts'
import type { App } from '../../app.ts'
import type { Act } from '../terminal/act.ts'
import { formatCount } from '../terminal/amounts.ts'
import { sayOf, words } from '../terminal/words.ts'
import { type PaperOptions, paperOption } from './paper-options.ts'
import { kdfInWords, quorumInWords } from './policy-words.ts'

type LookedAt = Awaited<ReturnType<App['ceremony']['lookAtPlan']>>

interface CheckOptions {
  readonly vault?: string
}
interface WordsOptions extends CheckOptions, Pick<PaperOptions, 'paper'> {
  readonly out?: string
}

const VAULT_HELP = 'also check that this vault knows everybody in the plan, in their roles'

/** Registers `plan check` and `plan words`. */
export function register(program: Command, act: Act): void {
  const plan = program.command('plan').description('look at a ceremony plan before the day')

  plan
    .command('check')
    .argument('<plan>', 'the ceremony plan, a YAML file')
    .description('say whether a plan can be run, or all that is wrong with it')
    .option('--vault <file>', VAULT_HELP)
    .addHelpText(
      'after',
      `
Nothing is made, and the secrets that a plan imports are not read.

Example:
  keyclave plan check plan.yaml --vault office.vault`,
    )
    .action(
      act<CheckOptions>(async ({ app, terminal }, [file], { vault }) => {
        const looked = await app.ceremony.lookAtPlan(requestOf(file, vault))
        const { plan: read, planHash, planWords } = looked
        terminal.report({
          lines: [
            `The plan can be run: ${read.title}, ${read.organisation}.`,
            `${sentence(quorumInWords(read.quorum.threshold, read.quorum.custodians.length))}, can open what it makes.`,
            ...said(looked).map(warning => `Note: ${warning}`),
            `Plan hash  ${planHash}`,
            `In words   ${planWords.join(' ')}`,
          ],
          json: looked,
        })
      }),
    )

  plan
    .command('words')
    .argument('<plan>', 'the ceremony plan, a YAML file')
    .description('write a plan as it will be read aloud, to agree to it before the day')
    .option('--vault <file>', VAULT_HELP)
    .option('--out <file>', 'write it as a page to print, a PDF; must not exist')
    .addOption(paperOption())
    .addHelpText(
      'after',
      `
On the day the plan is read aloud, and its 32 words are compared with these.

Examples:
  keyclave plan words plan.yaml
  keyclave plan words plan.yaml --out plan.pdf --paper letter`,
    )
    .action(
      act<WordsOptions>(async ({ app, terminal }, [file], { vault, out, paper }) => {
        const looked = await app.ceremony.lookAtPlan(requestOf(file, vault))
        if (out !== undefined) {
          await app.ceremony.writePlanPage({ plan: looked.plan, out, paper })
        }
        terminal.report({
          lines: out === undefined ? planLines(looked) : [`Wrote the plan to ${out}.`],
          json: { ...looked, file: out ?? null },
        })
      }),
    )
}

const requestOf = (file: string | undefined, vault: string | undefined) => ({
  ...{ plan: file as string },
  ...(vault === undefined ? {} : { vault }),
})

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

const said = ({ warnings }: LookedAt): string[] =>
  warnings.map(warning => sayOf(words.warnings, warning))

/** The plan, read aloud from top to bottom. */
function planLines(looked: LookedAt): string[] {
  const { plan, planHash, planWords } = looked
  const { quorum, people, keys, imports, options, replaces, leaveOut, sealedTo = [] } = plan
  const { languages = [] } = plan
  const named = (role: string, names: readonly string[] = []): string[] =>
    names.map((name, i) => `${(i === 0 ? role : '').padEnd(18)}${name}`)
  return [
    `Ceremony          ${plan.title}`,
    `Organisation      ${plan.organisation}`,
    ...(plan.contact === undefined ? [] : [`Whom to call      ${plan.contact}`]),
    '',
    `${sentence(quorumInWords(quorum.threshold, quorum.custodians.length))}, can open what is made here.`,
    ...named('Administrators', people?.administrators),
    ...named('Witnesses', people?.witnesses),
    ...named('Recovery officers', people?.recoveryOfficers),
    ...quorum.custodians.map((name, i) => `${`Share ${i + 1}`.padEnd(18)}${name}`),
    ...sealedTo.map(
      ({ custodian, to, fingerprint }) =>
        `Absent            ${custodian}: sealed to the key ${fingerprint} (${to})`,
    ),
    ...(replaces === undefined ? [] : [`Replaces          the quorum with set id ${replaces}`]),
    ...named('Leaves out', leaveOut),
    ...named('Cards also in', languages.map(nameOfLanguage)),
    `Encryption        ${quorum.identity === 'hybrid' ? 'hybrid (ML-KEM-768 and X25519)' : 'classic (X25519)'}`,
    `Passphrase        ${kdfInWords(quorum.kdf)}`,
    `Reading back      ${options?.pictures ? 'from paper, or from pictures of the cards' : 'from paper'}`,
    '',
    `What will be made: ${formatCount(keys.length, 'key')}, ${formatCount(imports.length, 'imported secret')}.`,
    ...keys.map(
      key =>
        `  ${key.label}: ${sortOfPlanned(key)}, ${key.purpose}${key.expires === undefined ? '' : `, until ${key.expires}`}`,
    ),
    ...imports.map(item => `  ${item.label}: ${item.purpose}, taken from ${item.file}`),
    ...said(looked).flatMap(warning => ['', `Note: ${warning}`]),
    '',
    'The plan in 32 words:',
    ...Array.from(
      { length: 8 },
      (_, row) => `  ${planWords.slice(4 * row, 4 * row + 4).join(' ')}`,
    ),
    `Plan hash ${planHash}`,
  ]
}
