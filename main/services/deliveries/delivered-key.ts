import { Buffer } from 'node:buffer'
import type { PairAlgorithm } from '../../../shared/key-pairs.ts'
import type { DeliveredKey } from '../../core/deliveries/index.ts'
import type { KitKey } from '../../core/kit/index.ts'

type Material = DeliveredKey['material']

const PAIRS: {
  readonly [algorithm in PairAlgorithm]: {
    readonly kind: 'rsa' | 'ec' | 'ed25519'
    readonly bits: number
  }
} = {
  'rsa-2048': { kind: 'rsa', bits: 2048 },
  'rsa-3072': { kind: 'rsa', bits: 3072 },
  'rsa-4096': { kind: 'rsa', bits: 4096 },
  'ec-p256': { kind: 'ec', bits: 256 },
  'ec-p384': { kind: 'ec', bits: 384 },
  ed25519: { kind: 'ed25519', bits: 256 },
}

/** One version of a key of a kit, by what is public about it. */
export function deliveredKey(key: KitKey): DeliveredKey {
  const { id, version, label } = key
  return { id, version, label, material: materialOf(key) }
}

function materialOf(key: KitKey): Material {
  switch (key.kind) {
    case 'master-key':
      return { kind: 'aes', bits: key.bits }
    case 'imported-secret':
      return { kind: 'secret', bytes: key.bytes }
    case 'key-pair':
      return { ...PAIRS[key.algorithm], publicKey: Buffer.from(key.publicKey, 'base64') }
  }
}
