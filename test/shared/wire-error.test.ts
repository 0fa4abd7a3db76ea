/** What a worker or the main side says of a refusal is believed as far as its code's schema goes. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClient } from '../../shared/client.ts'
import { CODES, type ErrorCode } from '../../shared/codes/index.ts'
import { type ErrorData, KeyclaveError, toWire } from '../../shared/errors.ts'
import { fromWire, fromWireText, toWireText } from '../../shared/wire-error.ts'
import { samplesOf } from './samples.ts'

const codes = Object.keys(CODES) as ErrorCode[]
const ENDLESS = 'x'.repeat(2_000_000)
/** Longer than any field may be; each is tried with it. */
const TOO_LONG = 'x'.repeat(100_000)

/** A refusal as a thread or the window's bridge hands it over. */
const sent = (error: KeyclaveError): unknown => structuredClone(toWire(error))

for (const code of codes) {
  test(`${code} crosses with its data, and with no other`, () => {
    const shapes = new Set<string>()
    for (const data of samplesOf(CODES[code].data) as ErrorData[]) {
      const error = new KeyclaveError(code, data)
      const again = fromWire(sent(error))
      assert.deepEqual([again.code, again.data], [code, data])
      assert.deepEqual(fromWireText(toWireText(error)).data, data)
      assert.deepEqual(toWire(fromWire({ code, data: { ...data, extra: 1 } })), INTERNAL)
      // Once for those that differ in values alone.
      const shape = Object.entries(data)
        .map(([name, value]) => `${name} ${typeof value}`)
        .join()
      if (shapes.has(shape)) continue
      shapes.add(shape)
      for (const field of Object.keys(data)) {
        for (const wrong of [undefined, TOO_LONG, Number.NaN, () => 1, { toString: 1 }, [[data]]]) {
          const wire = { code, data: { ...data, [field]: wrong } }
          // What may be left out is as good as absent.
          if (wrong === undefined && CODES[code].data.safeParse(wire.data).success) continue
          assert.deepEqual(toWire(fromWire(wire)), INTERNAL, `${field}: ${typeof wrong}`)
        }
      }
    }
  })
}

const INTERNAL = { code: 'INTERNAL', data: {} }

const HOSTILE: readonly (readonly [string, unknown])[] = [
  ['nothing', undefined],
  ['null', null],
  ['a string', 'QUORUM_SHORT'],
  ['a number', 17],
  ['a list', ['QUORUM_SHORT', {}]],
  ['no code', { data: {} }],
  ['an unknown code', { code: 'NO_SUCH_CODE', data: {} }],
  ['the name of what every object has', { code: 'constructor', data: {} }],
  ['the name of a prototype', { code: '__proto__', data: {} }],
  ['a method', { code: 'toString', data: {} }],
  ['a code that is a list', { code: ['QUORUM_SHORT'], data: { have: 1, need: 2 } }],
  ['a code in another case', { code: 'quorum_short', data: { have: 1, need: 2 } }],
  ['no data', { code: 'QUORUM_SHORT' }],
  ['data that is null', { code: 'LOCKED', data: null }],
  ['data that is a list', { code: 'LOCKED', data: [] }],
  ['a member that the code has not', { code: 'LOCKED', data: { message: '<b>Go to …</b>' } }],
  ['an own __proto__', { code: 'LOCKED', data: JSON.parse('{"__proto__": {"admin": true}}') }],
  ['a number as a text', { code: 'QUORUM_SHORT', data: { have: '1', need: 2 } }],
  ['an infinite number', { code: 'QUORUM_SHORT', data: { have: 1, need: Infinity } }],
  ['a very long text', { code: 'KEY_EXISTS', data: { label: ENDLESS } }],
  ['a very long list', { code: 'SHARES_UNREAD', data: { shares: Array(100_000).fill(1) } }],
  ['a very long source', { code: 'LOCKED', data: { source: ENDLESS } }],
]

for (const [title, wire] of HOSTILE) {
  test(`${title} is a defect of the sender, and says nothing`, async () => {
    assert.deepEqual(toWire(fromWire(wire)), INTERNAL)
    const reply = { kind: 'refused', error: wire }
    const client = createClient({ call: async () => reply, onEvent: () => () => {} })
    await assert.rejects(client.call('app.about', {}), INTERNAL)
  })
}

test('a hostile code leaves nothing behind', () => {
  fromWire({ code: '__proto__', data: JSON.parse('{"__proto__": {"polluted": true}}') })
  assert.equal(({} as { polluted?: boolean }).polluted, undefined)
})
