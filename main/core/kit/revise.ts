import { refuse } from '../../../shared/errors.ts'
import type { Agreement } from '../log/index.ts'
import { findRepeatedName } from '../text/index.ts'
import type { KitAuthority } from './authority.ts'
import { kitFingerprint } from './fingerprint.ts'
import { itemDigest, tombstoneOf } from './item-digest.ts'
import { withDigest } from './kit.ts'
import {
  type Change,
  changeHash,
  type Revision,
  type RevisionContent,
  revisionDigest,
} from './revision.ts'
import { revisionsOf } from './revisions.ts'
import {
  type BackupKey,
  KIT_FORMAT_NAME,
  type KitItem,
  type KitKey,
  type ProvingKit,
} from './schema.ts'

/** Adding a revision to a kit: what people agree to, and the kit after that. Source: FORMAT, Revisions. */

/** What is to be changed. */
export type KitChange =
  /** A key, or the next version of one. */
  | { readonly kind: 'key'; readonly key: KitKey }
  /** The next versions of several keys. */
  | { readonly kind: 'keys'; readonly keys: readonly KitKey[] }
  /** The next backup key. */
  | { readonly kind: 'backup-key'; readonly backupKey: BackupKey }
  /** Takes out what is sealed in an item of the kit. */
  | { readonly kind: 'destroy'; readonly item: KitItem }
  | { readonly kind: 'authority'; readonly authority: KitAuthority }

/** A revision that nobody has agreed to yet. */
export interface DraftRevision {
  readonly kit: ProvingKit
  readonly change: KitChange
  readonly content: RevisionContent
  /** What people agree to: the term `revision` of their statement, 64 hex digits. */
  readonly hash: string
}

/**
 * Drafts the next revision of a kit.
 *
 * @throws KEY_EXISTS when another key has the label
 */
export function draftRevision(kit: ProvingKit, change: KitChange, time: Date): DraftRevision {
  if (change.kind === 'key') requireFreeLabel(kit, change.key)
  if (change.kind === 'keys') for (const key of change.keys) requireFreeLabel(kit, key)
  const { head } = revisionsOf(kit)
  const content = {
    number: kit.revisions.length + 1,
    time: time.toISOString(),
    previous: head,
    change: recorded(change),
  }
  return { kit, change, content, hash: changeHash(content) }
}

/**
 * The kit with the revision. Neither fingerprint nor shares change; the MAC stays over what it was over.
 *
 * @param agreement null where the kit names nobody who could sign
 * @throws KIT_REVISION when it was not agreed to by enough, or is none; KIT_FORMAT when a version or a
 *         generation is not the next one
 */
export function addRevision(
  { kit, change, content }: DraftRevision,
  agreement: Agreement | null,
): ProvingKit {
  const revisions: readonly Revision[] = [...kit.revisions, { ...content, agreement }]
  return withDigest<ProvingKit>({ ...changed(kit, change), revisions })
}

/** What the MAC of a kit is over: the digest of a revision, or the fingerprint. */
export function headAt(kit: ProvingKit, revision: number): string {
  const last = kit.revisions[revision - 1]
  return last === undefined ? kitFingerprint(kit.quorum) : revisionDigest(last)
}

function requireFreeLabel({ keys, tombstones }: ProvingKit, { id, label }: KitKey): void {
  const others = [...keys, ...tombstones].flatMap(other =>
    other.kind !== 'backup-identity' && other.id !== id ? [other.label] : [],
  )
  if (findRepeatedName([...new Set(others), label]) !== -1) throw refuse('KEY_EXISTS', { label })
}

function recorded(change: KitChange): Change {
  switch (change.kind) {
    case 'key': {
      const kind = change.key.version === 1 ? 'item-added' : 'version-added'
      return { kind, item: itemDigest(KIT_FORMAT_NAME, change.key) }
    }
    case 'keys': {
      const items = change.keys.map(key => itemDigest(KIT_FORMAT_NAME, key))
      return { kind: 'versions-added', items }
    }
    case 'backup-key':
      return { kind: 'backup-key-rotated', item: itemDigest(KIT_FORMAT_NAME, change.backupKey) }
    case 'destroy':
      return { kind: 'tombstone', item: itemDigest(KIT_FORMAT_NAME, change.item) }
    case 'authority':
      return { kind: 'authority-changed', authority: change.authority }
  }
}

function changed(kit: ProvingKit, change: KitChange): ProvingKit {
  switch (change.kind) {
    case 'key':
      return { ...kit, keys: [...kit.keys, change.key] }
    case 'keys':
      return { ...kit, keys: [...kit.keys, ...change.keys] }
    case 'backup-key':
      return { ...kit, backupKeys: [...kit.backupKeys, change.backupKey] }
    case 'destroy': {
      const { item } = change
      const gone = itemDigest(kit.format, item)
      const stays = (other: KitItem): boolean => itemDigest(kit.format, other) !== gone
      return {
        ...kit,
        keys: kit.keys.filter(stays),
        backupKeys: kit.backupKeys.filter(stays),
        tombstones: [...kit.tombstones, tombstoneOf(item)],
      }
    }
    case 'authority':
      return kit
  }
}
