import { Argument, type Command, Option } from 'commander'
import { PROFILES, type Profile, ROLE_NAMES, type Role } from '../../../shared/roles.ts'
import type { App } from '../../app.ts'
import type { Act } from '../terminal/act.ts'
import { report } from './people-report.ts'
import { namedFiles, withSign } from './signing.ts'

/** Registers `policy show` and `policy change`. */
export function register(program: Command, act: Act): void {
  const policy = program.command('policy').description('who must sign for what')

  policy
    .command('show')
    .description('show the policy: each action with those who must sign it')
    .addOption(new Option('--profile <profile>', 'which').choices(PROFILES).default('strict'))
    .addOption(
      new Option('--vault <file>', 'the profile in force in this vault').conflicts('profile'),
    )
    .addHelpText(
      'after',
      `
Examples:
  keyclave policy show --vault office.vault
  keyclave policy show --profile small-team`,
    )
    .action(
      act<{ profile: Profile; vault?: string }>(async ({ app, terminal }, _, options) => {
        const { profile, vault } = options
        const shown =
          vault === undefined ? app.people.policy(profile) : await app.people.policyIn(vault)
        terminal.report({
          lines: [
            vault === undefined
              ? `Policy ${shown.profile}`
              : `Policy ${shown.profile}, in force in ${vault}`,
            '',
            ...shown.actions.map(line => describeAction(line, shown.waivers)),
            '',
            'One person may not be both:',
            ...shown.apart.map(({ roles, why }) => `  ${namesOf(roles)}: ${why}`),
            ...shown.waivers.map(({ title, why }) => `Waived: ${title}. ${why}`),
          ],
          json: shown,
        })
      }),
    )

  withSign(policy.command('change'))
    .addArgument(new Argument('<profile>', 'which').choices(PROFILES))
    .description('choose another profile for a vault')
    .requiredOption('--vault <file>', 'the vault')
    .addHelpText(
      'after',
      `
Example:
  keyclave policy change small-team --vault office.vault --sign Ines=ines.pin --sign Walt=walt.pin`,
    )
    .action(
      act<{ vault: string; sign?: string[] }>(
        async ({ app, terminal, watch }, [profile], { vault, sign }) => {
          const request = { profile: profile as Profile, vault, sign: namedFiles(sign) }
          report(terminal, await app.people.changeProfile(request, watch))
        },
      ),
    )
}

type Policy = ReturnType<App['people']['policy']>

/** "Close a ceremony: an administrator, a witness and everyone who is in the room". */
function describeAction(
  { title, needs, waiver, available }: Policy['actions'][number],
  waivers: Policy['waivers'],
): string {
  const waived = waivers.find(other => other.waiver === waiver)
  return [
    `${title}: ${LIST.format(needs)}`,
    ...(waived === undefined ? [] : [`(waiver: ${waived.title})`]),
    ...(available ? [] : ['(not in this version: Keyclave cannot do it yet)']),
  ].join(' ')
}

const LIST = new Intl.ListFormat('en-GB')

const namesOf = (roles: readonly Role[]): string => LIST.format(roles.map(role => ROLE_NAMES[role]))
