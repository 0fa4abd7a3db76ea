import type { Output } from '../../../shared/contract.ts'
import { sortOfKey } from '../../../shared/key-pairs.ts'
import { formatFingerprint } from '../../core/kit/index.ts'
import type { CataloguedBackup, Quorum, SealedKey, Vault } from '../../vault/index.ts'
import { stateToday } from '../keys/index.ts'
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
      .flatMap(({ setId }) => vault.keys.of(setId).map(key => vaultKeyFacts(key, now))),
    backups: backups.slice(-NEWEST).reverse().map(backupFactsIn(backups)),
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

export function vaultKeyFacts(key: SealedKey, now: Date): Overview['keys'][number] {
  const { id, version, label, purpose, expires, kind, bits, kcv, setId, created } = key
  const state = stateToday(key, now)
  const until = expires === null ? [] : [`until ${expires}`]
  const check = kcv === null ? [] : [`check value ${kcv}`]
  return {
    ...{
      id,
      version,
      label,
      kind,
      bits,
      algorithm: key.algorithm,
      purpose,
      expires,
      setId,
      state,
      created,
    },
    description: [sortOfKey(key), purpose, ...until, ...check].join(', '),
    fingerprint: key.fingerprint === null ? null : formatFingerprint(key.fingerprint),
    checkValue: kcv,
  }
}

/** What is said of each backup of a catalogue, with the one that it replaces and the one that replaces it. */
export function backupFactsIn(
  catalogue: readonly CataloguedBackup[],
): (backup: CataloguedBackup) => Overview['backups'][number] {
  const generations = new Map(catalogue.map(({ sha256, generation }) => [sha256, generation]))
  // In the order in which they were recorded: the last one counts.
  const successors = new Map(
    catalogue.flatMap(one => (one.replaces === null ? [] : [[one.replaces, one]])),
  )
  return ({ id, created, fileName, sha256, size, files, bytes, setId, generation, replaces }) => {
    const next = successors.get(sha256)
    return {
      ...{ id, created, fileName, sha256, size, files, bytes, setId, generation },
      ...(replaces !== null && {
        replaces: { sha256: replaces, generation: generations.get(replaces) ?? null },
      }),
      ...(next !== undefined && {
        replacedBy: { sha256: next.sha256, generation: next.generation },
      }),
    }
  }
}
