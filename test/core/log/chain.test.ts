import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  auditLine,
  candidatesIn,
  verifyAuditJsonl,
  verifyChain,
} from '../../../main/core/log/chain.ts'
import type { AuditDetails } from '../../../main/core/log/details.ts'
import { type AuditEntry, firstEntry, headOf, nextEntry } from '../../../main/core/log/entry.ts'
import type { AuditHead } from '../../../main/core/text/audit-head.ts'
import { canonicalJson } from '../../../main/core/text/canonical-json.ts'
import { KeyclaveError } from '../../../shared/errors.ts'

const LOG = '00112233445566778899aabbccddeeff'
const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 21) + 1000 * seconds)

function grow(log: AuditEntry[], size: number, details: (i: number) => AuditDetails): AuditEntry[] {
  const grown = log.length > 0 ? [...log] : [firstEntry(LOG, at(0))]
  while (grown.length < size) {
    const last = grown.at(-1) as AuditEntry
    const i = last.sequence
    const note = { actor: 'Ada', action: 'share.issued', subject: `share:${i}` }
    grown.push(nextEntry(headOf(last), { ...note, details: details(i) }, at(i)))
  }
  return grown
}

const chain = (size: number): AuditEntry[] =>
  grow([], size, i => ({ index: i, custodian: 'Gräce', nested: { list: [i, null, true] } }))

/** The refusal of a log; fails when it is accepted. */
function refusalOf(entries: readonly unknown[], expected?: AuditHead): KeyclaveError {
  try {
    verifyChain(entries, expected)
  } catch (error) {
    assert.ok(error instanceof KeyclaveError, String(error))
    return error
  }
  return assert.fail('accepted')
}

const brokenAt = (entries: readonly unknown[], sequence: number): void => {
  const { code, data } = refusalOf(entries)
  assert.deepEqual([code, data.sequence], ['AUDIT_BROKEN', sequence])
}

/** Makes the hash of a forged entry right again. */
const rehashed = ({ hash: _, ...rest }: AuditEntry): AuditEntry => ({
  ...rest,
  hash: createHash('sha256')
    .update('keyclave/v1 audit entry')
    .update(canonicalJson(rest))
    .digest('hex'),
})

test('a sound log verifies, and says where it ends', () => {
  const log = chain(30)
  assert.deepEqual(verifyChain(log), { head: headOf(log[29] as AuditEntry), clockSteps: [] })
  const jsonl = Buffer.from(log.map(auditLine).join(''))
  assert.deepEqual(verifyAuditJsonl(jsonl), verifyChain(log))
  for (const entry of log) verifyChain(log, headOf(entry))
})

test('the hash is SHA-256 over the tag and the canonical entry without it', () => {
  const [first] = chain(1)
  assert.ok(first)
  assert.deepEqual(rehashed(first), first)
  assert.equal(
    auditLine(first),
    `{"action":"log.begun","actor":"keyclave","details":{"format":"keyclave audit log 1"},"hash":"${first.hash}","previous":"${'0'.repeat(64)}","sequence":1,"subject":"log:${LOG}","time":"2026-11-21T00:00:00.000Z"}\n`,
  )
  assert.equal(first.hash, '1cc207e5912d5af13cc8b767edfc2148bb5c992d072bad350fcf7eef36d02bc1')
})

test('two logs differ from their first entry on', () => {
  const other = firstEntry('ff'.repeat(16), at(0))
  assert.notEqual(other.hash, chain(1)[0]?.hash)
})

test('a clock that was set back is reported, and is not a break', () => {
  const log = chain(3)
  const note = { actor: 'Ada', action: 'a.b', subject: 's', details: {} }
  log.push(nextEntry(headOf(log[2] as AuditEntry), note, at(1)))
  log.push(nextEntry(headOf(log[3] as AuditEntry), note, at(5)))
  assert.deepEqual(verifyChain(log).clockSteps, [4])
})

test('every edit of every field is found at its entry, with the hash made right or not', () => {
  const log = chain(12)
  const edits: ((entry: AuditEntry) => object)[] = [
    e => ({ ...e, sequence: e.sequence + 1 }),
    e => ({ ...e, sequence: -1 }),
    e => ({ ...e, time: '2026-11-22T00:00:00.000Z' }),
    e => ({ ...e, time: 'yesterday' }),
    e => ({ ...e, actor: `${e.actor} ` }),
    e => ({ ...e, action: 'share.void' }),
    e => ({ ...e, subject: 'share:0' }),
    e => ({ ...e, details: { ...e.details, index: 0 } }),
    e => ({ ...e, details: {} }),
    e => ({ ...e, details: null }),
    e => ({ ...e, details: [] }),
    e => ({ ...e, details: { ...e.details, text: '\ud800' } }),
    e => ({ ...e, previous: '1'.repeat(64) }),
    e => ({ ...e, hash: '1'.repeat(64) }),
    e => ({ ...e, hash: e.hash.toUpperCase() }),
    e => ({ ...e, extra: 1 }),
    e => JSON.parse(canonicalJson(e).replace('{"action"', '{"__proto__":{"x":1},"action"')),
    e => JSON.parse(canonicalJson(e).replace('"details":{', '"details":{"__proto__":{"x":1},')),
    ({ details: _, ...rest }) => rest,
    ({ hash: _, ...rest }) => rest,
    e => Object.values(e),
  ]
  log.forEach((entry, i) => {
    for (const edit of edits) brokenAt(log.with(i, edit(entry) as AuditEntry), i + 1)
    // With a right hash, the entry after it shows the break; the last one only an expected head.
    const forged = rehashed({ ...entry, actor: 'Eve' })
    if (i + 1 < log.length) brokenAt(log.with(i, forged), i + 2)
    else {
      const { code, data } = refusalOf(log.with(i, forged), headOf(entry))
      assert.deepEqual([code, data.sequence], ['AUDIT_FORKED', i + 1])
    }
  })
  for (const nothing of [null, undefined, 7, 'entry', []]) brokenAt([log[0], nothing], 2)
})

test('dropped, swapped, repeated, moved and foreign entries: several hundred, none missed', () => {
  const log = chain(40)
  const foreign = grow([firstEntry('ff'.repeat(16), at(0))], 40, i => ({ index: i }))
  const position = fc.nat(log.length - 1)
  fc.assert(
    fc.property(position, position, fc.nat(4), (i, j, kind) => {
      const [from, to] = i < j ? [i, j] : [j, i]
      const a = log[from] as AuditEntry
      const b = log[to] as AuditEntry
      switch (kind) {
        case 0: // One entry dropped; at the end, that is a truncation.
          if (from === log.length - 1) return
          brokenAt(log.toSpliced(from, 1), from + 1)
          break
        case 1:
          if (from === to) return
          brokenAt(log.with(from, b).with(to, a), from + 1)
          break
        case 2:
          brokenAt(log.toSpliced(to, 0, b), to + 2)
          break
        case 3:
          if (from === to) return
          brokenAt(log.toSpliced(to, 1).toSpliced(from, 0, b), from + 1)
          break
        default:
          if (from === 0) return
          brokenAt(log.with(from, foreign[from] as AuditEntry), from + 1)
      }
    }),
    { numRuns: 600, seed: 2 },
  )
})

test('a log cut short, or rewritten from some entry on, shows against a head noted before', () => {
  const log = chain(40)
  const head = headOf(log[29] as AuditEntry)
  for (let size = 1; size <= 40; size += 1) {
    const short = log.slice(0, size)
    verifyChain(short)
    if (size >= 30) verifyChain(short, head)
    else {
      const { code, data } = refusalOf(short, head)
      assert.deepEqual([code, data], ['AUDIT_TRUNCATED', { have: size, need: 30 }])
    }
    const fork = grow(short, 40, i => ({ rewritten: i }))
    verifyChain(fork)
    if (size >= 30) verifyChain(fork, head)
    else assert.equal(refusalOf(fork, head).code, 'AUDIT_FORKED')
  }
  assert.equal(refusalOf([]).code, 'AUDIT_BROKEN')
})

test('a log begins with its beginning', () => {
  const log = chain(5)
  brokenAt(log.slice(1), 1)
  const first = log[0] as AuditEntry
  brokenAt([rehashed({ ...first, action: 'share.issued' })], 1)
  brokenAt([rehashed({ ...first, details: { format: 'keyclave audit log 2' } })], 1)
  brokenAt([rehashed({ ...first, previous: '1'.repeat(64) })], 1)
  brokenAt([rehashed({ ...first, sequence: 0 })], 1)
})

test('every byte of an exported log changed, every cut: refused at its line', () => {
  const lines = chain(6).map(auditLine)
  const bytes = Buffer.from(lines.join(''))
  const lineOf = (offset: number): number =>
    bytes.subarray(0, offset).reduce((n, byte) => n + (byte === 0x0a ? 1 : 0), 1)
  const refused = (log: Buffer, sequence: number): void => {
    assert.throws(
      () => verifyAuditJsonl(log),
      error =>
        error instanceof KeyclaveError &&
        error.code === 'AUDIT_BROKEN' &&
        error.data.sequence === sequence,
    )
  }
  for (let offset = 0; offset < bytes.length; offset += 1) {
    for (const mask of [0x01, 0x20, 0x80]) {
      const changed = Buffer.from(bytes)
      changed[offset] = (changed[offset] as number) ^ mask
      refused(changed, lineOf(offset))
    }
    // A cut between two entries leaves a sound, shorter log: only a head shows that.
    const between = bytes[offset - 1] === 0x0a || bytes[offset] === 0x0a
    if (!between) refused(bytes.subarray(0, offset), lineOf(offset))
  }
  refused(
    Buffer.from(lines.map(line => line.replace('{"action"', '{"action":"a.b","action"')).join('')),
    1,
  )
  refused(Buffer.from(lines.join('').replace('"details":{', '"details":{"__proto__":1,')), 1)
})

test('a log that another program has reformatted is whole, and known to be reformatted', () => {
  const lines = chain(6).map(auditLine)
  const text = lines.join('')
  const wasReformatted = (log: string): boolean => {
    let told = false
    const entries = candidatesIn(Buffer.from(log), () => {
      told = true
    })
    assert.equal(verifyChain(entries).head.size, lines.length)
    return told
  }
  assert.equal(wasReformatted(text), false)
  const pretty = lines.map(line => JSON.stringify(JSON.parse(line), null, 2)).join('\n')
  const spellings = [
    ...[`\ufeff${text}`, `${text}\n`, text.trimEnd(), lines.join('\n'), pretty],
    ...[text.replaceAll('\n', '\r\n'), text.replaceAll(',', ', '), `\n${text}`],
  ]
  for (const spelling of spellings) assert.ok(wasReformatted(spelling), spelling.slice(0, 40))
})

test('an entry that could not be verified is never made', () => {
  const head = headOf(chain(1)[0] as AuditEntry)
  const note = { actor: 'Ada', action: 'share.issued', subject: 'share:1', details: {} }
  for (const changes of [
    { actor: '' },
    { action: 'Issued' },
    { subject: 'x'.repeat(401) },
    { details: { text: '\ud800' } },
    { details: { value: Number.NaN } },
  ]) {
    assert.throws(() => nextEntry(head, { ...note, ...changes }, at(1)))
  }
})
