/**
 * The one way from the window into the main side: check the sender, validate, call, validate, encode
 * the error. A function of (sender, name, payload), so that both shells use it as it is.
 */
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
import type { Handlers } from './handlers.ts'

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
 * @returns a function that never throws: a KeyclaveError crosses as code and position, anything else
 *          as INTERNAL without detail
 */
export function createRouter(origin: string, handlers: Handlers): Dispatch {
  return async (sender, name, payload) => {
    try {
      if (!sender.mainFrame || sender.origin !== origin) throw refuse('CALL_FORBIDDEN', {})
      if (!isCallName(name)) throw refuse('CALL_UNKNOWN', {})
      return { kind: 'done', output: await answer(handlers, name, payload) }
    } catch (error) {
      return { kind: 'refused', error: toWire(asRefusal(error)) }
    }
  }
}

async function answer(handlers: Handlers, name: CallName, payload: unknown): Promise<never> {
  const { input, output } = CALLS[name]
  if (!isJson(payload)) throw refuse('CALL_INPUT', { call: name, field: '' })
  const request = input.safeParse(payload)
  if (!request.success) throw wrongInput(name, request.error)
  const handler = handlers[name] as (input: unknown) => unknown
  const result = await handler(request.data)
  if (!isJson(result)) throw new TypeError(`${name} answered something that is not JSON`)
  return output.parse(result) as never
}

const asRefusal = (error: unknown): KeyclaveError =>
  error instanceof KeyclaveError ? error : refuse('INTERNAL', {})

/** Checks an event on its way out; a wrong one is a defect of ours and throws. */
export const checkedEvent = <Name extends EventName>(name: Name, payload: Payload<Name>): Json =>
  EVENTS[name].parse(payload) as Json
