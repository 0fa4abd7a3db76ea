import { z } from 'zod'
import { PROFILES, ROLES } from '../../../shared/roles.ts'
import type { Need } from '../../../shared/signers.ts'
import { missingSigners, policyNumbered, type Signatory } from '../people/index.ts'
import { hex, nameSchema } from './fields.ts'

/**
 * Who may change a kit after its founding: the people of the vault in which its ceremony was held, and the
 * rules by which they sign. Source: FORMAT, Authority.
 */

const personSchema = z
  .strictObject({
    id: hex(8),
    name: nameSchema,
    roles: z.array(z.enum(ROLES)).min(1).readonly(),
    /** Their public sign-in key. */
    key: hex(32),
  })
  .readonly()

export const authoritySchema = z
  .strictObject({
    /** The id of the log in which they are people: what they agree to is for that log. */
    log: hex(16),
    profile: z.enum(PROFILES),
    /** The number of the policy. */
    policy: z.int().min(1),
    people: z.array(personSchema).min(1).max(1000).readonly(),
  })
  .readonly()
  .refine(({ people }) => areDifferent(people.map(({ id }) => id)))
  .refine(({ people }) => areDifferent(people.map(({ key }) => key)))

export type KitAuthority = z.infer<typeof authoritySchema>

const areDifferent = (values: readonly string[]): boolean => new Set(values).size === values.length

/** What a later revision changes. */
export const CHANGES = [
  'item-added',
  'version-added',
  'versions-added',
  'backup-key-rotated',
  'tombstone',
  'authority-changed',
] as const
export type ChangeKind = (typeof CHANGES)[number]

/** The deed that people agree to in each. */
export const ACTION_OF: { readonly [kind in ChangeKind]: string } = {
  'item-added': 'key.add',
  'version-added': 'key.add',
  'versions-added': 'key.rotate',
  'backup-key-rotated': 'backup-key.rotate',
  tombstone: 'key.destroy',
  'authority-changed': 'kit.renew',
}

/** Whether a statement about this deed can be about that change; kits made before `kit.renew` have the other. */
export const isDeedOf = (action: string, kind: ChangeKind): boolean =>
  action === ACTION_OF[kind] || (kind === 'authority-changed' && action === 'policy.change')

/** Whether this version knows the policy of that number. */
export const knowsPolicy = (number: number): boolean => policyNumbered(number) !== null

/** Who is missing under a change by a known policy; nobody when those who signed are enough. */
export function missingFor(
  kind: ChangeKind,
  { profile, policy: number }: KitAuthority,
  signers: readonly Signatory[],
): readonly Need[] {
  const policy = policyNumbered(number)
  if (policy === null) throw new RangeError(`there is no policy ${number}`)
  return missingSigners(ACTION_OF[kind], { profile, policy }, signers)
}
