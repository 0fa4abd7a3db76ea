/** The boundary. Every case runs for every call of the contract: a new call is covered by itself. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as z from 'zod'
import { osRandom } from '../main/core/bytes/index.ts'
import type { Handlers } from '../main/handlers.ts'
import { checkedEvent, createRouter, type Sender } from '../main/router.ts'
import { createSeals, type Seals } from '../main/services/seals/index.ts'
import { createClient } from '../shared/client.ts'
import { CALLS, type CallName, EVENTS, isPickerCall, replySchema } from '../shared/contract.ts'
import { KeyclaveError, refuse } from '../shared/errors.ts'
import { isJson } from '../shared/json.ts'
import { hasSecrets, schemaToBytes } from '../shared/secret/field.ts'
import { agreeOnCallKey } from '../shared/secret/window-key.ts'
import { inTheirPlaces, SEALED_WITH, sealIn } from '../shared/secret/wire.ts'
import type { JsonSchema } from './shared/samples.ts'

const ORIGIN = 'keyclave://app'
const PICKER = 'keyclave://picker'
const OWN: Sender = { origin: ORIGIN, mainFrame: true }
const OWN_PICKER: Sender = { origin: PICKER, mainFrame: false, innerFrame: true }
/** Whose call it is. */
const ownerOf = (name: CallName): Sender => (isPickerCall(name) ? OWN_PICKER : OWN)
const NAMES = Object.keys(CALLS) as CallName[]

/** Handlers that note that they were reached, and answer nothing of use. */
function spies(): { readonly handlers: Handlers; readonly reached: string[] } {
  const reached: string[] = []
  const spy = (name: string) => [name, () => void reached.push(name)] as const
  return { handlers: Object.fromEntries(NAMES.map(spy)) as unknown as Handlers, reached }
}

/** Every call answers with `output`, or throws what `output` throws. */
const answering = (output: () => unknown): Handlers =>
  Object.fromEntries(NAMES.map(name => [name, output])) as unknown as Handlers

type Fields = { readonly [field: string]: unknown }

/** A router with keys of its own, and a call to it as the window's client makes it: what is secret is sealed. */
function routerOf(handlers: Handlers) {
  const seals = createSeals(osRandom)
  // Whatever a token is, a person chose it.
  const choices = {
    path: (_: string, token: string) => token,
    token: (_: string, at: string) => at,
  }
  const dispatch = createRouter({ window: ORIGIN, picker: PICKER }, handlers, { seals, choices })
  return {
    dispatch,
    call: async (name: CallName, input: unknown, change = (right: Fields): unknown => right) =>
      dispatch(ownerOf(name), name, change(await sealed(seals, name, input))),
  }
}

async function sealed(seals: Seals, name: CallName, clear: unknown): Promise<Fields> {
  const { input, output } = CALLS[name]
  if (!hasSecrets(input) && !hasSecrets(output)) return clear as Fields
  const { offer, publicKey } = seals.offer()
  const key = await agreeOnCallKey({ offer, publicKey: Buffer.from(publicKey, 'hex') })
  const wire = await inTheirPlaces(sealIn, schemaToBytes(input).parse(clear), key.seal)
  return { ...(wire as Fields), [SEALED_WITH]: key.sealedWith }
}

const codeOf = (reply: Awaited<ReturnType<ReturnType<typeof createRouter>>>): string =>
  reply.kind === 'refused' ? reply.error.code : 'DONE'

function deep(depth: number): unknown {
  let value: unknown = null
  for (let level = 0; level < depth; level += 1) value = { a: value }
  return value
}

/** What no call accepts, whatever its input is. */
const MALFORMED: readonly (readonly [string, () => unknown])[] = [
  ['undefined', () => undefined],
  ['null', () => null],
  ['true', () => true],
  ['a number', () => 17],
  ['NaN', () => Number.NaN],
  ['a big integer', () => 17n],
  ['a string', () => '{}'],
  ['a symbol', () => Symbol('x')],
  ['a function', () => () => ({})],
  ['an array', () => []],
  ['an array of an object', () => [{}]],
  ['a Date', () => new Date(0)],
  ['a Map', () => new Map()],
  ['a Set', () => new Set()],
  ['bytes', () => new Uint8Array(4)],
  ['an Error', () => new Error('x')],
  ['an instance of a class', () => new (class Input {})()],
  ['an unknown field', () => ({ 'no such field': 1 })],
  ['an own __proto__', () => JSON.parse('{"__proto__": {"admin": true}}')],
  ['a polluting constructor', () => JSON.parse('{"constructor": {"prototype": {"a": 1}}}')],
  ['an accessor', () => Object.defineProperty({}, 'a', { get: () => 1, enumerable: true })],
  ['a hidden field', () => Object.defineProperty({}, 'a', { value: 1 })],
  ['a symbol field', () => ({ [Symbol('x')]: 1 })],
  ['a field that is undefined', () => ({ 'no such field': undefined })],
  ['a very deep value', () => deep(10_000)],
  ['a cycle', () => cycle()],
  ['a proxy that throws', () => new Proxy({}, { ownKeys: () => fail() })],
]

const ENDLESS = 'x'.repeat(2_000_000)
/** One value of each JSON type, and a text that is longer than any field. */
const OTHER_VALUES: readonly unknown[] = [
  ...[null, true, -17.5, ENDLESS, [[17]], { 'no such field': 1 }],
]

function cycle(): unknown {
  const value: Record<string, unknown> = {}
  value.self = value
  return value
}

function fail(): never {
  throw new Error('passphrase correct horse battery staple')
}

for (const name of NAMES) {
  describe(`the call ${name}`, () => {
    test('is refused to every sender but the main frame of the app’s origin', async () => {
      const { handlers, reached } = spies()
      const dispatch = routerOf(handlers).dispatch
      const senders: Sender[] = [
        { origin: ORIGIN, mainFrame: false },
        { origin: ORIGIN, mainFrame: false, innerFrame: true },
        { origin: PICKER, mainFrame: false },
        { origin: PICKER, mainFrame: true },
        { origin: PICKER, mainFrame: true, innerFrame: true },
        // The window does not choose, and the picker does nothing else.
        isPickerCall(name) ? OWN : OWN_PICKER,
        ...[
          '',
          'null',
          'keyclave://app/',
          'keyclave://app.example',
          'keyclave://',
          'KEYCLAVE://APP',
          'https://app',
          'https://keyclave.invalid',
          'file://',
          'data:',
        ].map(origin => ({ origin, mainFrame: true })),
      ]
      for (const sender of senders) {
        assert.equal(codeOf(await dispatch(sender, name, {})), 'CALL_FORBIDDEN', sender.origin)
      }
      assert.deepEqual(reached, [])
    })

    test('is refused for every malformed payload, and says no more than where', async () => {
      const { handlers, reached } = spies()
      const dispatch = routerOf(handlers).dispatch
      for (const [title, payload] of MALFORMED) {
        const reply = await dispatch(ownerOf(name), name, payload())
        assert.match(codeOf(reply), /^(CALL_INPUT|INTERNAL)$/, title)
        assert.doesNotMatch(JSON.stringify(reply), /no such field|horse/, title)
      }
      assert.deepEqual(reached, [])
    })

    test('is refused when one of its own fields is missing, of another type, or endless', async () => {
      const right = sampleOf(CALLS[name].input) as Fields
      const { properties = {}, required = [] } = z.toJSONSchema(CALLS[name].input) as JsonSchema
      /** Whether the handler was reached; otherwise it was refused for its input. */
      const isTaken = async (change: (right: Fields) => unknown): Promise<boolean> => {
        const { handlers, reached } = spies()
        const { call } = routerOf(handlers)
        const reply = await call(name, right, change)
        if (reached.length === 0) assert.equal(codeOf(reply), 'CALL_INPUT')
        return reached.length > 0
      }
      assert.ok(await isTaken(input => input), 'the sample itself')
      for (const field of required) {
        const without = ({ [field]: _, ...rest }: Fields): Fields => rest
        assert.ok(!(await isTaken(without)), `without ${field}`)
      }
      for (const field of Object.keys(properties)) {
        const taken: unknown[] = []
        for (const value of OTHER_VALUES) {
          if (await isTaken(input => ({ ...input, [field]: value }))) taken.push(value)
        }
        // Some may be of the field's own type; a field that takes anything would take them all.
        assert.ok(taken.length <= 2, `${field} takes ${taken.length} of ${OTHER_VALUES.length}`)
        assert.ok(!taken.includes(ENDLESS), `${field} takes a text of any length`)
      }
    })

    test('does not let out an answer of another form', async () => {
      const wrong = [undefined, Symbol('x'), { 'no such field': 1 }, new Date(0), new Map()]
      for (const output of wrong) {
        const { input } = CALLS[name]
        const sample = sampleOf(input)
        const reply = await routerOf(answering(() => output)).call(name, sample)
        assert.deepEqual(reply, { kind: 'refused', error: { code: 'INTERNAL', data: {} } })
      }
    })

    test('tells a refusal as code and position, and of any other error nothing', async () => {
      const sample = sampleOf(CALLS[name].input)
      const word = refuse('SHARE_WORD_UNKNOWN', { word: 17 })
      const { call } = routerOf(
        answering(() => {
          throw word
        }),
      )
      const refused = await call(name, sample)
      assert.deepEqual(refused, {
        kind: 'refused',
        error: { code: 'SHARE_WORD_UNKNOWN', data: { word: 17 } },
      })
      const broken = await routerOf(answering(fail)).call(name, sample)
      assert.deepEqual(broken, { kind: 'refused', error: { code: 'INTERNAL', data: {} } })
    })

    test('has schemas of strict objects alone, on both sides', () => {
      for (const schema of [CALLS[name].input, CALLS[name].output])
        assertStrict(z.toJSONSchema(schema))
    })
  })
}

/** A value that fits a schema, from its JSON Schema. */
function sampleOf(schema: z.ZodType): unknown {
  return sample(z.toJSONSchema(schema) as JsonSchema)
}

function sample(schema: JsonSchema): unknown {
  // A string with a pattern says what fits it: z.string().regex(…).meta({ examples: ['…'] }).
  if (schema.examples !== undefined) return schema.examples[0]
  if ('const' in schema) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  const [first] = schema.anyOf ?? schema.oneOf ?? []
  if (first !== undefined) return sample(first)
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map(name => [name, sample(schema.properties?.[name] ?? {})]),
      )
    case 'array':
      if (schema.prefixItems !== undefined) return schema.prefixItems.map(sample)
      return Array.from({ length: schema.minItems ?? 0 }, () => sample(schema.items ?? {}))
    case 'string':
      return 'x'.repeat(schema.minLength ?? 0)
    case 'integer':
    case 'number':
      return schema.minimum ?? (schema.exclusiveMinimum ?? -1) + 1
    case 'boolean':
      return false
    default:
      return null
  }
}

/** Objects name their fields: no record, whose keys would be what a person typed. */
function assertStrict(schema: unknown): void {
  if (typeof schema !== 'object' || schema === null) return
  const { type, additionalProperties } = schema as JsonSchema
  if (type === 'object') assert.equal(additionalProperties, false, JSON.stringify(schema))
  for (const part of Object.values(schema)) assertStrict(part)
}

describe('the router', () => {
  test('refuses names that are no calls', async () => {
    const { handlers, reached } = spies()
    const dispatch = routerOf(handlers).dispatch
    const names = ['', 'app', 'app.about ', 'APP.ABOUT', 'toString', '__proto__', 'constructor']
    for (const name of [...names, 17, null, undefined, {}, ['app.about'], Symbol('app.about')]) {
      assert.equal(codeOf(await dispatch(OWN, name, {})), 'CALL_UNKNOWN', String(name))
    }
    assert.deepEqual(reached, [])
  })

  test('refuses an event of the wrong form', () => {
    for (const name of Object.keys(EVENTS) as (keyof typeof EVENTS)[]) {
      assert.throws(() => checkedEvent(name, { 'no such field': 1 } as never))
      assertStrict(z.toJSONSchema(EVENTS[name]))
    }
  })
})

describe('the client', () => {
  const about = {
    version: '1',
    shell: 'electron',
    airGap: { isolated: true, interfaces: [] },
  } as const
  const bridgeTo = (reply: unknown) => ({ call: async () => reply, onEvent: () => () => {} })

  test('gives back what the handler answered', async () => {
    const { dispatch } = routerOf(answering(() => about))
    const client = createClient({
      call: (name, input) => dispatch(OWN, name, input),
      onEvent: () => () => {},
    })
    assert.deepEqual(await client.call('app.about', {}), about)
  })

  test('makes the refusal anew, sentence and all', async () => {
    const thrown = refuse('SHARE_WORD_UNKNOWN', { word: 17 })
    const { dispatch } = routerOf(
      answering(() => {
        throw thrown
      }),
    )
    const reply = await dispatch(OWN, 'app.about', {})
    const client = createClient(bridgeTo(reply))
    await assert.rejects(client.call('app.about', {}), (error: KeyclaveError) => {
      assert.ok(error instanceof KeyclaveError)
      assert.deepEqual(
        [error.code, error.data, error.message],
        [thrown.code, thrown.data, thrown.message],
      )
      return true
    })
  })

  test('does not believe an answer of another form', async () => {
    for (const reply of [
      null,
      {},
      { kind: 'done' },
      { kind: 'done', output: { ...about, extra: 1 } },
      { kind: 'done', output: about, extra: 1 },
      { kind: 'refused', error: { code: 'NO_SUCH_CODE', data: {} } },
      { kind: 'refused', error: { code: 'INTERNAL', data: {}, message: 'x' } },
    ]) {
      const client = createClient(bridgeTo(reply))
      await assert.rejects(
        client.call('app.about', {}),
        { code: 'INTERNAL' },
        JSON.stringify(reply),
      )
    }
  })

  test('refuses a wrong input before it leaves the window', async () => {
    let asked = 0
    const call = async () => {
      asked += 1
    }
    const client = createClient({ call, onEvent: () => () => {} })
    await assert.rejects(client.call('app.about', { extra: 1 } as never), { code: 'CALL_INPUT' })
    assert.equal(asked, 0)
  })

  test('passes events of the right form on, and drops others', () => {
    const listeners: ((payload: unknown) => void)[] = []
    const heard: unknown[] = []
    const onEvent = (_name: string, listener: (payload: unknown) => void) => {
      listeners.push(listener)
      return () => listeners.splice(0)
    }
    const client = createClient({ call: async () => null, onEvent })
    const stop = client.onEvent('app.locked', payload => heard.push(payload))
    for (const payload of [null, {}, { reason: 'other' }, { reason: 'idle', extra: 1 }]) {
      for (const listener of listeners) listener(payload)
    }
    for (const listener of listeners) listener({ reason: 'idle' })
    stop()
    assert.deepEqual(heard, [{ reason: 'idle' }])
    assert.equal(listeners.length, 0)
  })
})

test('a reply is JSON on its way', async () => {
  const { dispatch } = routerOf(answering(() => fail()))
  const reply = await dispatch(OWN, 'app.about', {})
  assert.deepEqual(replySchema.parse(JSON.parse(JSON.stringify(reply))), reply)
})

test('JSON values are recognised, and others are not', () => {
  for (const value of [
    null,
    0,
    '',
    [],
    {},
    [[{ a: [1, 'b', false, null] }]],
    Object.create(null),
  ]) {
    assert.ok(isJson(value))
  }
  const sparse = [1, 2]
  delete sparse[0]
  const withField = Object.assign([1], { extra: 1 })
  for (const value of [
    sparse,
    withField,
    { a: undefined },
    [new Date(0)],
    Number.POSITIVE_INFINITY,
  ]) {
    assert.ok(!isJson(value))
  }
  assert.ok(isJson(deep(31)) && !isJson(deep(33)), 'depth')
  assert.ok(!isJson(Array(100_001).fill(0)), 'size')
})
