import type { Buffer } from 'node:buffer'
import type { DocumentProblem } from '../../../shared/codes/index.ts'
import { refuse } from '../../../shared/errors.ts'
import { taggedHash } from '../bytes/index.ts'
import { checkPolicy } from '../share/index.ts'
import { canonicalBytes, findRepeatedName, readJson, schemaProblem } from '../text/index.ts'
import {
  type BackupKey,
  isRecipient,
  KIT_FORMAT_NAME,
  type Kit,
  type KitItem,
  type KitKey,
  type KitQuorum,
  kitSchema,
} from './schema.ts'

/**
 * The recovery kit: everything but shares and passphrase that a recovery needs, in one public file.
 *
 * It has two names. The fingerprint is that of its founding part (`quorum`): it stands on every card and
 * stays when keys are added. The digest is that of this one file. Source: FORMAT, Recovery kit.
 */

/** Largest kit file, 16 MiB: about 100 imported secrets of full size, or 5,000 keys. */
export const KIT_LIMIT = 16 * 1024 * 1024

/** Fingerprint of a kit, 64 hex digits: of what its founding ceremony fixed. */
export const kitFingerprint = (quorum: KitQuorum): string =>
  taggedHash('keyclave/v1 kit fingerprint', canonicalBytes(quorum)).toString('hex')

/** A fingerprint as people compare it: the first 16 bytes as 8 groups of 4 hex digits. */
export const formatFingerprint = (fingerprint: string): string =>
  (fingerprint.slice(0, 32).match(/.{4}/g) ?? []).join(' ')

const itemDigest = (item: KitItem): string =>
  taggedHash('keyclave/v1 kit item', canonicalBytes(item)).toString('hex')

/** Whether an item was made in the founding ceremony, so that the fingerprint on the cards covers it. */
export const isFounding = (kit: Kit, item: KitItem): boolean =>
  kit.quorum.foundingItems.includes(itemDigest(item))

/** The backup key that new backups are encrypted to; `null` when the kit has none. */
export const currentBackupKey = (kit: Kit): BackupKey | null => kit.backupKeys.at(-1) ?? null

/** What a kit is made of, before digests. */
export interface KitContents {
  readonly quorum: Omit<KitQuorum, 'foundingItems'>
  readonly backupKeys: readonly BackupKey[]
  readonly keys: readonly KitKey[]
}

/**
 * Makes the kit of a founding ceremony: what it holds now is what the fingerprint covers.
 *
 * @throws KIT_FORMAT when the contents cannot be a kit
 */
export function buildKit({ quorum, backupKeys, keys }: KitContents): Kit {
  const foundingItems = [...backupKeys, ...keys].map(itemDigest)
  return withDigest({
    format: KIT_FORMAT_NAME,
    quorum: { ...quorum, foundingItems },
    backupKeys,
    keys,
  })
}

/** The kit's file: its canonical JSON, without a line break at the end. */
export const kitToBytes = (kit: Kit): Buffer => canonicalBytes(kit)

/** Whether another program has written the kit's file anew: the same content, spelled otherwise. */
export const isReformatted = (kit: Kit, file: Uint8Array): boolean => !kitToBytes(kit).equals(file)

/**
 * Reads a kit's file, in whatever spelling of JSON it has come: what counts is that its content is whole.
 *
 * @throws KIT_FORMAT, KIT_VERSION; KIT_TAMPERED when the digest does not match, or a founding item is
 *         missing or changed
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

/**
 * Adds a key, or the next version of one. Neither fingerprint nor shares change.
 *
 * @throws KEY_EXISTS when another key has the label; KIT_FORMAT when the version is not the next one
 */
export function addKey(kit: Kit, key: KitKey): Kit {
  const others = kit.keys.filter(other => other.id !== key.id).map(other => other.label)
  if (findRepeatedName([...new Set(others), key.label]) !== -1) {
    throw refuse('KEY_EXISTS', { label: key.label })
  }
  return withDigest({ ...kit, keys: [...kit.keys, key] })
}

/**
 * Makes a new backup key the current one. Earlier ones stay: they open earlier backups.
 *
 * @throws KIT_FORMAT when its generation is not the next one
 */
export const rotateBackupKey = (kit: Kit, next: BackupKey): Kit =>
  withDigest({ ...kit, backupKeys: [...kit.backupKeys, next] })

const kitDigest = (undigested: { readonly [field: string]: unknown }): string =>
  taggedHash('keyclave/v1 kit digest', canonicalBytes(undigested)).toString('hex')

function withDigest({ format, quorum, backupKeys, keys }: Omit<Kit, 'digest'>): Kit {
  const undigested = { format, quorum, backupKeys, keys }
  return validate({ ...undigested, digest: kitDigest(undigested) })
}

/** Tells a kit of another version from what is no kit at all. */
function asKitObject(value: unknown): { readonly [field: string]: unknown } {
  const { format } = (value ?? {}) as { readonly format?: unknown }
  if (typeof format !== 'string' || !/^keyclave kit \d{1,9}$/.test(format)) {
    throw refuse('KIT_FORMAT', { where: 'format', problem: { exactly: KIT_FORMAT_NAME } })
  }
  if (format !== KIT_FORMAT_NAME) {
    throw refuse('KIT_VERSION', { have: format, known: KIT_FORMAT_NAME })
  }
  return value as { readonly [field: string]: unknown }
}

function validate(value: unknown): Kit {
  const result = kitSchema.safeParse(value)
  if (!result.success) throw refuse('KIT_FORMAT', schemaProblem(result.error))
  checkQuorumPart(result.data.quorum)
  checkItems(result.data)
  return result.data
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
function isBackupRecipient({ quorum, backupKeys }: Kit, place: number): boolean {
  const recipient = backupKeys[place]?.recipient ?? ''
  if (isRecipient(recipient, quorum.identity)) return true
  const earlier = quorum.replaces !== undefined && place < backupKeys.length - 1
  return earlier && (isRecipient(recipient, 'hybrid') || isRecipient(recipient, 'classic'))
}

function checkItems(kit: Kit): void {
  const { quorum, backupKeys, keys } = kit
  backupKeys.forEach(({ generation }, i) => {
    demand(generation === i + 1, `backupKeys[${i}].generation`, { exactly: i + 1 })
    demand(isBackupRecipient(kit, i), `backupKeys[${i}].recipient`, { recipient: quorum.identity })
  })
  const latest = new Map<string, KitKey>()
  keys.forEach((key, i) => {
    const before = latest.get(key.id)
    const version = (before?.version ?? 0) + 1
    demand(key.version === version, `keys[${i}].version`, { exactly: version })
    demand(
      before === undefined || (before.label === key.label && before.kind === key.kind),
      `keys[${i}]`,
      'unlike-earlier-version',
    )
    latest.set(key.id, key)
  })
  const repeated = findRepeatedName([...latest.values()].map(key => key.label))
  demand(repeated === -1, 'keys', 'same-label')
  const digests = new Set([...backupKeys, ...keys].map(itemDigest))
  if (!quorum.foundingItems.every(digest => digests.has(digest))) {
    throw refuse('KIT_TAMPERED', { where: 'founding-item' })
  }
}
