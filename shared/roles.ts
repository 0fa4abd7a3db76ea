/** Words of the policy that both sides use: roles, profiles, what can be agreed to. */

export const ROLES = [
  'administrator',
  'witness',
  'custodian',
  'recovery-officer',
  'auditor',
] as const
export type Role = (typeof ROLES)[number]

export const ROLE_NAMES: { readonly [role in Role]: string } = {
  administrator: 'administrator',
  witness: 'witness',
  custodian: 'custodian',
  'recovery-officer': 'recovery officer',
  auditor: 'auditor',
}

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

/** What is to be done, as the policy and a refusal call it. */
export const ACTION_TITLES: { readonly [action in Action]: string } = {
  'people.found': 'Name the first people of a vault',
  'person.add': 'Add a person',
  'person.suspend': 'Suspend a person',
  'person.reinstate': 'Reinstate a person',
  'person.retire': 'Retire a person',
  'person.replace-key': "Replace a person's sign-in key",
  'policy.change': 'Change the profile',
  'ceremony.run': 'Run a ceremony',
  'ceremony.close': 'Close a ceremony',
  'quorum.open': 'Open anything',
  'quorum.reissue': 'Replace a quorum by a new one',
  'drill.run': 'Rehearse a recovery',
  'drill.schedule': 'Choose how often drills are held',
  'custody.change': 'Record where a share is kept',
  'key.add': 'Add a key',
  'key.compromise': 'Mark a key compromised',
  'key.destroy': 'Destroy a key',
  'backup-key.rotate': 'Make a new backup key',
  'backup.create': 'Record a backup',
}

/** Why somebody's state changes. The log has the code: what people type does not go into it. */
export const PERSON_REASONS = [
  'left',
  'role-changed',
  'key-lost',
  'key-suspected',
  'misconduct',
  'returned',
  'other',
] as const
export type PersonReason = (typeof PERSON_REASONS)[number]

/** As it is said after "the reason:". */
export const REASON_WORDS: { readonly [reason in PersonReason]: string } = {
  left: 'they left',
  'role-changed': 'their role changed',
  'key-lost': 'their PIN or passphrase was lost',
  'key-suspected': 'somebody else may know their PIN or passphrase',
  misconduct: 'misconduct',
  returned: 'they came back',
  other: 'another, which is not on the list',
}
