import type { Output } from '../../../shared/contract.ts'
import {
  formatFingerprint,
  type ItemProof,
  isProvedByKit,
  itemName,
  type Kit,
  type KitEntry,
  type KitKey,
  kitFingerprint,
  proofOf,
  type TrustedKit,
} from '../../core/kit/index.ts'
import { describeKey } from './key-description.ts'

/** A kit and its keys as the window shows them. */

export type InspectedKit = Output<'kit.inspect'>
export type WindowKitFacts = Omit<InspectedKit, 'reformatted' | 'proofs'>
export type WindowKeyFacts = WindowKitFacts['keys'][number]
type ItemAndProof = InspectedKit['proofs'][number]

/** Of a kit that has been trusted. */
export const trustedFactsOf = ({ kit, voucher }: TrustedKit): WindowKitFacts =>
  kitFactsOf(kit, voucher.by === 'log' ? 'log' : 'card')

/** @param vouchedBy null: nothing yet; a log vouches for every item, or the kit is refused */
export function kitFactsOf(
  kit: Kit,
  vouchedBy: WindowKitFacts['vouchedBy'] = null,
): WindowKitFacts {
  const { quorum, digest } = kit
  const { title, organisation, created, setId, threshold, identity, kdf, recipient } = quorum
  const custodians = quorum.custodians.map(({ index, name }) => ({ index, name }))
  return {
    ...{ title, organisation, created, setId, threshold, identity, kdf, recipient, digest },
    fingerprint: formatFingerprint(kitFingerprint(quorum)),
    custodians,
    backupKeys: kit.backupKeys.map(key => ({
      generation: key.generation,
      recipient: key.recipient,
    })),
    keys: kit.keys.map(keyFactsOf),
    vouchedBy,
    unproved: [...kit.backupKeys, ...kit.keys]
      .filter(item => vouchedBy !== 'log' && !isProvedByKit(kit, item))
      .map(itemName),
    destroyed: kit.format === 'keyclave kit 2' ? kit.tombstones.map(destroyedName) : [],
  }
}

const destroyedName = (item: KitEntry): string =>
  item.kind === 'backup-identity'
    ? `backup-key-${item.generation}`
    : `${item.label}@${item.version}`

/** What proves each item, backup keys first: the kit by itself, or the log that vouches for the whole of it. */
export const proofsOf = (
  kit: Kit,
  vouchedBy: WindowKitFacts['vouchedBy'],
): InspectedKit['proofs'] =>
  [...kit.backupKeys, ...kit.keys].map(item => ({
    item: itemName(item),
    proof: proofFactsOf(proofOf(kit, item), vouchedBy === 'log'),
  }))

function proofFactsOf(proof: ItemProof, isLogged: boolean): ItemAndProof['proof'] {
  if (proof.by === 'founding') return { by: 'founding' }
  if (proof.by === 'revision' && proof.signed) {
    return { by: 'revision', revision: proof.revision, signers: [...proof.signers] }
  }
  return { by: isLogged ? 'log' : 'nothing' }
}

export function keyFactsOf(key: KitKey): WindowKeyFacts {
  const { id, version, label, purpose } = key
  const common = { id, version, label, purpose, expires: key.expires ?? null }
  const description = describeKey(key)
  const isMade = key.kind === 'master-key'
  return {
    ...{ ...common, kind: key.kind, description },
    bits: isMade ? key.bits : null,
    algorithm: key.kind === 'key-pair' ? key.algorithm : null,
    fingerprint: key.kind === 'imported-secret' ? null : formatFingerprint(key.fingerprint),
    checkValue: isMade ? key.kcv : null,
  }
}
