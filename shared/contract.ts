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
import { clockCalls } from './contract/clock.ts'
import { custodyCalls } from './contract/custody.ts'
import { deliveryCalls } from './contract/deliveries.ts'
import { destructionCalls } from './contract/destruction.ts'
import { fileCalls, fileEvents } from './contract/files.ts'
import { helpCalls } from './contract/help.ts'
import { incidentCalls, incidentEvents } from './contract/incident.ts'
import { keyCalls } from './contract/keys.ts'
import { machineCalls } from './contract/machine.ts'
import { pageCalls } from './contract/pages.ts'
import { peopleCalls } from './contract/people.ts'
import { pickerCalls } from './contract/picker.ts'
import { printingCalls } from './contract/printing.ts'
import { quorumCalls } from './contract/quorum.ts'
import { recoveryCalls } from './contract/recovery.ts'
import { sealCalls } from './contract/seal.ts'
import { shareCalls } from './contract/shares.ts'
import { statusCalls } from './contract/status.ts'
import { vaultCalls } from './contract/vault.ts'
import { type KeyclaveError, refuse, type WireError } from './errors.ts'
import type { Json } from './json.ts'
import type { AtMainSide } from './secret/field.ts'

type PickerCalls = typeof pickerCalls
type AppCalls = typeof appCalls
type FileCalls = typeof fileCalls
type VaultCalls = typeof vaultCalls
type DeliveryCalls = typeof deliveryCalls
type DestructionCalls = typeof destructionCalls
type KeyCalls = typeof keyCalls
type MachineCalls = typeof machineCalls
type QuorumCalls = typeof quorumCalls
type AuditCalls = typeof auditCalls
type PeopleCalls = typeof peopleCalls
type CeremonyCalls = typeof ceremonyCalls
type RecoveryCalls = typeof recoveryCalls
type ShareCalls = typeof shareCalls
type BackupCalls = typeof backupCalls
type ClockCalls = typeof clockCalls
type CustodyCalls = typeof custodyCalls
type IncidentCalls = typeof incidentCalls
type PrintingCalls = typeof printingCalls
type PageCalls = typeof pageCalls
type HelpCalls = typeof helpCalls
type StatusCalls = typeof statusCalls
type SealCalls = typeof sealCalls

/** The calls by their names; an interface, because its type is too long to be written out. */
export interface Calls
  extends PickerCalls,
    AppCalls,
    FileCalls,
    VaultCalls,
    DeliveryCalls,
    DestructionCalls,
    KeyCalls,
    MachineCalls,
    QuorumCalls,
    AuditCalls,
    PeopleCalls,
    CeremonyCalls,
    RecoveryCalls,
    ShareCalls,
    BackupCalls,
    ClockCalls,
    CustodyCalls,
    IncidentCalls,
    PrintingCalls,
    PageCalls,
    HelpCalls,
    StatusCalls,
    SealCalls {}

/** What a page may ask for, by topic: the picker for its own calls alone, and the window for all the others. */
export const CALLS: Calls = {
  ...pickerCalls,
  ...appCalls,
  ...fileCalls,
  ...vaultCalls,
  ...deliveryCalls,
  ...destructionCalls,
  ...keyCalls,
  ...machineCalls,
  ...quorumCalls,
  ...auditCalls,
  ...peopleCalls,
  ...ceremonyCalls,
  ...recoveryCalls,
  ...shareCalls,
  ...backupCalls,
  ...clockCalls,
  ...custodyCalls,
  ...incidentCalls,
  ...printingCalls,
  ...pageCalls,
  ...helpCalls,
  ...statusCalls,
  ...sealCalls,
} satisfies { readonly [name: string]: { input: z.ZodObject; output: z.ZodType<Json> } }

/** What the main side tells the window unasked. */
export const EVENTS = {
  ...appEvents,
  ...fileEvents,
  ...incidentEvents,
} as const satisfies { readonly [name: string]: z.ZodObject }

export type CallName = keyof typeof CALLS
/** What the window gives, and is given. */
export type Input<Name extends CallName> = z.input<(typeof CALLS)[Name]['input']>
export type Output<Name extends CallName> = z.input<(typeof CALLS)[Name]['output']>
/**
 * The same as the main side has it: what is secret is bytes, which the router wipes after the call, and what a person
 * chose is a path.
 */
export type MainInput<Name extends CallName> = AtMainSide<z.output<(typeof CALLS)[Name]['input']>>
export type MainOutput<Name extends CallName> = AtMainSide<z.output<(typeof CALLS)[Name]['output']>>

export type EventName = keyof typeof EVENTS
export type Payload<Name extends EventName> = z.infer<(typeof EVENTS)[Name]>

export type About = Output<'app.about'>

/** Whether it is the picker's, and not the window's. */
export const isPickerCall = (name: CallName): boolean => Object.hasOwn(pickerCalls, name)

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
