/** What the formats after 0.1.0 say and sign verifies: strict and small team, vault, log, record, statements. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, it } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { recordHash, verifyRecord } from '../../main/core/ceremony/record.ts'
import { verifyAuditJsonl } from '../../main/core/log/chain.ts'
import { verifySignature } from '../../main/core/people/signature.ts'
import { PROFILES } from '../../shared/roles.ts'
import { doneJson } from '../cli/command-line.ts'
import { type Agreement, canonical, newDesk, sha256, tagged } from './golden.ts'

const VECTORS = path.join(import.meta.dirname, '../vectors')
/** Each folder, the format of its statements, and the profile of its record, where that is not the folder's. */
const GOLDEN = [
  { folder: 'golden-0.2.0', format: 'keyclave statement 2', record: null },
  { folder: 'golden-statement-3', format: 'keyclave statement 3', record: 'small-team' },
] as const
const desk = newDesk()

for (const { folder, format, record: ofRecord } of GOLDEN) {
  const bytesOf = (...names: readonly string[]): Buffer =>
    readFileSync(path.join(VECTORS, folder, ...names))
  const textOf = (...names: readonly string[]): string => bytesOf(...names).toString('utf8')
  describe(folder, () => {
    it('each file is as it was made', () => {
      const lines = textOf('SHA256SUMS').trimEnd().split('\n')
      for (const line of lines)
        assert.equal(sha256(bytesOf(line.slice(66))), line.slice(0, 64), line)
      assert.ok(lines.length > 10)
    })

    for (const profile of PROFILES) {
      describe(profile, () => {
        const head = JSON.parse(textOf(profile, 'head.json'))

        it('the log verifies, as a file and in its vault, and has every deed that takes something out', async () => {
          const log = bytesOf(profile, 'office.jsonl')
          const { size, hash } = verifyAuditJsonl(log).head
          assert.deepEqual([size, hash], [head.size, head.hash])
          const file = desk.at(`${folder}-${profile}.vault`)
          writeFileSync(file, gunzipSync(bytesOf(profile, 'office.vault.gz')))
          const verified = await doneJson<{ hash: string }>(['audit', 'verify', '--vault', file])
          assert.equal(verified.hash, hash)
          for (const action of ['key.open', 'backup-key.open', 'identity.open', 'backup.restore']) {
            assert.ok(log.includes(`"action":"${action}"`), action)
          }
        })

        it('the record verifies by the policy of its number', () => {
          const bytes = bytesOf(profile, 'record.json')
          const record = verifyRecord(bytes)
          assert.equal(recordHash(record), head.record)
          assert.deepEqual([record.profile, record.policy], [ofRecord ?? profile, 2])
          const raw = JSON.parse(bytes.toString())
          assert.equal(tagged('ceremony record', { ...raw, signatures: null }), head.record)
          assert.equal(`${canonical(raw)}\n`, bytes.toString())
        })

        it('each statement has its format, and each signature under it verifies', () => {
          for (const line of textOf(profile, 'agreements.jsonl').trimEnd().split('\n')) {
            const { statement, by } = JSON.parse(line) as Agreement
            assert.equal(statement.format, format)
            const hash = tagged('statement', statement)
            for (const { key, signature } of by) assert.ok(verifySignature(key, hash, signature))
          }
        })
      })
    }
  })
}
