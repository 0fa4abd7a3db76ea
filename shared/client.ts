/** The window's side of the boundary: calls and events with types, checked as they come in. */
import {
  CALLS,
  type CallName,
  EVENTS,
  type EventName,
  type Input,
  type Output,
  type Payload,
  replySchema,
  wrongInput,
} from './contract.ts'
import { refuse } from './errors.ts'
import { fromWire } from './wire-error.ts'

/** What a shell exposes to its page, as `window.keyclave`. It never grows: new calls are data. */
export interface Bridge {
  readonly call: (name: string, input: unknown) => Promise<unknown>
  /** Returns the function that ends listening. */
  readonly onEvent: (name: string, listener: (payload: unknown) => void) => () => void
}

export interface Client {
  /**
   * @throws KeyclaveError the refusal of the main side; CALL_INPUT when the input has the wrong form;
   *         INTERNAL when the answer has
   */
  readonly call: <Name extends CallName>(name: Name, input: Input<Name>) => Promise<Output<Name>>
  /** Returns the function that ends listening. An event of the wrong form is dropped. */
  readonly onEvent: <Name extends EventName>(
    name: Name,
    listener: (payload: Payload<Name>) => void,
  ) => () => void
}

/** Makes the typed client of a bridge. */
export function createClient(bridge: Bridge): Client {
  return {
    call: async <Name extends CallName>(name: Name, input: Input<Name>) => {
      const { input: inputSchema, output: outputSchema } = CALLS[name]
      const request = inputSchema.safeParse(input)
      if (!request.success) throw wrongInput(name, request.error)
      const reply = replySchema.safeParse(await bridge.call(name, request.data))
      if (!reply.success) throw refuse('INTERNAL', {})
      if (reply.data.kind === 'refused') throw fromWire(reply.data.error)
      const output = outputSchema.safeParse(reply.data.output)
      if (!output.success) throw refuse('INTERNAL', {})
      return output.data as Output<Name>
    },
    onEvent: <Name extends EventName>(name: Name, listener: (payload: Payload<Name>) => void) =>
      bridge.onEvent(name, raw => {
        const payload = EVENTS[name].safeParse(raw)
        if (payload.success) listener(payload.data as Payload<Name>)
      }),
  }
}
