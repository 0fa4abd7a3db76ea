/** What the holder of a sealed share said counts as its ceremony noted it, and otherwise the vault is not what its log says. */
import assert from 'node:assert/strict'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import Database from 'better-sqlite3'
import { MIGRATIONS } from '../../main/vault/migrations.ts'
import type { Vault } from '../../main/vault/vault.ts'
import { openVault } from '../../main/vault/vault.ts'
import type { KeyclaveError } from '../../shared/errors.ts'
import { refusal } from '../core/refusal.ts'
import {
  acknowledgementOf,
  ceremonyUntilClose,
  optionsFor,
  setIdOf,
  temporaryFolder,
  wholeCeremony,
  withVault,
} from './vault-fixture.ts'

const a = setIdOf('a')

/** A vault whose quorum `a` has a sealed share 2. */
async function vaultWith(context: TestContext, work: (vault: Vault) => void): Promise<string> {
  const file = path.join(temporaryFolder(context), 'office.vault')
  await withVault(file, vault => {
    wholeCeremony(vault, 'a', 3, 2)
    work(vault)
  })
  return file
}

test('0015 makes its table, strict, beside those that were there', () => {
  const db = new Database(':memory:')
  const index = MIGRATIONS.findIndex(({ number }) => number === 15)
  for (const { sql } of MIGRATIONS.slice(0, index + 1)) db.exec(sql)
  const made = db.prepare("SELECT strict FROM pragma_table_list WHERE name = 'sealed_shares'").all()
  assert.deepEqual(made, [{ strict: 1 }])
  db.close()
})

test('what its holder says is kept with its date, and once', async context => {
  const file = await vaultWith(context, vault => {
    const [open] = vault.sealedShares.of(a)
    assert.deepEqual([open?.index, open?.said, open?.acknowledged], [2, null, null])
    const share = { setId: a, index: 2, said: acknowledgementOf('a') }
    vault.sealedShares.acknowledge('operator', share)
    assert.throws(() => vault.sealedShares.acknowledge('operator', share), refusal('VAULT_RULE'))
  })
  await withVault(file, vault => {
    const [share] = vault.sealedShares.of(a)
    assert.equal(share?.said, acknowledgementOf('a'))
    assert.equal(share?.acknowledged, [...vault.audit.entries()].at(-1)?.time)
  })
})

const isRefusedFor = (problem: string) => (error: unknown) => {
  refusal('VAULT_TABLES')(error)
  const { data } = error as KeyclaveError
  assert.deepEqual([data.table, data.problem], ['sealed_shares', problem])
  return true
}

/** A log in which somebody recorded what cannot be. */
const LIES: { readonly [what: string]: (vault: Vault) => void } = {
  'made up': vault =>
    vault.sealedShares.acknowledge('A', { setId: a, index: 2, said: 'ab'.repeat(32) }),
  'of another share': vault => {
    wholeCeremony(vault, 'b', 3, 1)
    vault.sealedShares.acknowledge('A', { setId: a, index: 2, said: acknowledgementOf('b') })
  },
  'for a share that is on a card': vault =>
    vault.sealedShares.acknowledge('A', { setId: a, index: 1, said: acknowledgementOf('a') }),
  'of a ceremony that was void': vault => {
    const { ceremony } = ceremonyUntilClose(vault, 'v', 3, 1)
    vault.ceremonies.void(ceremony, 'A', 'cancelled')
    vault.sealedShares.acknowledge('A', {
      ...{ setId: setIdOf('v'), index: 1, said: acknowledgementOf('v') },
    })
  },
}
for (const [what, lie] of Object.entries(LIES)) {
  test(`an acknowledgement that is ${what} is in no log that counts`, async context => {
    const file = await vaultWith(context, lie)
    await assert.rejects(openVault(optionsFor(file, 'read')), isRefusedFor('not-replayable'))
  })
}

test('one that stands in the table alone is found', async context => {
  const file = await vaultWith(context, () => {})
  const db = new Database(file)
  db.exec(
    `UPDATE sealed_shares SET said = '${acknowledgementOf('a')}', acknowledged = '2026-11-21T00:00:00.000Z'`,
  )
  db.close()
  await assert.rejects(openVault(optionsFor(file, 'read')), isRefusedFor('changed'))
})
