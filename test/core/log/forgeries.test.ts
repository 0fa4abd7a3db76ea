/** 5,000 different forgeries of logs that a seed has made, each found at its first bad entry. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, describe, test } from 'node:test'
import { chainSteps } from '../../../main/core/log/chain.ts'
import { type AuditEntry, headOf } from '../../../main/core/log/entry.ts'
import type { SignatureCheck } from '../../../main/core/log/people-in-log.ts'
import type { Agreement } from '../../../main/core/log/statement.ts'
import { type Signer, verifySignature } from '../../../main/core/people/signature.ts'
import type { AuditHead } from '../../../main/core/text/audit-head.ts'
import { canonicalJson } from '../../../main/core/text/canonical-json.ts'
import { KeyclaveError } from '../../../shared/errors.ts'
import { type Seeded, seeded } from '../../degraded/seeded.ts'
import { type History, randomHistory } from './random-history.ts'
import { person, rechained } from './signed-log.ts'

const FORGERIES_IN_ALL = 5000
/** As they are read: with the members of every entry in their order, which are quick to hash. */
const HISTORIES = Array.from({ length: 40 }, (_, i): History => {
  const history = randomHistory(i + 1)
  return { ...history, entries: JSON.parse(canonicalJson(history.entries)) as AuditEntry[] }
})
const mallory = person('Mallory', 'administrator')

/** A forgery leaves most of a log as it is: what was verified once is not verified again. */
const verified = new Map<string, boolean>()
function check({ key, hash, signature }: SignatureCheck): boolean {
  const what = `${key}${hash}${signature}`
  const known = verified.get(what)
  if (known !== undefined) return known
  const sound = verifySignature(key, hash, signature)
  verified.set(what, sound)
  return sound
}

/** Code and place of a refusal; null when the log was accepted. */
function verdict(entries: readonly unknown[], expected?: AuditHead) {
  try {
    const steps = chainSteps(entries, expected, check)
    while (!steps.next().done);
    return null
  } catch (error) {
    assert.ok(error instanceof KeyclaveError, String(error))
    return [error.code, error.data.sequence ?? error.data.have]
  }
}

test('the logs that are forged are sound, of 60 to 200 entries, with every head that they had', () => {
  const sizes = HISTORIES.map(({ entries }) => entries.length)
  assert.ok(Math.min(...sizes) >= 60 && Math.max(...sizes) <= 200, sizes.join())
  assert.ok(Math.max(...sizes) > 150, 'some are long')
  for (const { entries } of HISTORIES) {
    for (const part of [1, 2, 3, 4]) {
      const entry = entries[Math.ceil((entries.length * part) / 4) - 1] as AuditEntry
      assert.equal(verdict(entries, headOf(entry)), null)
    }
  }
})

/** What is done to a log, the head that the reader has from paper, and what must come of it. */
interface Forgery {
  readonly entries: readonly AuditEntry[]
  readonly expected?: AuditHead
  readonly code: 'AUDIT_BROKEN' | 'AUDIT_TRUNCATED' | 'AUDIT_FORKED'
  readonly at: number
}

/** Makes one of a kind; null when this log, here, has no such forgery. */
type Forger = (history: History, chance: Seeded) => Forgery | null

const broken = (entries: readonly AuditEntry[], i: number): Forgery => ({
  ...{ entries, code: 'AUDIT_BROKEN', at: i + 1 },
})
const put = (entries: readonly AuditEntry[], i: number, change: object): AuditEntry[] =>
  entries.with(i, { ...entries[i], ...change } as AuditEntry)
const hexFlip = (hex: string, at: number): string => {
  const digit = (Number.parseInt(hex[at] ?? '0', 16) ^ 1).toString(16)
  return `${hex.slice(0, at)}${digit}${hex.slice(at + 1)}`
}
/** Somebody who has stolen every key: only a head noted elsewhere stops them. */
const everyKey =
  ({ signers }: History) =>
  (entry: AuditEntry): Signer | null =>
    signers.get(entry.signer ?? '') ?? null

/** Somebody who signs one entry with this key, at place `i`, and has no other. */
const only =
  (i: number, signer: Signer) =>
  ({ sequence }: AuditEntry): Signer | null =>
    sequence === i + 1 ? signer : null

/** A place, from 0, whose entry is so; null when there is none near where chance looks. */
function placeOf(
  { entries }: History,
  chance: Seeded,
  isSo: (entry: AuditEntry) => boolean,
): number | null {
  const from = chance.below(entries.length)
  const i = entries.findIndex((entry, at) => at >= from && isSo(entry))
  return i === -1 ? null : i
}
const isSigned = ({ signature }: AuditEntry): boolean => signature !== undefined
const isAgreed = ({ details }: AuditEntry): boolean => details.agreed !== undefined
/** Two places, from 0, the first before the second. */
function twoPlaces({ entries }: History, chance: Seeded): [number, number] {
  const [a, b] = [chance.below(entries.length), chance.below(entries.length - 1)]
  return b >= a ? [a, b + 1] : [b, a]
}

const EDITS = (chance: Seeded): Record<string, unknown> => ({
  ...{
    actor: 'Mallory',
    subject: `share:${chance.below(1000)}`,
    details: { no: chance.below(99) },
  },
  ...{ time: `2026-11-21T12:34:56.${100 + chance.below(900)}Z`, action: 'no.thing' },
  signer: mallory.signer.publicKey,
})

const FORGERS: { readonly [kind: string]: Forger } = {
  edit: ({ entries }, chance) => {
    const i = chance.below(entries.length)
    const edits = Object.entries(EDITS(chance))
    return broken(put(entries, i, Object.fromEntries([edits[chance.below(6)] as never])), i)
  },
  'edit, and the hashes made right': (history, chance) => {
    const i = placeOf(history, chance, isSigned)
    if (i === null) return null
    const { actor, subject, time } = EDITS(chance)
    const change = [{ actor }, { subject }, { time }][chance.below(3)] as object
    return broken(rechained(put(history.entries, i, change), i), i)
  },
  'a bit of a signature': (history, chance) => {
    const i = placeOf(history, chance, isSigned)
    if (i === null) return null
    const signature = hexFlip(history.entries[i]?.signature ?? '', chance.below(128))
    return broken(put(history.entries, i, { signature }), i)
  },
  'a bit of one consent': (history, chance) => {
    const i = placeOf(history, chance, isAgreed)
    if (i === null) return null
    const { details } = history.entries[i] as AuditEntry
    const { agreed, ...rest } = details as typeof details & { agreed: Agreement }
    const whose = chance.below(agreed.by.length)
    const at = chance.below(128)
    const by = agreed.by.map((one, n) =>
      n === whose ? { ...one, signature: hexFlip(one.signature, at) } : one,
    )
    const forged = put(history.entries, i, { details: { ...rest, agreed: { ...agreed, by } } })
    return broken(rechained(forged, i, everyKey(history)), i)
  },
  drop: ({ entries }, chance) => {
    const i = chance.below(entries.length - 1)
    return broken(entries.toSpliced(i, 1), i)
  },
  'drop, and the hashes made right': ({ entries }, chance) => {
    const i = 1 + chance.below(entries.length - 2)
    if (entries[i + 1]?.signature === undefined) return null
    return broken(rechained(entries.toSpliced(i, 1), i), i)
  },
  swap: (history, chance) => {
    const [a, b] = twoPlaces(history, chance)
    const { entries } = history
    const [one, other] = [entries[a], entries[b]] as [AuditEntry, AuditEntry]
    return broken(entries.with(a, other).with(b, one), a)
  },
  'truncate, with a printed head': ({ entries }, chance) => {
    const need = 2 + chance.below(entries.length - 1)
    const size = 1 + chance.below(need - 1)
    const expected = headOf(entries[need - 1] as AuditEntry)
    return { entries: entries.slice(0, size), expected, code: 'AUDIT_TRUNCATED', at: size }
  },
  'fork with every key, with a printed head': (history, chance) => {
    const { entries } = history
    const i = placeOf(history, chance, ({ action }) => /^(share|key|kit)\./.test(action))
    if (i === null) return null
    const change = { subject: `other:${chance.below(1_000_000)}` }
    const forged = rechained(put(entries, i, change), i, everyKey(history))
    const expected = headOf(entries[i] as AuditEntry)
    return { entries: forged, expected, code: 'AUDIT_FORKED', at: i + 1 }
  },
  replay: (history, chance) => {
    const [a, b] = twoPlaces(history, chance)
    return broken(history.entries.toSpliced(b, 0, history.entries[a] as AuditEntry), b)
  },
  'replay of what was agreed to, by its actor': (history, chance) => {
    const i = placeOf(history, chance, isAgreed)
    if (i === null) return null
    const { entries } = history
    const to = i + 1 + chance.below(entries.length - i)
    const again = entries.toSpliced(to, 0, entries[i] as AuditEntry)
    return broken(rechained(again, to, everyKey(history)), to)
  },
  'sign with a key of nobody': (history, chance) => {
    const i = placeOf(history, chance, isSigned)
    return i === null ? null : broken(rechained(history.entries, i, only(i, mallory.signer)), i)
  },
  'sign with the key of somebody else': (history, chance) => {
    const i = placeOf(history, chance, isSigned)
    if (i === null) return null
    const others = [...history.signers.values()].filter(
      ({ publicKey }) => publicKey !== history.entries[i]?.signer,
    )
    const other = others[chance.below(others.length)] as Signer
    return broken(rechained(history.entries, i, only(i, other)), i)
  },
  'take a signature away': (history, chance) => {
    const i = placeOf(history, chance, isSigned)
    if (i === null) return null
    const { signer: _, signature: __, ...bare } = history.entries[i] as AuditEntry
    return broken(rechained(history.entries.with(i, bare), i, everyKey(history)), i)
  },
}

/** Two forgeries are the same when they show a reader the same log and the same head. */
function fingerprintOf(history: number, { entries, expected }: Forgery): string {
  const honest = new Set(HISTORIES[history]?.entries)
  const hash = createHash('sha256').update(`${history} ${expected?.hash} ${entries.length}`)
  for (const entry of entries) hash.update(honest.has(entry) ? entry.hash : JSON.stringify(entry))
  return hash.digest('hex')
}

describe('5,000 different forgeries, each found at its first bad entry', () => {
  const different = new Set<string>()
  const kinds = Object.entries(FORGERS)
  kinds.forEach(([kind, forge], number) => {
    const share = Math.ceil(FORGERIES_IN_ALL / kinds.length)
    test(`${kind}: ${share}`, () => {
      const chance = seeded(number + 1)
      const before = different.size
      // Far more tries than it takes: a kind that repeats itself must not go on for ever.
      for (let tries = 0; different.size < before + share; tries += 1) {
        assert.ok(tries < 20 * share, 'this kind of forgery repeats itself')
        const which = chance.below(HISTORIES.length)
        const forgery = forge(HISTORIES[which] as History, chance)
        const fingerprint = forgery && fingerprintOf(which, forgery)
        if (forgery === null || fingerprint === null || different.has(fingerprint)) continue
        different.add(fingerprint)
        const { entries, expected, code, at } = forgery
        assert.deepEqual(verdict(entries, expected), [code, at], `history ${which}`)
      }
    })
  })
  after(() => assert.ok(different.size >= FORGERIES_IN_ALL, `${different.size}`))
})

test('a fork with every key is whole in itself: the printed head alone shows it', () => {
  const forge = FORGERS['fork with every key, with a printed head'] as Forger
  const chance = seeded(7)
  for (const history of HISTORIES.slice(0, 5)) {
    const forgery = forge(history, chance)
    if (forgery !== null) assert.equal(verdict(forgery.entries), null)
  }
})
