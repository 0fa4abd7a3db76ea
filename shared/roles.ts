/** Codes of the policy that both sides use: roles, profiles, waivers, reasons. */

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
  'one-officer',
  'pins',
  'one-operator',
] as const
export type Waiver = (typeof WAIVERS)[number]

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

/** Why two roles are kept apart. */
export const APART_REASONS = [
  'own-witness',
  'runs-without-share',
  'runs-without-passphrase',
  'passphrase-without-share',
  'watches-without-share',
  'watch-each-other',
  'only-reads',
] as const
export type ApartReason = (typeof APART_REASONS)[number]
