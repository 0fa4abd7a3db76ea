import { Buffer } from 'node:buffer'
import { type KeyclaveError, refuse } from '../../../shared/errors.ts'
import type { Vault } from '../../vault/index.ts'
import { writeNewFile } from '../files/index.ts'
import type { VaultReference } from '../vaults/index.ts'

/** The newest kit of a quorum that a vault holds, to the byte. */
export interface StoredKit {
  readonly setId: string
  readonly bytes: Buffer
  readonly digest: string
}

/**
 * Finds the kit of a quorum. One that was replaced still has its kit: its backups open with it.
 *
 * @param setId null: of the one quorum that is in force
 * @throws KIT_NONE; KIT_UNKNOWN when the vault has none of this set; KIT_AMBIGUOUS when several are in force
 *         and none is named; VAULT_*
 */
export const storedKit = (reference: VaultReference, setId: string | null): Promise<StoredKit> =>
  reference.use('read', vault => {
    const kit = vault.kits.kitOf(setId ?? inForce(vault))
    if (kit === null) throw noKit(vault, setId)
    return { setId: kit.setId, bytes: Buffer.from(kit.bytes), digest: kit.digest }
  })

/**
 * Writes the kit of a quorum into a new file.
 *
 * @throws as storedKit; FILE_*
 */
export async function exportKit(
  vault: VaultReference,
  setId: string | null,
  out: string,
): Promise<Omit<StoredKit, 'bytes'>> {
  const { bytes, ...kit } = await storedKit(vault, setId)
  await writeNewFile(out, bytes)
  return kit
}

/** @throws KIT_AMBIGUOUS, KIT_NONE */
function inForce({ path, quorums }: Vault): string {
  const sets = quorums.list().flatMap(({ setId, state }) => (state === 'in-force' ? [setId] : []))
  const [only] = sets
  if (only === undefined) throw refuse('KIT_NONE', { vault: path })
  if (sets.length > 1) throw refuse('KIT_AMBIGUOUS', { sets })
  return only
}

/** Why there is no kit: of the set that was named, or at all. */
function noKit({ path, quorums, kits }: Vault, setId: string | null): KeyclaveError {
  if (setId === null) return refuse('KIT_NONE', { vault: path })
  const sets = quorums.list().flatMap(other => (kits.kitOf(other.setId) ? [other.setId] : []))
  return refuse('KIT_UNKNOWN', { vault: path, setId, sets })
}
