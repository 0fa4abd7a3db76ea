/** What people should read while something goes on, or before it begins. */
import * as z from 'zod'
import type { SettingsProblem } from '../settings.ts'
import { text, whole } from './field.ts'

/** What a plan asks for that the people in the room should know before it is carried out. */
export const planWarning = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('every-share-needed'), threshold: whole }),
  /** KDF profile 1. */
  z.strictObject({ kind: z.literal('cheap-guesses') }),
  /** KDF profile 2. */
  z.strictObject({ kind: z.literal('much-memory') }),
  z.strictObject({ kind: z.literal('classic-identity') }),
  z.strictObject({ kind: z.literal('no-keys') }),
  z.strictObject({ kind: z.literal('pictures') }),
  z.strictObject({ kind: z.literal('key-of-192-bits'), label: text }),
  /** Their shares are sealed to keys of theirs. */
  z.strictObject({ kind: z.literal('absent'), names: z.array(text) }),
])
export type PlanWarning = z.infer<typeof planWarning>

/** A card that a void ceremony had issued. */
export interface VoidCard {
  readonly index: number
  readonly custodian: string
  readonly setId: string
}

/** What a verb tells while it is at work. */
export type NoticeCode =
  | { readonly kind: 'plan-warning'; readonly warning: PlanWarning }
  | {
      readonly kind: 'ceremony-interrupted'
      readonly title: string
      readonly opened: string
      /** The cards that it had issued. */
      readonly destroy: readonly VoidCard[]
    }

  /** Secrets are written into the working tree of a git repository. */
  | { readonly kind: 'in-checkout'; readonly path: string; readonly checkout: string }
  /** The settings of this machine could not be used. */
  | { readonly kind: 'settings-damaged'; readonly path: string; readonly problem: SettingsProblem }

/** Long work, as its progress is shown. */
export const WORK = [
  'rehearsing',
  'reading-back',
  'hashing-medium',
  'backing-up',
  'encrypting-again',
  'looking-for-backups',
  'looking-for-media',
  'proving-recovery',
  'writing-shares',
  'restoring',
  'opening-sealed-again',
  'sealing-again',
] as const
export type Work = (typeof WORK)[number]
