/**
 * What was hashed and signed by 0.1.0, to the byte: read a second time without the program, and made again
 * by the program of today from the same facts.
 */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parsePlan, planHash } from '../../main/core/ceremony/plan.ts'
import {
  recordCeremony,
  recordHash,
  recordToBytes,
  verifyRecord,
} from '../../main/core/ceremony/record.ts'
import { kitFingerprint } from '../../main/core/kit/fingerprint.ts'
import { kitToBytes, parseKit } from '../../main/core/kit/kit.ts'
import { auditLine, verifyAuditJsonl } from '../../main/core/log/chain.ts'
import { nextEntry } from '../../main/core/log/entry.ts'
import { statementHash, statementSchema } from '../../main/core/log/statement.ts'
import { NEWEST_POLICY } from '../../main/core/people/policies.ts'
import { openSignInKey } from '../../main/core/people/sign-in-key.ts'
import { verifySignature } from '../../main/core/people/signature.ts'
import { deedOf, deedSchema } from '../../shared/deeds.ts'
import { buildFirstKit } from '../core/first-kit.ts'
import {
  type Agreement,
  bytesOf,
  canonical,
  jsonOf,
  linesOf,
  logOf,
  SMALL,
  STRICT,
  tagged,
  textOf,
  without,
} from './golden.ts'
import { HEADS, KITS, PLANS, RECORDS } from './pins.ts'

describe('kits', () => {
  for (const [folder, pin] of Object.entries(KITS)) {
    it(`${folder}: fingerprint, digest and bytes`, () => {
      const bytes = bytesOf(folder, 'kit.json')
      const raw = JSON.parse(bytes.toString())
      assert.equal(canonical(raw), bytes.toString(), 'canonical, without a line break')
      assert.equal(tagged('kit fingerprint', raw.quorum), pin.fingerprint)
      assert.equal(tagged('kit digest', without(raw, 'digest')), pin.digest)
      const kit = parseKit(bytes)
      assert.deepEqual([kitFingerprint(kit.quorum), kit.digest], [pin.fingerprint, pin.digest])
      assert.deepEqual(kitToBytes(kit), bytes)
      assert.equal(kit.format, 'keyclave kit 1')
      const { foundingItems, ...quorum } = kit.quorum
      const items = [...raw.backupKeys, ...raw.keys].map(item => tagged('kit item', item))
      const later = items.filter(item => !foundingItems.includes(item))
      assert.equal(later.length, folder.endsWith('extended') ? 3 : 0)
      assert.deepEqual(
        items.filter(item => !later.includes(item)),
        foundingItems,
      )
      if (later.length > 0) return
      const again = buildFirstKit({ quorum, backupKeys: kit.backupKeys, keys: kit.keys })
      assert.deepEqual(kitToBytes(again), bytes)
    })
  }
})

describe('plans', () => {
  for (const [file, hash] of Object.entries(PLANS)) {
    it(`${file}: its hash`, () => {
      const plan = parsePlan(bytesOf(file), new Date('2026-11-21'))
      assert.equal(planHash(plan), hash)
      assert.equal(tagged('ceremony plan', plan), hash)
    })
  }
})

describe('records', () => {
  for (const [folder, pin] of Object.entries(RECORDS)) {
    it(`${folder}: its hash, its bytes, and a record of today from the same account`, () => {
      const bytes = bytesOf(folder, 'record.json')
      const raw = JSON.parse(bytes.toString())
      assert.equal(`${canonical(raw)}\n`, bytes.toString())
      assert.equal(tagged('ceremony record', { ...raw, signatures: null }), pin.hash)
      const record = verifyRecord(bytes)
      assert.equal(recordHash(record), pin.hash)
      assert.deepEqual(recordToBytes(record), bytes)
      assert.deepEqual([raw.signatures?.by.length ?? 0, raw.waivers.length], pin.signed)

      const { plan, proof, audit, software, steps, profile, people, attendance, approval } = record
      const authority = profile === null ? null : { profile, policy: NEWEST_POLICY }
      const again = recordCeremony({
        ...{ plan, audit, software, steps },
        kit: parseKit(bytesOf(folder, 'kit.json')),
        proof: proof as Parameters<typeof recordCeremony>[0]['proof'],
        times: { opened: new Date(record.opened), closed: new Date(record.closed) },
        witnessed: { authority, people, attendance, approval },
      })
      // The format and the policy have changed since, and nothing else that a record says.
      assert.equal(again.policy, authority?.policy.number ?? null)
      const { format, policy, waivers, signatures } = raw
      const then = { ...again, format, policy, waivers, signatures }
      assert.deepEqual(recordToBytes(then as typeof record), bytes)
    })
  }
})

describe('logs', () => {
  for (const [file, pin] of Object.entries(HEADS)) {
    it(`${file}: its head, and each entry made again`, () => {
      assert.deepEqual(verifyAuditJsonl(bytesOf(file)).head, pin)
      let head = { size: 0, hash: '0'.repeat(64) }
      for (const [i, entry] of logOf(file).entries()) {
        const line = `${linesOf(file)[i]}\n`
        assert.equal(`${canonical(entry)}\n`, line)
        assert.equal(tagged('audit entry', without(entry, 'hash', 'signature')), entry.hash)
        const { agreed, ...details } = entry.details
        const { signer, signature } = entry
        const named = {
          name: entry.actor,
          signer: { publicKey: signer ?? '', sign: () => signature },
        }
        const note = {
          actor: signer ? { ...named, ...(agreed && { agreed }) } : entry.actor,
          ...{ action: entry.action, subject: entry.subject, details },
        }
        const again = nextEntry(
          head,
          note as unknown as Parameters<typeof nextEntry>[1],
          new Date(entry.time),
        )
        assert.equal(auditLine(again), line)
        head = { size: entry.sequence, hash: entry.hash }
      }
    })
  }

  it('the log of the founding is the beginning of the later one', () => {
    assert.ok(textOf(STRICT, 'office.jsonl').startsWith(textOf(STRICT, 'founded.jsonl')))
  })
})

describe('statements and their signatures', () => {
  for (const folder of [STRICT, SMALL]) {
    it(`${folder}: each hash is that of its tag and canonical JSON, and each signature verifies`, () => {
      for (const line of linesOf(folder, 'agreements.jsonl')) {
        const { agreed } = JSON.parse(line) as { agreed: Agreement }
        const statement = statementSchema.parse(agreed.statement)
        const hash = statementHash(statement)
        assert.equal(tagged('statement', agreed.statement), hash)
        for (const { key, signature } of agreed.by) {
          assert.ok(verifySignature(key, hash, signature))
        }
      }
    })

    it(`${folder}: each deed says today what people signed then`, () => {
      for (const { subject, details } of logOf(folder, 'office.jsonl')) {
        const { agreed } = details
        if (agreed === undefined) continue
        const { action, terms } = agreed.statement
        const set = subject.replace(/^quorum:/, '')
        const text = (name: string): string => String(details[name])
        const deeds: { readonly [action: string]: () => object } = {
          'ceremony.run': () => deedOf('ceremony.run', { planHash: text('plan') }),
          'quorum.open': () => deedOf('quorum.open', { setId: set }),
          'quorum.reissue': () => deedOf('quorum.reissue', { setId: set, planHash: text('plan') }),
          'drill.run': () => deedOf('drill.run', { setId: set }),
          'drill.schedule': () => deedOf('drill.schedule', { months: Number(details.months) }),
          'backup.create': () => deedOf('backup.create', { setId: text('set') }),
        }
        const deed = deeds[action]?.()
        if (deed) assert.deepEqual(deed, { action, terms })
        assert.deepEqual(deedSchema.parse({ action, terms }), { action, terms })
      }
    })
  }

  it('a passphrase, a new PIN, a new key: each opens, and signs as it did', async () => {
    const keys = jsonOf<SignInKeys>(STRICT, 'sign-in-keys.json')
    const { now } = jsonOf<{ now: { [name: string]: string } }>(STRICT, 'pins.json')
    const signed = new Map<string, { hash: string; signature: string }>()
    for (const entry of logOf(STRICT, 'office.jsonl')) {
      const { signer, signature, hash } = entry
      if (signer && signature) signed.set(signer, { hash, signature })
      const { agreed } = entry.details
      for (const consent of agreed?.by ?? []) {
        const hash = tagged('statement', agreed?.statement)
        signed.set(consent.key, { hash, signature: consent.signature })
      }
    }
    for (const { person, public_key: publicKey, ...sealed } of keys.sign_in_keys) {
      if (sealed.state !== 'in-force') continue
      const name = keys.people.find(({ id }) => id === person)?.name ?? assert.fail(person)
      if (!['Olga', 'Ada', 'Wanda'].includes(name)) continue
      const secret = Buffer.from(now[name] ?? '')
      const signer = await openSignInKey(person, { publicKey, ...sealed }, secret)
      assert.ok(signer, name)
      const last = signed.get(publicKey)
      // Wanda has not signed with her new key yet.
      assert.equal(last === undefined, name === 'Wanda')
      if (last) assert.equal(signer.sign(last.hash), last.signature, name)
      signer.close()
    }
  })
})

/** The rows of the vault's tables. */
interface SignInKeys {
  readonly people: readonly { readonly id: string; readonly name: string }[]
  readonly sign_in_keys: readonly {
    readonly person: string
    readonly public_key: string
    readonly salt: string
    readonly nonce: string
    readonly box: string
    readonly state: string
  }[]
}
