import { type Deed, deedOf } from '../../../shared/deeds.ts'
import { refuse } from '../../../shared/errors.ts'
import { formatFingerprint, type Kit, kitFingerprint, kitToBytes } from '../../core/kit/index.ts'
import type { ImportedQuorum, Vault } from '../../vault/index.ts'
import { type ChangePorts, makeChange, OPERATOR } from '../people/index.ts'
import type { VaultReference } from '../vaults/index.ts'
import { sealedKeyOf, storedBackupKey } from './stored-items.ts'
import { type CardFingerprint, trustByCard, trustKnown } from './trust-kit.ts'

/** A quorum whose kit a vault has imported. */
export interface ImportedKit {
  readonly setId: string
  readonly title: string
  readonly fingerprint: string
  readonly digest: string
}

/**
 * What people sign for an import, judged by the vault as it is: nothing is changed.
 *
 * @throws KIT_FINGERPRINT_*, KIT_FINGERPRINT, KIT_UNPROVED; KIT_KNOWN, KIT_FOREIGN when the vault knows its
 *         quorum; KIT_HOLDS_DESTROYED; QUORUM_REPLACED; VAULT_*
 */
export async function judgeImport(
  kit: Kit,
  expected: CardFingerprint,
  vault: VaultReference,
): Promise<Deed<'kit.take-in'>> {
  const { setId } = kit.quorum
  if ((await trustKnown(kit, vault)) !== null) throw refuse('KIT_KNOWN', { setId })
  const trusted = await trustByCard(kit, expected)
  trusted.requireWhole()
  await vault.use('read', opened => {
    opened.replacements.requireNone(setId)
    requireNoneDestroyed(opened, kit)
  })
  const fingerprint = kitFingerprint(kit.quorum)
  return deedOf('kit.take-in', { setId, fingerprint, kit: kit.digest })
}

/** What was destroyed does not come back by the kit of another quorum. @throws KIT_HOLDS_DESTROYED */
function requireNoneDestroyed({ keyEvents }: Vault, { keys, quorum }: Kit): void {
  const { setId } = quorum
  for (const { id, version, label } of keys) {
    const state = keyEvents.of(id, version).at(-1)?.to
    if (state === 'destroyed' || state === 'destroyed-compromised') {
      throw refuse('KIT_HOLDS_DESTROYED', { setId, label, version })
    }
  }
}

/**
 * Imports a quorum that was founded elsewhere, or without a vault, from its kit: from then on the vault has
 * its shares, its keys and the kit, and its log vouches for it, as if it had been founded here. In a vault
 * with people they sign for it.
 *
 * @throws as `judgeImport`; CEREMONY_OPEN; as `makeChange`
 */
export async function importKit(
  kit: Kit,
  expected: CardFingerprint,
  ports: ChangePorts,
): Promise<ImportedKit> {
  const { setId, title } = kit.quorum
  const deed = await judgeImport(kit, expected, ports.vault)
  const { fingerprint } = deed.terms
  return await makeChange(
    ports,
    vault => ({
      ...{ deed, unsigned: OPERATOR },
      carryOut: ({ actor }) => vault.importKit(actor, importedQuorum(kit, fingerprint)),
    }),
    () => ({ setId, title, fingerprint: formatFingerprint(fingerprint), digest: kit.digest }),
  )
}

/** All that the vault keeps of a kit. */
function importedQuorum(kit: Kit, fingerprint: string): ImportedQuorum {
  const { title, custodians, setId, threshold, identity, kdf, recipient, secretCommitment } =
    kit.quorum
  const terms = { setId, threshold, identity, kdf, recipient, secretCommitment, fingerprint }
  return {
    title,
    terms: { ...terms, count: custodians.length },
    shares: custodians.map(({ index, name, commitment }) => ({
      ...{ index, custodian: name, commitment },
    })),
    kit: { digest: kit.digest, bytes: kitToBytes(kit) },
    backupKeys: kit.backupKeys.map(storedBackupKey),
    keys: kit.keys.map(sealedKeyOf),
  }
}
