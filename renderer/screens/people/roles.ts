import type { Profile, Role } from '../../../shared/roles.ts'

/** What the roles and profiles are called on screen, and what they mean. */

export const ROLE_TITLES: { readonly [role in Role]: { title: string; means: string } } = {
  administrator: {
    title: 'administrator',
    means: 'Runs ceremonies. Holds no share.',
  },
  witness: {
    title: 'witness',
    means: 'Watches, and signs what was done.',
  },
  custodian: {
    title: 'custodian',
    means: 'Holds one share card.',
  },
  'recovery-officer': {
    title: 'recovery officer',
    means: 'Knows the passphrase. Holds no share.',
  },
  auditor: {
    title: 'auditor',
    means: 'Reads and verifies, and changes nothing.',
  },
}

/** "administrator and witness". */
export const rolesText = (roles: readonly Role[]): string =>
  new Intl.ListFormat('en-GB').format(roles.map(role => ROLE_TITLES[role].title))

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
