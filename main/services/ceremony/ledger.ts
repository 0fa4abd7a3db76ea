import type { KeyclaveError } from '../../../shared/errors.ts'
import { type Plan, planHash, type SealedTo, sealedToOf } from '../../core/ceremony/index.ts'
import { currentBackupKey, type Kit, kitFingerprint, kitToBytes } from '../../core/kit/index.ts'
import type { Actor } from '../../core/log/index.ts'
import type { RecoveryProof } from '../../core/quorum/index.ts'
import type { AuditHead } from '../../core/text/index.ts'
import type { Bag, SealedNote, Vault, VoidReason } from '../../vault/index.ts'
import { requireInForce, sealedKeyOf, storedBackupKey } from '../kits/index.ts'

/** How the people close a ceremony: the hash of the record that they signed, and who records it. */
export interface Closing {
  readonly record: string
  readonly actor: Actor
}

/** Who opened the quorum that is to be replaced, and who agreed to it. */
export interface OldOpening {
  /** Indexes of the shares. */
  readonly shares: readonly number[]
  /** Who records that it is replaced, with what was agreed to; null: who runs the ceremony. */
  readonly reissuer: Actor | null
}

/** A sealed share that was read back: SHA-256 of its file, and of what its holder will say. */
interface SealedFile {
  readonly sha256: string
  readonly acknowledgement: string
}

/** Where a ceremony is recorded step by step: a vault, or nowhere. */
export interface Ledger {
  readonly opened: (plan: Plan) => void
  /** The quorum of this kit has been opened, to be replaced. @throws QUORUM_REPLACED, KIT_OUTDATED */
  readonly inherited: (old: Kit, opening: OldOpening) => void
  readonly founded: (kit: Kit) => void
  readonly issued: (kit: Kit, index: number) => void
  /** @param sealed the file in which an absent custodian's is sealed; null: a card was read back */
  readonly readBack: (kit: Kit, index: number, sealed: SealedFile | null) => void
  /** Everything comes into force, in one transaction. */
  readonly closed: (
    kit: Kit,
    proof: RecoveryProof,
    bags: readonly Bag[],
    closing: Closing | null,
  ) => void
  readonly voided: (error: KeyclaveError | null) => void
  /** Where the audit log ends now; null without a log. */
  readonly head: () => AuditHead | null
}

/** Refusals that say that people ended it, and not that something failed. */
const GIVEN_UP: ReadonlySet<string> = new Set(['CANCELLED', 'CEREMONY_ABORTED'])

/** For a ceremony without a vault: its kit, written last, is the only record. */
const noLedger: Ledger = {
  opened: () => {},
  inherited: () => {},
  founded: () => {},
  issued: () => {},
  readBack: () => {},
  closed: () => {},
  voided: () => {},
  head: () => null,
}

/** Records a ceremony in a vault. Each step is one transaction with its audit entry. */
function vaultLedger(vault: Vault, { opens, acts: actor }: LedgerActors): Ledger {
  const { ceremonies, audit } = vault
  let ceremony = ''
  let reissuer: Actor | null = null
  let hash = ''
  let sealedNote = (_: number): SealedNote | null => null
  return {
    opened: plan => {
      hash = planHash(plan)
      sealedNote = index => noteOf(sealedToOf(plan, index))
      ceremony = ceremonies.open({ actor: opens, title: plan.title, plan }).id
    },
    inherited: (old, opening) => {
      requireInForce(vault, old)
      const { setId } = old.quorum
      ceremonies.recordOldOpened(ceremony, actor, setId, opening.shares)
      reissuer = opening.reissuer
    },
    founded: ({ quorum }) => {
      const { setId, threshold, custodians, identity, kdf, recipient, secretCommitment } = quorum
      const terms = { setId, threshold, identity, kdf, recipient, secretCommitment }
      const fingerprint = kitFingerprint(quorum)
      ceremonies.recordQuorum(ceremony, actor, { ...terms, count: custodians.length, fingerprint })
    },
    issued: ({ quorum }, index) => {
      const custodian = quorum.custodians[index - 1]
      if (custodian === undefined) throw new RangeError(`no custodian ${index}`)
      const { name, commitment } = custodian
      const share = { setId: quorum.setId, index, custodian: name, commitment }
      ceremonies.recordIssuedShare(ceremony, actor, share, sealedNote(index) ?? undefined)
    },
    readBack: ({ quorum: { setId } }, index, file) => {
      const note = sealedNote(index)
      const sealed = note === null || file === null ? undefined : { ...note, ...file }
      ceremonies.recordReadBack(ceremony, actor, setId, index, sealed)
    },
    closed: (kit, { subsets, possible, exhaustive }, bags, closing) => {
      const backupKey = currentBackupKey(kit)
      if (backupKey === null) throw new Error('a founding kit has a backup key')
      const replaces = kit.quorum.replaces && {
        setId: kit.quorum.replaces.setId,
        actor: reissuer ?? actor,
        plan: hash,
        backupKeys: kit.backupKeys.slice(0, -1).map(storedBackupKey),
      }
      ceremonies.close(closing?.actor ?? actor, {
        ...{ ceremony, ...(closing && { record: closing.record }) },
        setId: kit.quorum.setId,
        kit: { digest: kit.digest, bytes: kitToBytes(kit) },
        backupKey: storedBackupKey(backupKey),
        ...(replaces && { replaces }),
        keys: kit.keys.map(sealedKeyOf),
        bags,
        proof: { subsets, possible, exhaustive },
      })
    },
    voided: error => {
      if (ceremony === '') return
      const cause = error?.code === 'CEREMONY_ABORTED' ? ` (${error.data.cause})` : ''
      ceremonies.void(ceremony, actor, reasonOf(error), error ? `${error.code}${cause}` : undefined)
    },
    head: () => audit.head(),
  }
}

const noteOf = (planned: SealedTo | null): SealedNote | null =>
  planned && { to: planned.to, recipient: planned.fingerprint }

/** A window that closed has told nobody which cards to destroy: the vault says it when it is opened. */
function reasonOf(error: KeyclaveError | null): VoidReason {
  if (error === null) return 'cancelled'
  if (error.data.cause === 'window-closed') return 'interrupted'
  return GIVEN_UP.has(error.code) ? 'cancelled' : 'failed'
}

/** The ledger of a ceremony that has this vault, or none. */
export const ledgerOf = (vault: Vault | null, actors: LedgerActors = UNSIGNED): Ledger =>
  vault === null ? noLedger : vaultLedger(vault, actors)

/** Who records a ceremony: its opening, with what was agreed to, and every step after it. */
export interface LedgerActors {
  readonly opens: Actor
  readonly acts: Actor
}

/** The actor's name in a vault without people. */
export const ADMINISTRATOR = 'administrator'
const UNSIGNED: LedgerActors = { opens: ADMINISTRATOR, acts: ADMINISTRATOR }
