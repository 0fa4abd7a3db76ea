/**
 * Entries and agreements with members that JavaScript has names for already: what was read is what was
 * signed, and anything else is broken by name.
 */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { auditLine, verifyAuditJsonl, verifyChain } from '../../../main/core/log/chain.ts'
import type { AuditDetails } from '../../../main/core/log/details.ts'
import type { AuditEntry } from '../../../main/core/log/entry.ts'
import type { Agreement } from '../../../main/core/log/statement.ts'
import { refusal } from '../refusal.ts'
import { person, rechained, SignedLog } from './signed-log.ts'

const ines = person('Ines', 'administrator')
const walt = person('Walt', 'witness')

const withProto = <Of extends object>(to: Of, value: unknown): Of =>
  Object.defineProperty({ ...to }, '__proto__', { value, enumerable: true })

/** A log whose last entry is a change of policy that both agreed to. */
function history(): SignedLog {
  const log = new SignedLog()
  log.found(ines, walt)
  log.change('suspend', walt, ines, walt)
  return log
}

const signing = (entry: AuditEntry) => (entry.signer ? ines.signer : null)
const fileOf = (entries: readonly AuditEntry[]): Buffer =>
  Buffer.from(entries.map(auditLine).join(''))

describe('a member named __proto__ in an entry that its signer signed again', () => {
  const CHANGES: { readonly [where: string]: (entry: AuditEntry) => AuditEntry } = {
    entry: entry => withProto(entry, 'x'),
    details: entry => ({ ...entry, details: withProto(entry.details, { reason: 'left' }) }),
    agreement: entry => {
      const { agreed, ...rest } = entry.details as AuditDetails & { agreed: Agreement }
      return { ...entry, details: { ...rest, agreed: withProto(agreed, 1) } as never }
    },
    statement: entry => {
      const { agreed, ...rest } = entry.details as AuditDetails & { agreed: Agreement }
      const statement = withProto(agreed.statement, { action: 'person.retire' })
      return { ...entry, details: { ...rest, agreed: { ...agreed, statement } } as never }
    },
    terms: entry => {
      const { agreed, ...rest } = entry.details as AuditDetails & { agreed: Agreement }
      const terms = withProto(agreed.statement.terms, { subject: 'person:1' })
      const statement = { ...agreed.statement, terms }
      return { ...entry, details: { ...rest, agreed: { ...agreed, statement } } as never }
    },
  }
  for (const [where, change] of Object.entries(CHANGES)) {
    test(where, () => {
      const { entries } = history()
      const forged = rechained(entries.with(2, change(entries[2] as AuditEntry)), 2, signing)
      // Beside the members of an entry itself there are no others at all.
      const problem = where === 'entry' ? 'not-an-entry' : 'odd-member'
      const broken = refusal('AUDIT_BROKEN', { sequence: 3, problem })
      assert.throws(() => verifyChain(forged), broken)
      assert.throws(() => verifyAuditJsonl(fileOf(forged)), refusal('AUDIT_BROKEN'))
    })
  }
})

describe('terms named as what every object has', () => {
  for (const name of ['constructor', 'toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf']) {
    const log = () => {
      const log = new SignedLog()
      log.found(ines, walt)
      return log
    }
    const subject = `person:${walt.id}`
    test(`${name}: agreed to and not recorded is something else`, () => {
      const forged = log()
      const terms = { subject, reason: 'other', [name]: 'x' }
      const agreed = forged.agree('person.suspend', terms, ines, walt)
      forged.note(ines, 'person.suspended', subject, { reason: 'other' }, agreed)
      assert.throws(
        () => verifyChain(forged.entries),
        refusal('AUDIT_BROKEN', { sequence: 3, problem: 'agreed-otherwise' }),
      )
    })
    test(`${name}: recorded as it was agreed to is a term like any other`, () => {
      const honest = log()
      const terms = { subject, reason: 'other', [name]: 'x' }
      const agreed = honest.agree('person.suspend', terms, ines, walt)
      honest.note(ines, 'person.suspended', subject, { reason: 'other', [name]: 'x' }, agreed)
      assert.equal(verifyChain(honest.entries).head.size, 3)
    })
  }
})
