/**
 * Records that were changed by somebody who has the public files and this code, and computes every digest
 * anew: each is refused by name, none verifies.
 */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import {
  type CeremonyRecord,
  recordHash,
  verifyRecord,
} from '../../../main/core/ceremony/record.ts'
import { type Agreement, type Statement, statementHash } from '../../../main/core/log/statement.ts'
import { signerOf } from '../../../main/core/people/signature.ts'
import { canonical, jsonOf, STRICT, tagged } from '../../golden/golden.ts'
import { refusal } from '../refusal.ts'

type Json = { [name: string]: unknown }
const RECORD = (): Json => jsonOf<Json>(STRICT, 'record.json')
const bytesOf = (record: object): Buffer => Buffer.from(`${canonical(record)}\n`)
/** What `JSON.parse` makes of a member of this name, and an object literal does not. */
const withProto = (to: object, value: unknown): object =>
  Object.defineProperty({ ...to }, '__proto__', { value, enumerable: true })

/** A path into a record, and the record with another value there. */
const put = (record: Json, path: readonly (string | number)[], change: (old: never) => unknown) => {
  const [name, ...rest] = path
  if (name === undefined) return change(record as never)
  const old = (record as { [name: string | number]: unknown })[name]
  const copy = (Array.isArray(record) ? [...(record as unknown[])] : { ...record }) as Json
  copy[name] = put(old as Json, rest, change)
  return copy
}

test('the record itself is whole and signed', () => {
  assert.equal(verifyRecord(bytesOf(RECORD())).profile, 'strict')
})

describe('a member named __proto__, which a schema drops, says something that nobody signed', () => {
  const PLACES: readonly (readonly [path: (string | number)[], where: string])[] = [
    [[], '__proto__'],
    [['steps', 0, 'facts'], 'steps.[0].facts.__proto__'],
    [['steps', 1], 'steps.[1].__proto__'],
    [['keys', 0], 'keys.[0].__proto__'],
    [['plan'], 'plan.__proto__'],
    [['plan', 'quorum'], 'plan.quorum.__proto__'],
    [['quorum'], 'quorum.__proto__'],
    [['people', 0], 'people.[0].__proto__'],
    [['approval', 'statement'], 'approval.statement.__proto__'],
    [['approval', 'statement', 'terms'], 'approval.statement.terms.__proto__'],
    [['signatures', 'by', 0], 'signatures.by.[0].__proto__'],
  ]
  for (const [path, where] of PLACES) {
    for (const value of ['Walt left the room', { waivers: [] }, null]) {
      test(`${where}: ${JSON.stringify(value)}`, () => {
        const forged = put(RECORD(), path, old => withProto(old, value)) as object
        assert.match(bytesOf(forged).toString(), /"__proto__"/)
        assert.throws(
          () => verifyRecord(bytesOf(forged)),
          refusal('RECORD_FORMAT', { where: { part: 'file' }, problem: 'forbidden-field' }),
        )
      })
    }
  }
})

describe('a member that a schema fills in by itself was signed as it stood', () => {
  for (const name of ['imports', 'keys']) {
    for (const anew of [false, true]) {
      test(`the plan without ${name}${anew ? ', and its hash made anew' : ''}`, () => {
        const forged = put(RECORD(), ['plan'], (plan: Json) => {
          const { [name]: _, ...rest } = plan
          return rest
        }) as Json
        if (anew) forged.planHash = tagged('ceremony plan', forged.plan)
        assert.throws(
          () => verifyRecord(bytesOf(forged)),
          refusal('RECORD_FORMAT', { where: `plan.${name}`, problem: 'absent' }),
        )
      })
    }
  }
})

describe('a record of a plan with people, whose people and signatures were taken out', () => {
  const bare = { profile: null, people: [], approval: null, signatures: null, waivers: [] }
  const stripped = (change: object) => bytesOf({ ...RECORD(), ...bare, ...change })

  test('is refused with a code of its own, since nobody signed', () => {
    for (const change of [{}, { attendance: [] }, { audit: null, attendance: [] }]) {
      assert.throws(() => verifyRecord(stripped(change)), refusal('RECORD_STRIPPED', {}))
    }
  })

  test('is refused where something of them was left', () => {
    const { people, approval, signatures } = RECORD()
    for (const change of [{ people }, { approval }, { signatures }]) {
      assert.throws(() => verifyRecord(stripped(change)), refusal('RECORD_STRIPPED', {}))
    }
    const { people: _, ...plan } = RECORD().plan as Json
    const unplanned = { plan, planHash: tagged('ceremony plan', plan) }
    assert.throws(
      () => verifyRecord(stripped({ ...unplanned, people })),
      refusal('RECORD_TAMPERED', { where: 'plan-people' }),
    )
  })

  test('a strict plan is not one of a small team, and nobody of it is left out', () => {
    const tampered = refusal('RECORD_TAMPERED', { where: 'plan-people' })
    const looser = bytesOf({ ...RECORD(), profile: 'small-team' })
    assert.throws(() => verifyRecord(looser), tampered)
    const people = (RECORD().people as { name: string }[]).filter(({ name }) => name !== 'Olga')
    assert.throws(() => verifyRecord(bytesOf({ ...RECORD(), people })), tampered)
  })
})

describe('what closes a record is signed when it has ended', () => {
  const MINUTE = 60_000
  const LATER = path.join(import.meta.dirname, '../../vectors/golden-statement-3/small-team')
  const record = JSON.parse(readFileSync(path.join(LATER, 'record.json'), 'utf8')) as CeremonyRecord
  assert.ok(record.approval !== null && record.signatures !== null)
  const { approval, signatures } = record

  /** The record with keys of ours in place of its people's, closed by signatures of so many minutes later. */
  function closedAfter(minutes: number): Buffer {
    const signers = new Map(
      record.people.map(({ key }) => [
        key,
        signerOf(createHash('sha256').update(`key for ${key}`).digest()),
      ]),
    )
    const sign = ({ by }: Agreement, statement: Statement): Agreement => ({
      statement,
      by: by.map(({ key }) => {
        const signer = signers.get(key) ?? assert.fail(key)
        return { key: signer.publicKey, signature: signer.sign(statementHash(statement)) }
      }),
    })
    const open: CeremonyRecord = {
      ...record,
      people: record.people.map(person => ({
        ...person,
        key: signers.get(person.key)?.publicKey ?? assert.fail(person.name),
      })),
      approval: sign(approval, approval.statement),
      signatures: null,
    }
    const asked = new Date(Date.parse(record.closed) + minutes * MINUTE).toISOString()
    const terms = { record: recordHash(open) }
    return bytesOf({
      ...open,
      signatures: sign(signatures, { ...signatures.statement, asked, terms }),
    })
  }

  for (const minutes of [-15, 0, 15, 7 * 24 * 60]) {
    test(`${minutes} minutes after it: taken`, () => {
      assert.equal(verifyRecord(closedAfter(minutes)).profile, 'small-team')
    })
  }
  for (const minutes of [-365 * 24 * 60, -16, 7 * 24 * 60 + 1, 365 * 24 * 60]) {
    test(`${minutes} minutes after it: out of time, with every signature right`, () => {
      assert.throws(
        () => verifyRecord(closedAfter(minutes)),
        refusal('RECORD_TAMPERED', { where: 'consent' }),
      )
    })
  }
})
