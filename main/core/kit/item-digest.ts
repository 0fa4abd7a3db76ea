import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { taggedHash } from '../bytes/index.ts'
import { canonicalBytes } from '../text/index.ts'
import {
  FIRST_KIT_FORMAT,
  type Kit,
  type KitItem,
  type SealedItem,
  type Tombstone,
} from './schema.ts'

/** The digest by which a kit names an item. Source: FORMAT, Items. */

/** The digest of an item, 64 hex digits; that of a tombstone is the digest of what it was. */
export function itemDigest(format: Kit['format'], item: SealedItem | Tombstone): string {
  if (format === FIRST_KIT_FORMAT) {
    return taggedHash('keyclave/v1 kit item', canonicalBytes(item)).toString('hex')
  }
  const remains = 'sealed' in item ? remainsOf(item) : item
  return taggedHash('keyclave/v1 kit item 2', canonicalBytes(remains)).toString('hex')
}

/** What remains of an item when what is sealed in it is taken out. */
export const tombstoneOf = (item: KitItem): Tombstone => remainsOf(item) as Tombstone

function remainsOf({ sealed, ...description }: SealedItem): object {
  const file = Buffer.from(sealed, 'base64')
  return { ...description, sealedSha256: createHash('sha256').update(file).digest('hex') }
}
