import type { Output } from '../../../shared/contract.ts'
import { describePolicy } from '../../core/ceremony/index.ts'
import { formatFingerprint, type Kit, type KitKey, kitFingerprint } from '../../core/kit/index.ts'
import { describeKey } from './key-description.ts'

/** A kit and its keys as the window shows them. */

export type WindowKitFacts = Output<'kit.inspect'>
export type WindowKeyFacts = WindowKitFacts['keys'][number]

export function kitFactsOf(kit: Kit): WindowKitFacts {
  const { quorum, digest } = kit
  const { title, organisation, created, setId, threshold, identity, kdf, recipient } = quorum
  const custodians = quorum.custodians.map(({ index, name }) => ({ index, name }))
  const names = custodians.map(custodian => custodian.name)
  return {
    ...{ title, organisation, created, setId, threshold, identity, kdf, recipient, digest },
    policy: describePolicy({ quorum: { threshold, custodians: names, identity, kdf } }),
    fingerprint: formatFingerprint(kitFingerprint(quorum)),
    custodians,
    backupKeys: kit.backupKeys.map(key => ({
      generation: key.generation,
      recipient: key.recipient,
    })),
    keys: kit.keys.map(keyFactsOf),
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
