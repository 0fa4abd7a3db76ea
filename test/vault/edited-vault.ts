import { copyFileSync } from 'node:fs'
import path from 'node:path'
import type { TestContext } from 'node:test'
import Database from 'better-sqlite3'
import { openVault } from '../../main/vault/vault.ts'
import { KeyclaveError } from '../../shared/errors.ts'
import { fill } from './full-vault.ts'
import { withoutTriggers } from './table-edits.ts'
import { optionsFor, refusal, temporaryFolder, withVault } from './vault-fixture.ts'

/** A vault with rows in every table, to be edited by somebody who has nothing but its file. */

export async function fullVault(t: TestContext): Promise<string> {
  const file = path.join(temporaryFolder(t), 'full.vault')
  const options = optionsFor(file)
  await withVault(file, vault => fill(vault, options.now), options)
  return file
}

/** What opening says after an edit: a code, or `silent`. */
export async function afterEdit(
  whole: string,
  edit: (db: Database.Database) => boolean | undefined,
) {
  const file = `${whole}.edited`
  copyFileSync(whole, file)
  const db = new Database(file)
  let edited: boolean | undefined
  withoutTriggers(db, () => {
    edited = edit(db)
  })
  db.close()
  if (edited === false) return null
  try {
    const vault = await openVault(optionsFor(file))
    vault.close()
    return 'silent'
  } catch (error) {
    if (error instanceof KeyclaveError) return error
    throw error
  }
}

/** By the log, or because another row refers to what is no longer there. */
export const isRefused = (found: unknown): boolean =>
  refusal('VAULT_TABLES')(found) ||
  (found instanceof KeyclaveError && JSON.stringify(found.data).includes('lostReferenceIn'))
