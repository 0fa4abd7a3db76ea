import { refuse } from '../../../shared/errors.ts'
import { formatFingerprint, type Kit, kitFingerprint, kitToBytes } from '../../core/kit/index.ts'
import type { ImportedQuorum } from '../../vault/index.ts'
import { type ChangePorts, makeChange } from '../people/index.ts'
import { sealedKeyOf, storedBackupKey } from './stored-items.ts'
import { type CardFingerprint, trustByCard, trustKnown } from './trust-kit.ts'

/** A quorum whose kit a vault has imported. */
export interface ImportedKit {
  readonly setId: string
  readonly fingerprint: string
  readonly digest: string
}

/** The actor's name in a vault without people. */
const OPERATOR = 'operator'

/**
 * Imports a quorum that was founded elsewhere, or without a vault, from its kit: from then on the vault has
 * its shares, its keys and the kit, and its log vouches for it, as if it had been founded here. In a vault
 * with people they sign for it.
 *
 * @throws KIT_FINGERPRINT_*, KIT_FINGERPRINT, KIT_UNPROVED; KIT_KNOWN, KIT_FOREIGN when the vault knows its
 *         quorum; QUORUM_REPLACED, CEREMONY_OPEN; as `makeChange`
 */
export async function importKit(
  kit: Kit,
  expected: CardFingerprint,
  ports: ChangePorts,
): Promise<ImportedKit> {
  const { setId } = kit.quorum
  if ((await trustKnown(kit, ports.vault)) !== null) throw refuse('KIT_KNOWN', { setId })
  const trusted = await trustByCard(kit, expected)
  trusted.requireWhole()
  const fingerprint = kitFingerprint(kit.quorum)
  const facts = { fingerprint, kit: kit.digest }
  return await makeChange(
    ports,
    vault => ({
      deed: { action: 'kit.take-in', terms: { subject: `quorum:${setId}`, ...facts } },
      unsigned: OPERATOR,
      carryOut: ({ actor }) => vault.importKit(actor, importedQuorum(kit, fingerprint)),
    }),
    () => ({ setId, fingerprint: formatFingerprint(fingerprint), digest: kit.digest }),
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
