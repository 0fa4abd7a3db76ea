import * as z from 'zod'
import './no-jit.ts'
import { APART_REASONS, ROLES, type Role, type Waiver } from './roles.ts'

/** Who has to sign, as a deed asks for it and as a refusal says it. */

/** So many different people who each have one of these roles. */
export interface Demand {
  readonly roles: readonly Role[]
  readonly count: 1 | 2
}

/** What a deed takes. */
export interface Requirement {
  readonly signers: readonly Demand[]
  /** Everyone who is in the room signs, whatever their role. */
  readonly allPresent?: true
  /** Shares and passphrase, which no signature replaces: without them there is nothing to open with. */
  readonly quorum?: true
}

/** What the small team needs instead, and the waiver by which it does. */
export interface Relief {
  readonly requirement: Requirement
  readonly waiver: Waiver
}

/** One thing that is needed, or still missing. */
export const needSchema = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('roles'),
      roles: z.array(z.enum(ROLES)).min(1).readonly(),
      count: z.literal([1, 2]),
    })
    .readonly(),
  /** Somebody who is in the room, where everybody there signs. */
  z.strictObject({ kind: z.literal('person'), person: z.string(), name: z.string() }).readonly(),
  z.strictObject({ kind: z.literal('everyone-present') }).readonly(),
  z.strictObject({ kind: z.literal('quorum') }).readonly(),
])

export type Need = z.output<typeof needSchema>

/** What is wrong with one person's roles. */
export const rolesProblemSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }).readonly(),
  z.strictObject({ kind: z.literal('twice') }).readonly(),
  z
    .strictObject({
      kind: z.literal('apart'),
      roles: z.tuple([z.enum(ROLES), z.enum(ROLES)]).readonly(),
      why: z.enum(APART_REASONS),
    })
    .readonly(),
])
export type RolesProblem = z.output<typeof rolesProblemSchema>
