import { type Profile, ROLE_NAMES, type Role } from '../../../shared/roles.ts'

/** What roles and profiles mean, on screen. */

export const ROLE_MEANINGS: { readonly [role in Role]: string } = {
  administrator: 'Runs ceremonies. Holds no share.',
  witness: 'Watches, and signs what was done.',
  custodian: 'Holds one share card.',
  'recovery-officer': 'Knows the passphrase. Holds no share.',
  auditor: 'Reads and verifies, and changes nothing.',
}

/** "administrator and witness". */
export const rolesText = (roles: readonly Role[]): string =>
  new Intl.ListFormat('en-GB').format(roles.map(role => ROLE_NAMES[role]))

export const PROFILE_TITLES: { readonly [profile in Profile]: { title: string; hint: string } } = {
  strict: {
    title: 'Strict',
    hint: 'Nobody has two roles that watch each other. Takes at least an administrator, a witness, a recovery officer, and the custodians.',
  },
  'small-team': {
    title: 'Small team',
    hint: 'For two people or a few. Some rules are waived; each waiver is named here and recorded.',
  },
}
