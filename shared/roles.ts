/** Words of the policy that both sides use: roles, profiles, what can be agreed to. */

export const ROLES = [
  'administrator',
  'witness',
  'custodian',
  'recovery-officer',
  'auditor',
] as const
export type Role = (typeof ROLES)[number]

/** How strictly roles are kept apart. */
export const PROFILES = ['strict', 'small-team'] as const
export type Profile = (typeof PROFILES)[number]

/** Rules of the strict profile that a small team does without, by name. */
export const WAIVERS = [
  'administrator-holds-share',
  'officer-holds-share',
  'witness-holds-share',
  'administrator-is-officer',
  'witness-is-officer',
  'one-administrator',
] as const
export type Waiver = (typeof WAIVERS)[number]

/** What the policy asks signatures for: a line of its table each. */
export const ACTIONS = [
  'people.found',
  'person.add',
  'person.suspend',
  'person.reinstate',
  'person.retire',
  'person.replace-key',
  'policy.change',
  'ceremony.run',
  'ceremony.close',
  'quorum.open',
  'quorum.reissue',
  'drill.run',
  'drill.schedule',
  'custody.change',
  'key.add',
  'key.compromise',
  'key.destroy',
  'backup-key.rotate',
  'backup.create',
] as const
export type Action = (typeof ACTIONS)[number]
