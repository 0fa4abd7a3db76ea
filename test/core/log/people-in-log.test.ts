/** Signed logs, and what somebody with one of the keys can do to one (audit-forgeries.test.ts: without). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { verifyChain } from '../../../main/core/log/chain.ts'
import { type AuditEntry, headOf } from '../../../main/core/log/entry.ts'
import { verifyLog } from '../../../main/core/log/verify-log.ts'
import { signerOf } from '../../../main/core/people/signature.ts'
import type { AuditHead } from '../../../main/core/text/audit-head.ts'
import { KeyclaveError } from '../../../shared/errors.ts'
import { sentenceOf } from '../../../shared/messages/index.ts'
import { type Person, person, SignedLog } from './signed-log.ts'

const ines = person('Ines', 'administrator')
const walt = person('Walt', 'witness')
const wanda = person('Wanda', 'witness')
const ada = person('Ada', 'custodian')
const eve = person('Eve', 'administrator')

/** A log in which everything happens once: people come, are suspended, return, get new keys. */
function history(): { readonly log: SignedLog; readonly walt: Person } {
  const log = new SignedLog()
  log.note('operator', 'backup.created', 'backup:1', { unsigned: 'no people' })
  log.found(ines, walt)
  log.add(ada, ines, walt)
  log.add(wanda, ines, walt)
  log.note('keyclave', 'sign-in.refused', `person:${ada.id}`, { failed: 1 })
  log.note(ada, 'attendance.signed-in', `person:${ada.id}`, { session: 's1' })
  log.note(ines, 'share.issued', 'share:0123456789/1', { custodian: 'Ada' })
  log.change('suspend', walt, ines, wanda)
  log.note(ines, 'share.read-back', 'share:0123456789/1', { custodian: 'Ada' })
  log.change('reinstate', walt, ines, wanda)
  const newWalt = log.rekey(walt, signerOf(Buffer.alloc(32, 9)), ines, wanda)
  log.note(newWalt, 'key.looked-at', 'key:1', {})
  log.change('retire', ada, ines, newWalt)
  log.note('keyclave', 'attendance.signed-out', `person:${ada.id}`, { session: 's1' })
  log.note(ines, 'quorum.founded', 'quorum:0123456789', { threshold: 3 })
  return { log, walt: newWalt }
}

const { log: HONEST, walt: NEW_WALT } = history()
const { entries: LOG } = HONEST
const HEAD = headOf(LOG.at(-1) as AuditEntry)

/** Code and place of a refusal; null when the log was accepted. */
function verdict(entries: readonly unknown[], expected?: AuditHead) {
  try {
    verifyChain(entries, expected)
    return null
  } catch (error) {
    assert.ok(error instanceof KeyclaveError, String(error))
    const { code, data } = error
    return { code, at: data.sequence ?? data.have, problem: sentenceOf(error, 'en') }
  }
}

const brokenAt = (entries: readonly unknown[], at: number, problem?: RegExp): void => {
  const found = verdict(entries)
  assert.deepEqual([found?.code, found?.at], ['AUDIT_BROKEN', at])
  if (problem) assert.match(String(found?.problem), problem)
}

test('what honest people do is a sound log, with every head that it ever had', () => {
  assert.equal(verdict(LOG), null)
  for (const entry of LOG) assert.equal(verdict(LOG, headOf(entry)), null)
})

const hexFlip = (hex: string, at: number): string => {
  const digit = (Number.parseInt(hex[at] ?? '0', 16) ^ 1).toString(16)
  return `${hex.slice(0, at)}${digit}${hex.slice(at + 1)}`
}

describe('an insider with one key', () => {
  const after = (act: (log: SignedLog) => void): readonly AuditEntry[] => {
    const { log } = history()
    act(log)
    return log.entries
  }
  const at = LOG.length + 1

  test('adds somebody alone', () => {
    brokenAt(
      after(log => log.add(eve, ines)),
      at,
      /too few/,
    )
  })
  test('adds somebody with a friend who is nobody here', () => {
    brokenAt(
      after(log => log.add(eve, ines, eve)),
      at,
      /not in force/,
    )
  })
  test('signs twice for two', () => {
    brokenAt(
      after(log => log.add(eve, ines, ines)),
      at,
      /too few/,
    )
  })
  test('acts after being retired', () => {
    brokenAt(
      after(log => log.note(ada, 'key.looked-at', 'key:1', {})),
      at,
      /not in force/,
    )
  })
  test('acts with the key that was replaced', () => {
    brokenAt(
      after(log => log.note(walt, 'key.looked-at', 'key:1', {})),
      at,
      /not in force/,
    )
  })
  test('writes what others agreed to under another name', () => {
    const forged = after(log => {
      const terms = { subject: `person:${eve.id}`, name: 'Eve', roles: ['auditor'], key: '00' }
      const agreement = log.agree('person.add', terms, ines, NEW_WALT)
      const facts = { name: 'Eve', roles: ['administrator'], key: eve.signer.publicKey }
      log.note(ines, 'person.added', `person:${eve.id}`, facts, agreement)
    })
    brokenAt(forged, at, /something else/)
  })
  test('uses what was agreed to for another deed, or for nothing in particular', () => {
    const for_ = (action: 'person.retire' | 'person.suspend', terms: object) =>
      after(log => {
        const agreement = log.agree(action, terms as never, ines, NEW_WALT)
        log.note(ines, 'person.suspended', `person:${wanda.id}`, { reason: 'other' }, agreement)
      })
    const terms = { subject: `person:${wanda.id}`, reason: 'other' }
    assert.equal(verdict(for_('person.suspend', terms)), null)
    brokenAt(for_('person.retire', terms), at, /something else/)
    brokenAt(for_('person.suspend', { reason: 'other' }), at, /something else/)
    brokenAt(for_('person.suspend', {}), at, /something else/)
  })
  test('records a deed that others agreed to and they did not', () => {
    const forged = after(log => {
      const subject = `person:${NEW_WALT.id}`
      const agreement = log.agree('person.suspend', { subject, reason: 'other' }, ines, wanda)
      log.note(NEW_WALT, 'person.suspended', subject, { reason: 'other' }, agreement)
    })
    brokenAt(forged, at, /its actor did not agree/)
  })
  test('lets the program speak', () => {
    for (const action of ['person.retired', 'quorum.opened', 'share.issued', 'people.founded']) {
      brokenAt(
        after(log => log.note('keyclave', action, 'key:1', {})),
        at,
      )
    }
    brokenAt(
      after(log => log.note('Ines', 'sign-in.refused', 'key:1', {})),
      at,
      /not signed/,
    )
  })
  test('founds people once more', () => {
    brokenAt(
      after(log => log.found(eve, person('Mallory', 'witness'))),
      at,
      /once more/,
    )
  })
  test('takes a key that was used before', () => {
    const forged = after(log => void log.rekey(wanda, walt.signer, ines, NEW_WALT))
    brokenAt(forged, at, /used before/)
  })
  test('signs in as somebody else', () => {
    const forged = after(log =>
      log.note(ines, 'attendance.signed-in', `person:${wanda.id}`, { session: 's2' }),
    )
    brokenAt(forged, at, /somebody else/)
  })
  test('closes a ceremony without somebody who is there', () => {
    const close = (...people: Person[]) =>
      after(log => {
        const record = 'ab'.repeat(32)
        log.note(wanda, 'attendance.signed-in', `person:${wanda.id}`, { session: 's2' })
        const agreement = log.agree('ceremony.close', { record }, ...people)
        log.note(ines, 'ceremony.closed', 'ceremony:1', { record }, agreement)
      })
    assert.equal(verdict(close(ines, NEW_WALT, wanda)), null)
    brokenAt(close(ines, NEW_WALT), at + 1, /too few/)
  })
})

test('a log of other people, whole in itself, shows against a printed head alone', () => {
  const other = new SignedLog()
  other.found(eve, person('Mallory', 'witness'))
  for (let i = 0; i < 20; i += 1) other.note(eve, 'share.issued', `share:${i}`, {})
  assert.equal(verdict(other.entries), null)
  assert.equal(verdict(other.entries, HEAD)?.code, 'AUDIT_FORKED')
})

test('with signatures verified on other threads, the same entry is named', async () => {
  const long = history().log
  for (let i = 0; i < 1500; i += 1) long.note(ines, 'share.issued', `share:${i}`, {})
  const { head } = await verifyLog(long.entries)
  assert.equal(head.size, long.entries.length)
  const bad = (at: number) => ({
    ...(long.entries[at] as AuditEntry),
    signature: hexFlip(long.entries[at]?.signature ?? '', 3),
  })
  const at = async (entries: readonly unknown[], expected?: AuditHead) => {
    const found = await verifyLog(entries, { expected }).catch(error => error)
    assert.ok(found instanceof KeyclaveError)
    return [found.code, found.data.sequence]
  }
  for (const i of [2, 900, 1200, long.entries.length - 1]) {
    assert.deepEqual(await at(long.entries.with(i, bad(i))), ['AUDIT_BROKEN', i + 1])
  }
  const twice = long.entries.with(1300, bad(1300)).with(700, bad(700))
  assert.deepEqual(await at(twice), ['AUDIT_BROKEN', 701])
  assert.deepEqual(await at(twice.toSpliced(600, 1)), ['AUDIT_BROKEN', 601])
  assert.deepEqual(await at(twice.toSpliced(800, 1)), ['AUDIT_BROKEN', 701])
  const forked = { size: 650, hash: '00'.repeat(32) }
  assert.deepEqual(await at(twice, forked), ['AUDIT_FORKED', 650])
})
