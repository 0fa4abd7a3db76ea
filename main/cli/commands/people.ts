import { type Command, Option } from 'commander'
import { PERSON_REASONS, PROFILES, type Profile, ROLES, type Role } from '../../../shared/roles.ts'
import type { App } from '../../app.ts'
import type { Act } from '../terminal/act.ts'
import { words } from '../terminal/words.ts'
import { type Opening, openingOf, withOpening } from './opening-options.ts'
import { type PeopleFacts, report } from './people-report.ts'
import { namedFiles, withSign } from './signing.ts'

type StateRequest = Parameters<App['people']['changeState']>[0]

/** Registers `people …`. */
export function register(program: Command, act: Act): void {
  const people = program
    .command('people')
    .description('who may sign in a vault, and with which key')
  registerFound(people, act)
  registerAdd(people, act)
  registerList(people, act)
  for (const [verb, action, what] of [
    ['suspend', 'person.suspend', 'let a person sign nothing until they are reinstated'],
    ['reinstate', 'person.reinstate', 'let a suspended person sign again'],
    ['retire', 'person.retire', 'let a person sign nothing from now on, for good'],
  ] as const) {
    registerState(people, act, { verb, action, what })
  }
  registerKey(people, act)
  registerUnlock(people, act)
  registerPin(people, act)
}

const vaultOption = (command: Command): Command =>
  command.requiredOption('--vault <file>', 'the vault')

const SECRET =
  'a file with the new passphrase, or, in a small team, PIN of six digits or more; "-" is standard input'

interface FoundOptions extends Partial<Record<FoundRole, string[]>> {
  readonly vault: string
  readonly profile: Profile
  readonly single?: string
}
type FoundRole = 'administrator' | 'witness' | 'custodian' | 'recoveryOfficer' | 'auditor'
const FOUND_ROLES: readonly (readonly [FoundRole, Role])[] = [
  ['administrator', 'administrator'],
  ['witness', 'witness'],
  ['custodian', 'custodian'],
  ['recoveryOfficer', 'recovery-officer'],
  ['auditor', 'auditor'],
]

function registerFound(people: Command, act: Act): void {
  const command = vaultOption(people.command('found'))
    .description('name the first people of a vault; at least an administrator and a witness')
    .addOption(new Option('--profile <profile>', 'the policy').choices(PROFILES).default('strict'))
  for (const role of ROLES) {
    command.option(
      `--${role} <name=file...>`,
      `${words.policy.roles[role].name}: the name, and the file of their passphrase or PIN`,
    )
  }
  command
    .option(
      '--single <names>',
      'confirms that these people are each the only one of a role, and what losing one means',
    )
    .addHelpText(
      'after',
      `
From then on the vault records nothing without signatures. A person with several roles is named
with each; "policy show" tells which roles go together. In the strict profile name two
administrators and two witnesses: what one of them loses, the others can replace.

Example:
  keyclave people found --vault office.vault --administrator Ines=ines.txt Ivan=ivan.txt \\
    --witness Walt=walt.txt Wanda=wanda.txt`,
    )
    .action(
      act<FoundOptions>(async ({ app, terminal, watch }, _, options) => {
        const { vault, profile, single } = options
        const named = { vault, profile, people: peopleNamed(options) }
        const request = { ...named, ...(single !== undefined && { single }) }
        const found = await app.people.found(request, watch)
        report(terminal, found)
      }),
    )
}

/** One entry for each name, with every role it was given. */
function peopleNamed(options: FoundOptions) {
  const found = new Map<string, { name: string; secretFile: string; roles: Role[] }>()
  for (const [option, role] of FOUND_ROLES) {
    for (const { name, file } of namedFiles(options[option], `--${role}`)) {
      const person = found.get(name) ?? { name, secretFile: file, roles: [] }
      person.roles.push(role)
      found.set(name, person)
    }
  }
  return [...found.values()].map(person => ({ ...person, contact: '' }))
}

function registerAdd(people: Command, act: Act): void {
  withSign(vaultOption(people.command('add')))
    .argument('<name>', 'their name, as it will stand in the log')
    .description('add a person; an administrator and a witness sign')
    .addOption(new Option('--role <role...>', 'their roles').choices(ROLES).makeOptionMandatory())
    .requiredOption('--pin-file <file>', SECRET)
    .option('--contact <text>', 'how to reach them; stays in the vault', '')
    .addHelpText(
      'after',
      `
Example:
  keyclave people add Ada --role custodian --pin-file ada.pin --vault office.vault \\
    --sign Ines=ines.pin --sign Walt=walt.pin`,
    )
    .action(
      act<{ vault: string; role: Role[]; pinFile: string; contact: string; sign?: string[] }>(
        async ({ app, terminal, watch }, [name], options) => {
          const { vault, role: roles, pinFile: secretFile, contact } = options
          const who = { name: name as string, roles, contact, secretFile }
          const request = { ...who, vault, sign: namedFiles(options.sign) }
          report(terminal, await app.people.add(request, watch))
        },
      ),
    )
}

function registerList(people: Command, act: Act): void {
  vaultOption(people.command('list'))
    .description('show the people of a vault, their roles, and the fingerprints of their keys')
    .addHelpText('after', '\nExample:\n  keyclave people list --vault office.vault')
    .action(
      act<{ vault: string }>(async ({ app, terminal }, _, { vault }) =>
        report(terminal, await app.people.list(vault)),
      ),
    )
}

interface StateCommand {
  readonly verb: string
  readonly action: StateRequest['action']
  readonly what: string
}

function registerState(people: Command, act: Act, { verb, action, what }: StateCommand): void {
  withSign(vaultOption(people.command(verb)))
    .argument('<name>', 'whom')
    .description(what)
    .addOption(
      new Option('--reason <reason>', 'why, for the log')
        .choices(PERSON_REASONS)
        .makeOptionMandatory(),
    )
    .addHelpText(
      'after',
      `
Example:
  keyclave people ${verb} Ada --reason ${verb === 'reinstate' ? 'returned' : 'left'} --vault office.vault \\
    --sign Ines=ines.pin --sign Walt=walt.pin`,
    )
    .action(
      act<{ vault: string; reason: StateRequest['reason']; sign?: string[] }>(
        async ({ app, terminal, watch }, [name], { vault, reason, sign }) => {
          const request = { action, name: name as string, vault, reason, sign: namedFiles(sign) }
          const { changed, ...facts } = await app.people.changeState(request, watch)
          report(terminal, facts, cardsLeft(facts, changed, action))
        },
      ),
    )
}

/** What is to be done about the cards of somebody who signs no more. */
function cardsLeft(facts: PeopleFacts, id: string, action: StateRequest['action']): string[] {
  const person = facts.people.find(other => other.id === id)
  if (person === undefined || person.shares.length === 0) return []
  const { name, shares } = person
  const cards = shares.map(({ setId, index }) => `card ${index} of quorum ${setId}`).join(', ')
  switch (action) {
    case 'person.retire':
      return [
        `${name} still holds ${cards}: collect it, and replace the quorum by one without ${name} (keyclave ceremony reissue).`,
      ]
    case 'person.suspend':
      return [
        `${name} still holds ${cards}, and a card opens without a signature: if ${name} does not come back, replace the quorum (keyclave ceremony reissue).`,
      ]
    case 'person.reinstate':
      return []
  }
}

function registerKey(people: Command, act: Act): void {
  withSign(vaultOption(people.command('rekey')))
    .argument('<name>', 'whom')
    .description('give a person a new key and PIN, when theirs is lost or locked')
    .requiredOption('--pin-file <file>', SECRET)
    .option(
      '--old-pin-file <file>',
      'the PIN or passphrase of their old key, which then signs the new one',
    )
    .addHelpText(
      'after',
      `
Example:
  keyclave people rekey Ada --pin-file ada-new.pin --vault office.vault \\
    --sign Ines=ines.pin --sign Walt=walt.pin`,
    )
    .action(
      act<{ vault: string; pinFile: string; oldPinFile?: string; sign?: string[] }>(
        async ({ app, terminal, watch }, [name], { vault, pinFile, oldPinFile, sign }) => {
          const request = {
            ...{ name: name as string, vault, secretFile: pinFile, sign: namedFiles(sign) },
            ...(oldPinFile !== undefined && { oldFile: oldPinFile }),
          }
          report(terminal, await app.people.replaceKey(request, watch))
        },
      ),
    )
}

interface UnlockOptions extends Opening {
  readonly kit: string
  readonly vault: string
  readonly sign?: string[]
}

function registerUnlock(people: Command, act: Act): void {
  withSign(vaultOption(withOpening(people.command('unlock'), 'required')))
    .argument('<name>', 'whose key is locked')
    .description(
      'let somebody try again after ten wrong entries; a quorum and a recovery officer do it',
    )
    .addHelpText(
      'after',
      `
Needs no administrator and no witness, because the only one may be the one who is locked. The key stays
the same, and so does its PIN or passphrase: whoever has forgotten it needs a new key (people rekey).

Example:
  keyclave people unlock Walt --vault office.vault --kit kit.json --share ada.txt bob.txt \\
    --passphrase-file pass.txt --sign Olga=olga.txt`,
    )
    .action(
      act<UnlockOptions>(async ({ app, terminal, watch }, [given], options) => {
        const { kit, vault } = options
        const request = { ...openingOf(options), kit, vault, sign: namedFiles(options.sign) }
        const unlocked = await app.unlocks.person({ ...request, name: given as string }, watch)
        terminal.report({
          lines: [
            `${unlocked.name} may try again. It is recorded who opened the quorum for it.`,
            'Find out who made the ten wrong entries: the audit log has when.',
          ],
          json: unlocked,
        })
      }),
    )
}

function registerPin(people: Command, act: Act): void {
  vaultOption(people.command('pin'))
    .argument('<name>', 'who changes theirs')
    .description('change the PIN or passphrase of a key; the key stays the same')
    .requiredOption('--old-pin-file <file>', 'a file with the PIN or passphrase as it is')
    .requiredOption('--pin-file <file>', SECRET)
    .addHelpText(
      'after',
      '\nExample:\n  keyclave people pin Ada --old-pin-file ada.pin --pin-file ada-new.pin --vault office.vault',
    )
    .action(
      act<{ vault: string; oldPinFile: string; pinFile: string }>(
        async ({ app, terminal, watch }, [name], options) => {
          const { vault, oldPinFile: oldFile, pinFile: secretFile } = options
          const request = { name: name as string, vault, oldFile, secretFile }
          report(terminal, await app.people.changeSecret(request, watch))
        },
      ),
    )
}
