import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  ippAttribute,
  ippFromBytes,
  ippToBytes,
} from '../../../main/services/printing/ipp-message.ts'

/** A request laid out by hand as RFC 8010, section 3.1, says. */
const BY_HAND = [
  '02000003 00000001 01',
  '47 0012 617474726962757465732d63686172736574 0005 7574662d38',
  '48 001b 617474726962757465732d6e61747572616c2d6c616e6775616765 0005 656e2d7573',
  '45 000b 7072696e7465722d757269 0021',
  '6970703a2f2f7072696e7465722e6578616d706c652e636f6d2f6970702f70726e',
  '02 21 0006 636f70696573 0004 00000001 03',
].join('')

describe('IPP message', () => {
  it('is written as RFC 8010 lays it out', () => {
    const bytes = ippToBytes({
      operation: 3,
      attributes: [
        ippAttribute('charset', 'attributes-charset', 'utf-8'),
        ippAttribute('language', 'attributes-natural-language', 'en-us'),
        ippAttribute('uri', 'printer-uri', 'ipp://printer.example.com/ipp/prn'),
      ],
      job: [ippAttribute('integer', 'copies', 1)],
    })
    assert.equal(bytes.toString('hex'), BY_HAND.replaceAll(' ', ''))
  })

  it('is read as it was written, sets and several groups too', () => {
    const value = fc.oneof(
      fc.record({
        tag: fc.constant('integer' as const),
        value: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      }),
      fc.record({ tag: fc.constant('boolean' as const), value: fc.boolean() }),
      fc.record({ tag: fc.constant('text' as const), value: fc.string({ unit: 'grapheme' }) }),
      fc.record({
        tag: fc.constant('keyword' as const),
        value: fc.string({ unit: 'grapheme-ascii' }),
      }),
    )
    const attributes = fc.array(fc.tuple(value, fc.integer({ min: 1, max: 3 })), { maxLength: 8 })
    fc.assert(
      fc.property(attributes, attributes, (operation, job) => {
        const named = (group: typeof operation) =>
          group.map(([{ tag, value }, times], i) =>
            ippAttribute(tag, `name-${i}`, ...Array.from({ length: times }, () => value)),
          )
        const read = ippFromBytes(
          ippToBytes({ operation: 0x0400, attributes: named(operation), job: named(job) }),
        )
        assert.equal(read.status, 0x0400)
        assert.deepEqual(
          read.groups.map(group => [...group]),
          [operation, ...(job.length === 0 ? [] : [job])].map(group =>
            named(group).map(({ name, values }) => [name, [...values]]),
          ),
        )
      }),
    )
  })

  it('is refused when it ends too early, anywhere', () => {
    const whole = Buffer.from(BY_HAND.replaceAll(' ', ''), 'hex')
    for (let length = 0; length < whole.length; length += 1) {
      assert.throws(() => ippFromBytes(whole.subarray(0, length)), RangeError, String(length))
    }
  })

  it('is read or refused, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
        try {
          ippFromBytes(Buffer.from(bytes))
        } catch (error) {
          assert.ok(error instanceof RangeError)
        }
      }),
    )
  })

  it('gives text without its language, and nothing of kinds that are not needed', () => {
    const english = Buffer.from('0002656e00046465736b', 'hex') // "en", "desk"
    const bytes = Buffer.concat([
      Buffer.from('0200000000000001', 'hex'),
      Buffer.from('04350001610' + '00a', 'hex'),
      english,
      Buffer.from('330001620008000000010000000203', 'hex'), // a range of integers
    ])
    const [group] = ippFromBytes(bytes).groups
    assert.deepEqual(group?.get('a'), ['desk'])
    assert.deepEqual(group?.get('b'), [null])
  })
})
