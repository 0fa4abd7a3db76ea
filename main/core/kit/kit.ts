import type { Buffer } from 'node:buffer'
import type { DocumentProblem } from '../../../shared/codes/index.ts'
import { refuse } from '../../../shared/errors.ts'
import { taggedHash } from '../bytes/index.ts'
import { checkPolicy } from '../share/index.ts'
import { canonicalBytes, findRepeatedName, readJson, schemaProblem } from '../text/index.ts'
import type { KitAuthority } from './authority.ts'
import { kitFingerprint } from './fingerprint.ts'
import { itemDigest } from './item-digest.ts'
import { type ItemProof, revisionsOf } from './revisions.ts'
import {
  type BackupEntry,
  type BackupKey,
  FIRST_KIT_FORMAT,
  type FirstKit,
  firstKitSchema,
  isBackupEntry,
  isKeyEntry,
  isRecipient,
  type KeyEntry,
  KIT_FORMAT_NAME,
  type Kit,
  type KitEntry,
  type KitItem,
  type KitKey,
  type KitQuorum,
  type ProvingKit,
  type StatusKey,
  secondKitSchema,
} from './schema.ts'

/**
 * The recovery kit: everything but shares and passphrase that a recovery needs, in one public file.
 *
 * It has two names. The fingerprint is that of its founding part (`quorum`): it stands on every card and
 * stays when keys are added. The digest is that of this one file. Source: FORMAT, Recovery kit.
 */

/** Largest kit file, 16 MiB: about 100 imported secrets of full size, or 5,000 keys. */
export const KIT_LIMIT = 16 * 1024 * 1024

/** Whether an item was made in the founding ceremony, so that the fingerprint on the cards covers it. */
export const isFounding = (kit: Kit, item: KitItem): boolean =>
  kit.quorum.foundingItems.includes(itemDigest(kit.format, item))

/**
 * How a kit proves one of its items to whoever has the fingerprint from a card. In a kit of the first
 * format nothing proves what was added later.
 */
export function proofOf(kit: Kit, item: KitItem): ItemProof {
  if (kit.format === FIRST_KIT_FORMAT) return { by: isFounding(kit, item) ? 'founding' : 'nothing' }
  return revisionsOf(kit).proofs.get(itemDigest(kit.format, item)) ?? { by: 'nothing' }
}

/**
 * The people whom a kit names to whoever has the fingerprint from a card: those of its founding part, or
 * whom they have put in their place; null: it names nobody.
 */
export function authorityIn(kit: Kit): KitAuthority | null {
  if (kit.format === FIRST_KIT_FORMAT) return null
  const { authority, rooted } = revisionsOf(kit)
  return rooted ? authority : null
}

/** The backup key that new backups are encrypted to; `null` when the kit has none. */
export const currentBackupKey = (kit: Kit): BackupKey | null => kit.backupKeys.at(-1) ?? null

/** What the kit of a founding ceremony is made of, before digests. */
export interface KitContents {
  readonly quorum: Omit<KitQuorum, 'foundingItems'>
  /** Who may change the kit later; null: there are no people. */
  readonly authority: KitAuthority | null
  readonly statusKey: StatusKey
  readonly backupKeys: readonly BackupKey[]
  readonly keys: readonly KitKey[]
  /** The quorum's MAC over the digest of a revision, or over the fingerprint; 64 hex digits both. */
  readonly macOf: (head: string) => string
}

/**
 * Makes the kit of a founding ceremony: what it holds now is what the fingerprint covers.
 *
 * @throws KIT_FORMAT when the contents cannot be a kit
 */
export function buildKit(contents: KitContents): ProvingKit {
  const { authority, statusKey, backupKeys, keys, macOf } = contents
  const foundingItems = [statusKey, ...backupKeys, ...keys].map(item =>
    itemDigest(KIT_FORMAT_NAME, item),
  )
  const quorum = {
    ...{ ...contents.quorum, authority, statusKey: statusKey.publicKey, foundingItems },
  }
  const mac = { revision: 0, value: macOf(kitFingerprint(quorum)) }
  return withDigest({
    ...{ format: KIT_FORMAT_NAME, quorum, statusKey, backupKeys, keys },
    ...{ tombstones: [], revisions: [], mac },
  })
}

/**
 * The same kit with its digest made anew, if it is sound.
 *
 * @throws KIT_FORMAT, KIT_TAMPERED, KIT_REVISION
 */
export function withDigest<K extends Kit>(kit: Omit<K, 'digest'>): K {
  const { digest: _, ...undigested } = kit as { readonly [field: string]: unknown }
  return validate({ ...undigested, digest: kitDigest(undigested) }) as K
}

/** The kit's file: its canonical JSON, without a line break at the end. */
export const kitToBytes = (kit: Kit): Buffer => canonicalBytes(kit)

/** Whether another program has written the kit's file anew: the same content, spelled otherwise. */
export const isReformatted = (kit: Kit, file: Uint8Array): boolean => !kitToBytes(kit).equals(file)

/**
 * Reads a kit's file, in whatever spelling of JSON it has come: what counts is that its content is whole.
 *
 * @throws KIT_FORMAT, KIT_VERSION; KIT_TAMPERED when the digest does not match, a founding item is missing
 *         or changed, or an item stands there that nothing proves; KIT_REVISION naming the first revision
 *         that is not sound
 */
export function parseKit(bytes: Uint8Array): Kit {
  if (bytes.length > KIT_LIMIT) {
    throw refuse('KIT_FORMAT', { where: { part: 'file' }, problem: { mostBytes: KIT_LIMIT } })
  }
  const parsed = readJson(bytes)
  if ('not' in parsed) {
    throw refuse('KIT_FORMAT', { where: { part: 'file' }, problem: parsed.not })
  }
  const { digest, ...rest } = asKitObject(parsed.value)
  if (digest !== kitDigest(rest)) throw refuse('KIT_TAMPERED', { where: 'digest' })
  return validate(parsed.value)
}

const kitDigest = (undigested: { readonly [field: string]: unknown }): string =>
  taggedHash('keyclave/v1 kit digest', canonicalBytes(undigested)).toString('hex')

/** Tells a kit of another version from what is no kit at all. */
function asKitObject(value: unknown): { readonly [field: string]: unknown } {
  const { format } = (value ?? {}) as { readonly format?: unknown }
  if (typeof format !== 'string' || !/^keyclave kit \d{1,9}$/.test(format)) {
    throw refuse('KIT_FORMAT', { where: 'format', problem: { exactly: KIT_FORMAT_NAME } })
  }
  if (format !== KIT_FORMAT_NAME && format !== FIRST_KIT_FORMAT) {
    throw refuse('KIT_VERSION', { have: format, known: KIT_FORMAT_NAME })
  }
  return value as { readonly [field: string]: unknown }
}

function validate(value: unknown): Kit {
  const first = (value as { readonly format?: unknown }).format === FIRST_KIT_FORMAT
  const result = (first ? firstKitSchema : secondKitSchema).safeParse(value)
  if (!result.success) throw refuse('KIT_FORMAT', schemaProblem(result.error))
  const kit = result.data
  checkQuorumPart(kit.quorum)
  if (kit.format === FIRST_KIT_FORMAT) {
    checkItems(kit, kit.backupKeys, kit.keys)
    requireFoundingItems(kit)
  } else {
    const { entries } = revisionsOf(kit)
    checkItems(kit, entries.filter(isBackupEntry), entries.filter(isKeyEntry))
  }
  return kit
}

function requireFoundingItems({ format, quorum, backupKeys, keys }: FirstKit): void {
  const digests = new Set([...backupKeys, ...keys].map(item => itemDigest(format, item)))
  if (!quorum.foundingItems.every(digest => digests.has(digest))) {
    throw refuse('KIT_TAMPERED', { where: 'founding-item' })
  }
}

/** Throws KIT_FORMAT unless `condition` holds. */
function demand(condition: boolean, where: string, problem: DocumentProblem): void {
  if (!condition) throw refuse('KIT_FORMAT', { where, problem })
}

function checkQuorumPart(quorum: KitQuorum): void {
  const { setId, threshold, custodians, recipient, identity, replaces } = quorum
  checkPolicy(threshold, custodians.length)
  custodians.forEach(({ index }, i) => {
    demand(index === i + 1, `quorum.custodians[${i}].index`, { exactly: i + 1 })
  })
  const repeated = findRepeatedName(custodians.map(custodian => custodian.name))
  demand(repeated === -1, `quorum.custodians[${repeated}].name`, 'name-of-another')
  const commitments = new Set(custodians.map(custodian => custodian.commitment))
  demand(commitments.size === custodians.length, 'quorum.custodians', 'same-commitment')
  demand(isRecipient(recipient, identity), 'quorum.recipient', { recipient: identity })
  demand(replaces?.setId !== setId, 'quorum.replaces.setId', 'own-set-id')
}

/**
 * Whether a backup key may stand in this kit. New backups have recipients of one type, the quorum's; a
 * quorum that replaced another keeps that one's backup keys, of whichever type, behind one of its own.
 */
function isBackupRecipient({ quorum }: Kit, recipient: string, newest: boolean): boolean {
  if (isRecipient(recipient, quorum.identity)) return true
  const earlier = quorum.replaces !== undefined && !newest
  return earlier && (isRecipient(recipient, 'hybrid') || isRecipient(recipient, 'classic'))
}

/**
 * Whether generations, versions and labels are as they must be.
 *
 * @param backupEntries in the order in which they came in, tombstones among them; so are `keyEntries`
 */
function checkItems(
  kit: Kit,
  backupEntries: readonly BackupEntry[],
  keyEntries: readonly KeyEntry[],
): void {
  const mayFollow = followerIn(kit)
  let generationBefore = 0
  backupEntries.forEach((entry, i) => {
    const newest = i === backupEntries.length - 1
    const { generation, recipient } = entry
    demand(mayFollow(entry, generation, generationBefore), `${placeOf(kit, entry)}.generation`, {
      exactly: generationBefore + 1,
    })
    generationBefore = generation
    demand(isBackupRecipient(kit, recipient, newest), `${placeOf(kit, entry)}.recipient`, {
      recipient: kit.quorum.identity,
    })
  })
  const latest = new Map<string, KeyEntry>()
  for (const key of keyEntries) {
    const before = latest.get(key.id)
    const version = before?.version ?? 0
    demand(mayFollow(key, key.version, version), `${placeOf(kit, key)}.version`, {
      exactly: version + 1,
    })
    demand(
      before === undefined || isAlike(before, key),
      placeOf(kit, key),
      'unlike-earlier-version',
    )
    latest.set(key.id, key)
  }
  const repeated = findRepeatedName([...latest.values()].map(key => key.label))
  demand(repeated === -1, 'keys', 'same-label')
}

/**
 * Whether a number may come after the one before it. They count up by one; but what a quorum took over from
 * the one that it replaced keeps its numbers, and what was destroyed or left out stayed behind.
 */
function followerIn({ quorum, format }: Kit) {
  const founding = new Set(quorum.replaces === undefined ? [] : quorum.foundingItems)
  return (entry: KitEntry, number: number, before: number): boolean =>
    number === before + 1 ||
    (number > before && founding.size > 0 && founding.has(itemDigest(format, entry)))
}

/** Whether two entries can be versions of one key. */
const isAlike = (before: KeyEntry, key: KeyEntry): boolean =>
  before.label === key.label && before.kind === key.kind && pairOf(before) === pairOf(key)

const pairOf = (key: KeyEntry): string | null => (key.kind === 'key-pair' ? key.algorithm : null)

/** Where an entry stands in the file. */
function placeOf(kit: Kit, entry: KitEntry): string {
  const lists: readonly (readonly [string, readonly KitEntry[]])[] = [
    ['backupKeys', kit.backupKeys],
    ['keys', kit.keys],
    ['tombstones', kit.format === KIT_FORMAT_NAME ? kit.tombstones : []],
  ]
  const [name = '', list = []] = lists.find(([, entries]) => entries.includes(entry)) ?? []
  return `${name}[${list.indexOf(entry)}]`
}
