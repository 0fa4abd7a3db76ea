import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type AuditEntry,
  auditLine,
  firstEntry,
  headOf,
  nextEntry,
  verifyAuditJsonl,
  verifyChain,
} from '../../main/core/audit-chain.ts'
import { AUDIT_AIM, auditSpeed } from '../bench/audit.ts'
import { LOG } from './signed-log.ts'

/** How fast a log is verified: a wall clock, so not among the tests that run beside each other. */

const ENTRIES = 20_000
const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 21) + 1000 * seconds)

function unsignedLog(): AuditEntry[] {
  const log = [firstEntry(LOG, at(0))]
  for (let i = 1; i < ENTRIES; i += 1) {
    const note = { actor: 'Ada', action: 'share.issued', subject: `share:${i}` }
    const details = { index: i, custodian: 'Gräce', nested: { list: [i, null, true] } }
    log.push(nextEntry(headOf(log[i - 1] as AuditEntry), { ...note, details }, at(i)))
  }
  return log
}

function rateOf(work: () => unknown): number {
  const start = performance.now()
  work()
  return Math.round(ENTRIES / ((performance.now() - start) / 1000))
}

test(`a log without people: ${AUDIT_AIM} entries a second, as entries and as JSON lines`, t => {
  const log = unsignedLog()
  const jsonl = Buffer.from(log.map(auditLine).join(''))
  const entries = rateOf(() => verifyChain(log))
  const lines = rateOf(() => verifyAuditJsonl(jsonl))
  t.diagnostic(`${entries} entries/s, ${lines} JSON lines/s`)
  assert.ok(Math.min(entries, lines) >= AUDIT_AIM, `${entries}, ${lines}`)
})

test(`a signed log: ${AUDIT_AIM} entries a second`, async t => {
  const speed = await auditSpeed()
  t.diagnostic(`${Math.round(speed)} signed entries/s`)
  assert.ok(speed >= AUDIT_AIM, `${speed}`)
})
