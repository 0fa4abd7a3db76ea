/**
 * The one way from the window into the main side: check the sender, validate, call, validate, encode
 * the error. A function of (sender, name, payload), so that both shells use it as it is.
 */
import type * as z from 'zod'
import { type ChoiceKind, schemaWithChoices } from '../shared/chosen.ts'
import {
  CALLS,
  type CallName,
  EVENTS,
  type EventName,
  isCallName,
  isPickerCall,
  type Payload,
  type Reply,
  wrongInput,
} from '../shared/contract.ts'
import { KeyclaveError, refuse, toWire } from '../shared/errors.ts'
import { isJson, type Json } from '../shared/json.ts'
import { hasSecrets, schemaWithBytes } from '../shared/secret/field.ts'
import { SEALED_WITH } from '../shared/secret/wire.ts'
import type { Handlers } from './handlers.ts'
import type { Choices } from './services/files/index.ts'
import type { Seals } from './services/seals/index.ts'

/** Who calls, as the shell sees it; nothing of it comes from the page. */
export interface Sender {
  /** The serialised origin of the frame, `null` for an opaque one. */
  readonly origin: string
  /** True for the main frame of Keyclave's own window. */
  readonly mainFrame: boolean
  /** True for a frame that stands right in that one. */
  readonly innerFrame?: boolean
}

/** The pages that may call, by the origins that only the shell answers. */
export interface Origins {
  /** Of the window's page, a main frame. */
  readonly window: string
  /** Of the picker's, a frame in it. */
  readonly picker: string
}

export interface RouterTools {
  readonly seals: Seals
  readonly choices: Pick<Choices, 'path' | 'token'>
}

/** Whose call it is; null: nobody's who may. */
function pageOf(sender: Sender, origins: Origins): 'window' | 'picker' | null {
  const { origin, mainFrame, innerFrame = false } = sender
  if (mainFrame && origin === origins.window) return 'window'
  return !mainFrame && innerFrame && origin === origins.picker ? 'picker' : null
}

export type Dispatch = (sender: Sender, name: unknown, payload: unknown) => Promise<Reply>

/**
 * Makes the router of a shell.
 *
 * @param origins who may call
 * @param tools   where `seal.offer` has its keys from, and what people chose
 * @returns a function that never throws: a KeyclaveError crosses as code and position, anything else
 *          as INTERNAL without detail
 */
export function createRouter(origins: Origins, handlers: Handlers, tools: RouterTools): Dispatch {
  const { seals } = tools
  const crossings = new Map<CallName, Crossing>()
  const crossingOf = (name: CallName): Crossing => {
    const crossing = crossings.get(name) ?? crossingWith(name, tools.choices)
    crossings.set(name, crossing)
    return crossing
  }
  return async (sender, name, payload) => {
    try {
      const from = pageOf(sender, origins)
      if (from === null) throw refuse('CALL_FORBIDDEN', {})
      if (!isCallName(name)) throw refuse('CALL_UNKNOWN', {})
      // The picker chooses, and the window uses what was chosen: neither does the other's.
      if (isPickerCall(name) !== (from === 'picker')) throw refuse('CALL_FORBIDDEN', {})
      if (!isJson(payload)) throw refuse('CALL_INPUT', { call: name, field: '' })
      const crossing = crossingOf(name)
      const output = crossing.sealed
        ? await answerSealed(handlers, seals, name, crossing, payload)
        : await answer(handlers, name, crossing, payload)
      return { kind: 'done', output: output as Json }
    } catch (error) {
      return { kind: 'refused', error: toWire(asRefusal(error)) }
    }
  }
}

/**
 * What crosses with each call: the contract, with bytes at the place of what is secret, and on the main side a path at
 * the place of what was chosen.
 */
interface Crossing {
  readonly input: z.ZodType
  readonly output: z.ZodType
  /** Whether there is anything secret, in either direction. */
  readonly sealed: boolean
}

function crossingWith(name: CallName, choices: RouterTools['choices']): Crossing {
  const { input, output } = CALLS[name]
  const pathOf = (kind: ChoiceKind, token: string): string => choices.path(kind, token)
  const tokenOf = (kind: ChoiceKind, path: string): string => choices.token(kind, path)
  return {
    input: schemaWithChoices(schemaWithBytes(input), pathOf, 'token'),
    output: schemaWithChoices(schemaWithBytes(output), tokenOf, 'path'),
    sealed: hasSecrets(input) || hasSecrets(output),
  }
}

/** A call with secrets: the handler has them as bytes, and what crosses is sealed. */
async function answerSealed(
  handlers: Handlers,
  seals: Seals,
  name: CallName,
  crossing: Crossing,
  payload: Json,
): Promise<unknown> {
  const output = await seals.during(payload, input => answer(handlers, name, crossing, input))
  if (output === null) throw refuse('CALL_INPUT', { call: name, field: SEALED_WITH })
  return output.sealed
}

async function answer(
  handlers: Handlers,
  name: CallName,
  { input: inputSchema, output }: Crossing,
  input: unknown,
): Promise<unknown> {
  const request = inputSchema.safeParse(input)
  if (!request.success) throw wrongInput(name, request.error)
  const handler = handlers[name] as (input: unknown) => unknown
  const result = await handler(request.data)
  if (!isJson(result, isBytes)) throw new TypeError(`${name} answered something that is not JSON`)
  return output.parse(result)
}

const isBytes = (value: object): boolean => value instanceof Uint8Array

const asRefusal = (error: unknown): KeyclaveError =>
  error instanceof KeyclaveError ? error : refuse('INTERNAL', {})

/** Checks an event on its way out; a wrong one is a defect of ours and throws. */
export const checkedEvent = <Name extends EventName>(name: Name, payload: Payload<Name>): Json =>
  EVENTS[name].parse(payload) as Json
