/**
 * What the window and the main side may say to each other: every call and every event, by name, with
 * the schema of what goes in and what comes out (ARCHITECTURE: The map).
 *
 * A new call is one line in its topic's file and one in main/handlers.ts. JSON values only, and objects
 * are `strictObject`s: an unknown field is refused on both sides.
 */
import * as z from 'zod'
import { appCalls, appEvents } from './contract/app.ts'
import { auditCalls } from './contract/audit.ts'
import { backupCalls } from './contract/backup.ts'
import { ceremonyCalls } from './contract/ceremony.ts'
import { custodyCalls } from './contract/custody.ts'
import { fileCalls, fileEvents } from './contract/files.ts'
import { helpCalls } from './contract/help.ts'
import { pageCalls } from './contract/pages.ts'
import { peopleCalls } from './contract/people.ts'
import { printingCalls } from './contract/printing.ts'
import { quorumCalls } from './contract/quorum.ts'
import { recoveryCalls } from './contract/recovery.ts'
import { sealCalls } from './contract/seal.ts'
import { shareCalls } from './contract/shares.ts'
import { vaultCalls } from './contract/vault.ts'
import { type KeyclaveError, refuse, type WireError } from './errors.ts'
import type { Json } from './json.ts'
import type { WithSecretBytes } from './secret/field.ts'

/** What the window may ask for, by topic. */
export const CALLS = {
  ...appCalls,
  ...fileCalls,
  ...vaultCalls,
  ...quorumCalls,
  ...auditCalls,
  ...peopleCalls,
  ...ceremonyCalls,
  ...recoveryCalls,
  ...shareCalls,
  ...backupCalls,
  ...custodyCalls,
  ...printingCalls,
  ...pageCalls,
  ...helpCalls,
  ...sealCalls,
} as const satisfies { readonly [name: string]: { input: z.ZodObject; output: z.ZodType<Json> } }

/** What the main side tells the window unasked. */
export const EVENTS = {
  ...appEvents,
  ...fileEvents,
} as const satisfies { readonly [name: string]: z.ZodObject }

export type CallName = keyof typeof CALLS
/** What the window gives, and is given. */
export type Input<Name extends CallName> = z.input<(typeof CALLS)[Name]['input']>
export type Output<Name extends CallName> = z.input<(typeof CALLS)[Name]['output']>
/** The same as the main side has it: what is secret is bytes, which the router wipes after the call. */
export type MainInput<Name extends CallName> = WithSecretBytes<
  z.output<(typeof CALLS)[Name]['input']>
>
export type MainOutput<Name extends CallName> = WithSecretBytes<
  z.output<(typeof CALLS)[Name]['output']>
>

export type EventName = keyof typeof EVENTS
export type Payload<Name extends EventName> = z.infer<(typeof EVENTS)[Name]>

export type About = Output<'app.about'>

/** The names are looked up as own properties: `toString` is no call. */
export const isCallName = (name: unknown): name is CallName =>
  typeof name === 'string' && Object.hasOwn(CALLS, name)

/** The answer to a call as the main side sends it. */
export type Reply =
  | { readonly kind: 'done'; readonly output: Json }
  | { readonly kind: 'refused'; readonly error: WireError }

/** The answer as it comes: `fromWire` judges the refusal, the call's schema the output. */
export const replySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('done'), output: z.json() }),
  z.strictObject({ kind: z.literal('refused'), error: z.unknown() }),
])

/** Says which field of an input is wrong, never what stood in it. */
export function wrongInput(call: CallName, error: z.ZodError): KeyclaveError {
  // A path holds names of fields and positions; the name of an unknown field is not in it.
  const path = error.issues[0]?.path.map(String).join('.')
  return refuse('CALL_INPUT', { call, field: path ?? '' })
}
