/**
 * The window's side of the boundary: calls and events with types, checked as they come in, and what is secret in
 * them sealed.
 */
import { hexToBytes } from '@noble/hashes/utils.js'
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
import type { Json } from './json.ts'
import { hasSecrets, schemaFromBytes, schemaToBytes } from './secret/field.ts'
import { agreeOnCallKey, type Offer } from './secret/window-key.ts'
import { inTheirPlaces, openIn, SEALED_WITH, sealIn } from './secret/wire.ts'
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
  const ask = inOrder(bridge)
  return {
    call: async <Name extends CallName>(name: Name, input: Input<Name>) => {
      const { input: inputSchema, output: outputSchema } = CALLS[name]
      const request = inputSchema.safeParse(input)
      if (!request.success) throw wrongInput(name, request.error)
      const raw =
        hasSecrets(inputSchema) || hasSecrets(outputSchema)
          ? await askSealed(bridge, ask, name, input)
          : await ask(name, Promise.resolve(request.data))
      const output = outputSchema.safeParse(raw)
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

/** Makes a call, with its input as soon as that is there; the answer as it comes. */
type Ask = (name: CallName, input: Promise<unknown>) => Promise<Json>

/** Calls reach the main side in the order in which they are made, also those whose input is sealed first. */
function inOrder(bridge: Bridge): Ask {
  let handedOver: Promise<unknown> = Promise.resolve()
  return async (name, input) => {
    const answer = handedOver.then(async () => {
      const given = await input
      return { reply: bridge.call(name, given) }
    })
    handedOver = answer.catch(() => {})
    return outputIn(await (await answer).reply)
  }
}

/** @throws KeyclaveError the refusal of the main side; INTERNAL when the answer has the wrong form */
function outputIn(answer: unknown): Json {
  const reply = replySchema.safeParse(answer)
  if (!reply.success) throw refuse('INTERNAL', {})
  if (reply.data.kind === 'refused') throw fromWire(reply.data.error)
  return reply.data.output
}

/** As `ask`, with what is secret sealed to keys that serve this call alone. */
async function askSealed(
  bridge: Bridge,
  ask: Ask,
  name: CallName,
  input: unknown,
): Promise<unknown> {
  const agreeing = takeOffer(bridge).then(agreeOnCallKey)
  const sealing = agreeing.then(async ({ seal, sealedWith }) => {
    const bytes = schemaToBytes(CALLS[name].input).parse(input)
    const sealed = await inTheirPlaces(sealIn, bytes, seal)
    return { ...(sealed as { readonly [field: string]: unknown }), [SEALED_WITH]: sealedWith }
  })
  const answer = await ask(name, sealing)
  const opened = await inTheirPlaces(openIn, answer, (await agreeing).open).catch(() => null)
  const output = schemaFromBytes(CALLS[name].output).safeParse(opened)
  if (!output.success) throw refuse('INTERNAL', {})
  return output.data
}

async function takeOffer(bridge: Bridge): Promise<Offer> {
  const offered = CALLS['seal.offer'].output.safeParse(
    outputIn(await bridge.call('seal.offer', {})),
  )
  if (!offered.success) throw refuse('INTERNAL', {})
  return { offer: offered.data.offer, publicKey: hexToBytes(offered.data.publicKey) }
}
