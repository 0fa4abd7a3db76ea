import type { RevisionProblem } from '../../../shared/codes/index.ts'
import { refuse } from '../../../shared/errors.ts'
import { type Agreement, findBadConsent, isPrompt } from '../log/index.ts'
import type { Signatory } from '../people/index.ts'
import { canonicalJson } from '../text/index.ts'
import {
  type ChangeKind,
  isDeedOf,
  type KitAuthority,
  knowsPolicy,
  missingFor,
} from './authority.ts'
import { kitFingerprint } from './fingerprint.ts'
import { itemDigest } from './item-digest.ts'
import { itemName } from './item-name.ts'
import { changeHash, type Revision, revisionDigest } from './revision.ts'
import { isBackupEntry, isKeyEntry, type KitEntry, type ProvingKit } from './schema.ts'

/**
 * The revisions of a kit, gone through in their order from its founding part: every item is either a
 * founding one or named by a revision, and every revision follows the one before it and is agreed to by
 * enough people of the authority in force. Source: FORMAT, Revisions.
 */

/** How a kit proves one of its items. */
export type ItemProof =
  /** By the fingerprint that stands on the cards. */
  | { readonly by: 'founding' }
  /** By a revision; `signed` by people whom the founding part names, or who were named by those. */
  | {
      readonly by: 'revision'
      readonly revision: number
      readonly signed: boolean
      /** The names of those who signed it, as the kit says them. */
      readonly signers: readonly string[]
    }
  /** By nothing: an item that was added to a kit of the first format. */
  | { readonly by: 'nothing' }

/** What a kit's revisions come to. */
export interface RevisionReport {
  /** By the digest of the item; of tombstones too. */
  readonly proofs: ReadonlyMap<string, ItemProof>
  /** In the order in which they were added, tombstones among them. */
  readonly entries: readonly KitEntry[]
  /** Digest of the last revision; without any, the fingerprint. */
  readonly head: string
  /** Who may change the kit now. */
  readonly authority: KitAuthority | null
  /** Whether it came from the founding part, or through revisions that people of it signed. */
  readonly rooted: boolean
}

/**
 * Goes through the revisions of a kit.
 *
 * @throws KIT_REVISION {revision, problem} at the first that is not sound; KIT_TAMPERED when a founding item
 *         is missing, an item stands there that nothing names, or they stand in another order
 */
function verifyRevisions(kit: ProvingKit): RevisionReport {
  const course = new Course(kit, kitFingerprint(kit.quorum))
  for (const revision of kit.revisions) {
    const problem = course.follow(revision)
    if (problem !== null) throw refuse('KIT_REVISION', { revision: revision.number, problem })
  }
  if (kit.mac.revision > kit.revisions.length) {
    throw refuse('KIT_REVISION', { revision: kit.mac.revision, problem: 'missing' })
  }
  return course.end()
}

/** As verifyRevisions; a kit that was gone through is not gone through again. */
export function revisionsOf(kit: ProvingKit): RevisionReport {
  const known = reports.get(kit)
  if (known !== undefined) return known
  const report = verifyRevisions(kit)
  reports.set(kit, report)
  return report
}

const reports = new WeakMap<ProvingKit, RevisionReport>()

class Course {
  readonly #kit: ProvingKit
  /** What stands in the kit, by its digest. */
  readonly #standing = new Map<string, KitEntry>()
  readonly #gone = new Set<string>()
  readonly #proofs = new Map<string, ItemProof>()
  readonly #entries: KitEntry[] = []
  readonly #requests = new Set<string>()
  #head: string
  #number = 0
  #authority: KitAuthority | null
  /** Whether those in force are named by the founding part, or by people who were. */
  #rooted = true

  constructor(kit: ProvingKit, fingerprint: string) {
    this.#kit = kit
    this.#head = fingerprint
    this.#authority = kit.quorum.authority
    for (const entry of [...kit.backupKeys, ...kit.keys, ...kit.tombstones]) {
      const digest = itemDigest(kit.format, entry)
      if (this.#standing.has(digest)) throw twice(entry)
      this.#standing.set(digest, entry)
    }
    this.#found()
  }

  /** The founding items: the status key, the backup keys, the keys. */
  #found(): void {
    const { statusKey, quorum, format } = this.#kit
    const [first, ...others] = quorum.foundingItems
    const named = statusKey.publicKey === quorum.statusKey
    if (!named || first !== itemDigest(format, statusKey)) {
      throw refuse('KIT_TAMPERED', { where: 'founding-item' })
    }
    for (const digest of others) {
      if (this.#proofs.has(digest) || !this.#add(digest, { by: 'founding' })) {
        throw refuse('KIT_TAMPERED', { where: 'founding-item' })
      }
    }
  }

  /** @returns what is wrong with the revision; null when nothing is */
  follow(revision: Revision): RevisionProblem | null {
    if (revision.number !== this.#number + 1) return 'out-of-order'
    if (revision.previous !== this.#head) return 'does-not-follow'
    const problem = this.#consentProblem(revision) ?? this.#apply(revision)
    if (problem !== null) return problem
    this.#number = revision.number
    this.#head = revisionDigest(revision)
    return null
  }

  end(): RevisionReport {
    for (const [digest, entry] of this.#standing) {
      if (!this.#proofs.has(digest)) throw unlisted(entry)
      if ('sealedSha256' in entry && !this.#gone.has(digest)) throw unlisted(entry)
    }
    this.#requireOrder()
    return {
      proofs: this.#proofs,
      entries: this.#entries,
      head: this.#head,
      authority: this.#authority,
      rooted: this.#rooted,
    }
  }

  #consentProblem(revision: Revision): RevisionProblem | null {
    const { agreement, change } = revision
    if (this.#authority === null) return agreement === null ? null : 'agreement-of-nobody'
    if (agreement === null) return 'unsigned'
    const { people } = this.#authority
    const problem = this.#statementProblem(revision, agreement, this.#authority)
    if (problem !== null) return problem
    const signers: Signatory[] = []
    for (const { key } of agreement.by) {
      const person = people.find(other => other.key === key)
      if (person === undefined) return 'agreement-key-not-in-force'
      signers.push(person)
    }
    if (findBadConsent(agreement) !== -1) return 'agreement-signature-wrong'
    const missing = missingFor(change.kind, this.#authority, signers)
    return missing.length === 0 ? null : 'agreement-short'
  }

  #statementProblem(
    revision: Revision,
    { statement }: Agreement,
    { log, policy }: KitAuthority,
  ): RevisionProblem | null {
    if (!knowsPolicy(policy)) return 'policy-unknown'
    const { action, terms, request, asked } = statement
    const about =
      isDeedOf(action, revision.change.kind) &&
      statement.log === log &&
      Object.hasOwn(terms, 'revision') &&
      terms.revision === changeHash(revision)
    if (!about) return 'agreed-otherwise'
    if (this.#requests.has(request)) return 'agreement-used'
    this.#requests.add(request)
    return isPrompt(asked, revision.time) ? null : 'agreement-expired'
  }

  #apply({ number, change, agreement }: Revision): RevisionProblem | null {
    const signed = this.#authority !== null && this.#rooted
    const keys = new Set(agreement?.by.map(({ key }) => key))
    const signers = (this.#authority?.people ?? []).flatMap(({ key, name }) =>
      keys.has(key) ? [name] : [],
    )
    const proof: ItemProof = { by: 'revision', revision: number, signed, signers }
    switch (change.kind) {
      case 'authority-changed':
        return this.#changeAuthority(change.authority)
      case 'tombstone':
        return this.#bury(change.item)
      case 'versions-added':
        return firstOf(change.items, item => this.#bring(item, 'version-added', proof))
      default:
        return this.#bring(change.item, change.kind, proof)
    }
  }

  /** An item that a revision names, as what it says. */
  #bring(item: string, kind: ChangeKind, proof: ItemProof): RevisionProblem | null {
    if (this.#proofs.has(item)) return 'item-twice'
    if (this.#kindOf(item) !== kind) return 'not-as-it-says'
    return this.#add(item, proof) ? null : 'item-missing'
  }

  #changeAuthority(authority: KitAuthority): RevisionProblem | null {
    if (canonicalJson(authority) === canonicalJson(this.#authority)) return 'not-as-it-says'
    if (authority.policy < (this.#authority?.policy ?? 0)) return 'policy-older'
    // Whoever could write the file could name people where there were none.
    if (this.#authority === null) this.#rooted = false
    this.#authority = authority
    return null
  }

  /** What was sealed in an item is gone. The newest backup key stays: new backups are encrypted to it. */
  #bury(digest: string): RevisionProblem | null {
    const entry = this.#standing.get(digest)
    if (!this.#proofs.has(digest) || entry === undefined) return 'item-missing'
    if (this.#gone.has(digest)) return 'item-twice'
    if ('sealed' in entry) return 'not-as-it-says'
    if (isBackupEntry(entry) && entry.generation === this.#generation) {
      return 'newest-backup-key'
    }
    this.#gone.add(digest)
    return null
  }

  /** What adding this item is; null when it is not here. */
  #kindOf(digest: string): ChangeKind | null {
    const entry = this.#standing.get(digest)
    if (entry === undefined) return null
    if (isBackupEntry(entry)) return 'backup-key-rotated'
    return entry.version === 1 ? 'item-added' : 'version-added'
  }

  #add(digest: string, proof: ItemProof): boolean {
    const entry = this.#standing.get(digest)
    if (entry === undefined) return false
    this.#proofs.set(digest, proof)
    this.#entries.push(entry)
    return true
  }

  get #generation(): number {
    return this.#entries.findLast(isBackupEntry)?.generation ?? 0
  }

  /** Items stand in the order in which they were added, tombstones in that in which they were made. */
  #requireOrder(): void {
    const { backupKeys, keys, tombstones, format } = this.#kit
    const alive = this.#entries.filter(entry => 'sealed' in entry)
    const inOrder =
      areSame(backupKeys, alive.filter(isBackupEntry)) &&
      areSame(keys, alive.filter(isKeyEntry)) &&
      areSame(
        tombstones.map(entry => itemDigest(format, entry)),
        [...this.#gone],
      )
    if (!inOrder) throw refuse('KIT_TAMPERED', { where: 'order' })
  }
}

/** What is wrong with the first of them that is wrong; null when none is. */
function firstOf(
  items: readonly string[],
  judge: (item: string) => RevisionProblem | null,
): RevisionProblem | null {
  for (const item of items) {
    const problem = judge(item)
    if (problem !== null) return problem
  }
  return null
}

const areSame = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i])

const unlisted = (entry: KitEntry) =>
  refuse('KIT_TAMPERED', { where: { item: itemName(entry), part: 'unlisted' } })
const twice = (entry: KitEntry) =>
  refuse('KIT_TAMPERED', { where: { item: itemName(entry), part: 'twice' } })
