import { sortOfKey } from '../../../shared/key-pairs.ts'
import type { KitKey } from '../../core/kit/index.ts'

/** A key in words: "AES-256, content encryption, until 2028-11-21, check value 0a1b2c3d4e". */
export function describeKey(key: KitKey): string {
  return [
    sortOfKey(key),
    key.purpose,
    ...(key.expires === undefined ? [] : [`until ${key.expires}`]),
    ...(key.kind === 'master-key' ? [`check value ${key.kcv}`] : []),
  ].join(', ')
}
