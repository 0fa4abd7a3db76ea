import type { Output } from '../../../shared/contract.ts'
import { formatFingerprint } from '../../core/kit/index.ts'
import type { CataloguedBackup, Quorum, SealedKey, Vault } from '../../vault/index.ts'
import { cardsToDestroy, type VaultReference } from '../vaults/index.ts'
import { attentionFor } from './attention.ts'

export type Overview = Output<'vault.overview'>

/** How many backups the overview shows. */
const NEWEST = 20

/** What the open vault holds, and what in it needs attention. */
export function overviewIn(
  vault: Vault,
  { path, readOnly }: Pick<VaultReference, 'path' | 'readOnly'>,
  now: Date,
): Overview {
  const backups = vault.backups.list()
  const quorums = vault.quorums.list()
  return {
    ...{ path, readOnly },
    attention: attentionFor(vault, now),
    quorums: quorums.map(quorum => quorumFacts(vault, quorum)),
    // A key of a replaced quorum is in the one that took its place.
    keys: quorums
      .filter(({ state }) => state !== 'replaced')
      .flatMap(({ setId }) => vault.keys.of(setId).map(vaultKeyFacts)),
    backups: backups.slice(-NEWEST).reverse().map(backupFactsOf),
    backupCount: backups.length,
    ceremonies: vault.ceremonies
      .list()
      .map(({ id, title, state, opened, ended, reason }) => ({
        ...{ id, title, state, opened, ended, reason },
        destroy: state === 'void' ? [...cardsToDestroy(vault, id)] : [],
      }))
      .reverse(),
    log: vault.audit.head(),
  }
}

export function quorumFacts(vault: Vault, quorum: Quorum): Overview['quorums'][number] {
  const { setId, state, threshold, count, identity, kdf, fingerprint } = quorum
  return {
    ...{ setId, state, threshold, count, identity, kdf },
    title: vault.ceremonies.get(quorum.ceremony).title,
    fingerprint: formatFingerprint(fingerprint),
    custodians: vault.shareRegister.of(setId).map(share => ({
      ...{ index: share.index, name: share.custodian, state: share.state },
    })),
    kitRevision: vault.kits.kitOf(setId)?.revision ?? null,
    backupKey: vault.backupKeys.currentOf(setId)?.generation ?? null,
  }
}

export function vaultKeyFacts(key: SealedKey): Overview['keys'][number] {
  const { id, version, label, purpose, expires, kind, bits, kcv, setId, state, created } = key
  const name = kind === 'master-key' ? `AES-${bits}` : `imported secret of ${key.bytes} bytes`
  const until = expires === null ? [] : [`until ${expires}`]
  const check = kcv === null ? [] : [`check value ${kcv}`]
  return {
    ...{ id, version, label, kind, bits, purpose, expires, setId, state, created },
    description: [name, purpose, ...until, ...check].join(', '),
    fingerprint: key.fingerprint === null ? null : formatFingerprint(key.fingerprint),
    checkValue: kcv,
  }
}

export function backupFactsOf(backup: CataloguedBackup): Overview['backups'][number] {
  const { recipients: _, ...facts } = backup
  return facts
}
