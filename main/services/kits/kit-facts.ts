import type { Output } from '../../../shared/contract.ts'
import {
  formatFingerprint,
  isProvedByKit,
  itemName,
  type Kit,
  type KitKey,
  kitFingerprint,
  type TrustedKit,
} from '../../core/kit/index.ts'
import { describeKey } from './key-description.ts'

/** A kit and its keys as the window shows them. */

export type WindowKitFacts = Output<'kit.inspect'>
export type WindowKeyFacts = WindowKitFacts['keys'][number]

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
  }
}

export function keyFactsOf(key: KitKey): WindowKeyFacts {
  const { id, version, label, purpose } = key
  const common = { id, version, label, purpose, expires: key.expires ?? null }
  const description = describeKey(key)
  if (key.kind === 'imported-secret') {
    return {
      ...{ ...common, kind: key.kind, description },
      ...{ bits: null, fingerprint: null, checkValue: null },
    }
  }
  const fingerprint = formatFingerprint(key.fingerprint)
  return {
    ...{ ...common, kind: key.kind, description },
    ...{ bits: key.bits, fingerprint, checkValue: key.kcv },
  }
}
