import { Argument, type Command, Option } from 'commander'
import { PROFILES, type Profile } from '../../../shared/roles.ts'
import type { App } from '../../app.ts'
import type { Act } from '../terminal/act.ts'
import { words } from '../terminal/words.ts'
import { report } from './people-report.ts'
import { policyInWords, sayWaived } from './policy-words.ts'
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
            ...shown.actions.map(sayLine),
            '',
            'One person may not be both:',
            ...shown.apart.map(
              ({ roles, why }) =>
                `  ${words.policy.rolesTogether(roles)}: ${words.policy.apart[why]}`,
            ),
            ...shown.waivers.map(sayWaived),
          ],
          json: policyInWords(shown),
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
function sayLine({ action, needs, waiver, available }: Policy['actions'][number]): string {
  const { deeds, policy } = words
  return [
    `${deeds[action].title}: ${LIST.format(needs.map(policy.need))}`,
    ...(waiver === null ? [] : [`(waiver: ${policy.waivers[waiver].title})`]),
    ...(available ? [] : ['(not in this version: Keyclave cannot do it yet)']),
  ].join(' ')
}

const LIST = new Intl.ListFormat('en-GB')
