/**
 * The one way from the window into the main side: check the sender, validate, call, validate, encode
 * the error. A function of (sender, name, payload), so that both shells use it as it is.
 */
import type * as z from 'zod'
import {
  CALLS,
  type CallName,
  EVENTS,
  type EventName,
  isCallName,
  type Payload,
  type Reply,
  wrongInput,
} from '../shared/contract.ts'
import { KeyclaveError, refuse, toWire } from '../shared/errors.ts'
import { isJson, type Json } from '../shared/json.ts'
import { hasSecrets, schemaWithBytes } from '../shared/secret/field.ts'
import { SEALED_WITH } from '../shared/secret/wire.ts'
import type { Handlers } from './handlers.ts'
import type { Seals } from './services/seals/index.ts'

/** Who calls, as the shell sees it; nothing of it comes from the page. */
export interface Sender {
  /** The serialised origin of the frame, `null` for an opaque one. */
  readonly origin: string
  /** True for the main frame of Keyclave's own window. */
  readonly mainFrame: boolean
}

export type Dispatch = (sender: Sender, name: unknown, payload: unknown) => Promise<Reply>

/**
 * Makes the router of a shell.
 *
 * @param origin the only origin that may call
 * @param seals  where `seal.offer` has its keys from
 * @returns a function that never throws: a KeyclaveError crosses as code and position, anything else
 *          as INTERNAL without detail
 */
export function createRouter(origin: string, handlers: Handlers, seals: Seals): Dispatch {
  return async (sender, name, payload) => {
    try {
      if (!sender.mainFrame || sender.origin !== origin) throw refuse('CALL_FORBIDDEN', {})
      if (!isCallName(name)) throw refuse('CALL_UNKNOWN', {})
      if (!isJson(payload)) throw refuse('CALL_INPUT', { call: name, field: '' })
      const output = CROSSINGS[name].sealed
        ? await answerSealed(handlers, seals, name, payload)
        : await answer(handlers, name, payload)
      return { kind: 'done', output: output as Json }
    } catch (error) {
      return { kind: 'refused', error: toWire(asRefusal(error)) }
    }
  }
}

/** What crosses with each call: the contract, with bytes at the place of what is secret. */
interface Crossing {
  readonly input: z.ZodType
  readonly output: z.ZodType
  /** Whether there is anything secret, in either direction. */
  readonly sealed: boolean
}

const CROSSINGS = Object.fromEntries(
  Object.entries(CALLS).map(([name, { input, output }]): [string, Crossing] => [
    name,
    {
      input: schemaWithBytes(input),
      output: schemaWithBytes(output),
      sealed: hasSecrets(input) || hasSecrets(output),
    },
  ]),
) as { readonly [Name in CallName]: Crossing }

/** A call with secrets: the handler has them as bytes, and what crosses is sealed. */
async function answerSealed(
  handlers: Handlers,
  seals: Seals,
  name: CallName,
  payload: Json,
): Promise<unknown> {
  const output = await seals.during(payload, input => answer(handlers, name, input))
  if (output === null) throw refuse('CALL_INPUT', { call: name, field: SEALED_WITH })
  return output.sealed
}

async function answer(handlers: Handlers, name: CallName, input: unknown): Promise<unknown> {
  const { input: inputSchema, output } = CROSSINGS[name]
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
