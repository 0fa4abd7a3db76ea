import type { Output } from '../../../shared/contract.ts'
import { KEY_DEEDS, type KeyDeed } from '../../../shared/key-life.ts'
import { DEFAULT_CRYPTOPERIOD, dayOf, judgeDeed, periodFrom } from '../../core/life/index.ts'
import type { SealedKey, Vault } from '../../vault/index.ts'
import {
  isCurrentSomewhere,
  judgeBackupKeyDeed,
  possibleOfBackupKey,
  stateOfBackupKey,
} from './backup-key-state.ts'
import { LEFT_OUT_MAY } from './change-of-state.ts'
import { dueKeys } from './due-keys.ts'
import { dueFacts, factsOf } from './key-facts.ts'
import { backupKeyStories, storyOf } from './key-story.ts'
import { lifeOf } from './life-of-key.ts'
import { isLeftOutIn, keysInForce, keysLeftOut, newestOf, versionsKnown } from './named-key.ts'
import { quorumLeft } from './quorum-left.ts'
import { usesToday } from './uses-today.ts'

/** Keys as the window shows them. */

/** More is nothing a person looks through. */
const MOST_BACKUPS = 20

export function keyListIn(vault: Vault, now: Date): Output<'keys.list'> {
  const inForce = vault.quorums.list().filter(({ state }) => state === 'in-force')
  return {
    keys: keysInForce(vault).map(key => factsOf(key, now)),
    leftOut: keysLeftOut(vault).map(key => ({
      ...factsOf(key, now),
      openers: openersOf(vault, key),
    })),
    due: dueKeys(vault, null, now).map(found => dueFacts(found, now)),
    cryptoperiods: vault.cryptoperiods.list().map(agreed => {
      const { protectUntil, processUntil } = periodFrom(dayOf(now), agreed.period)
      return { ...agreed, protectUntil: protectUntil ?? '', processUntil: processUntil ?? '' }
    }),
    proposed: DEFAULT_CRYPTOPERIOD,
    quorums: inForce.map(({ setId }) => ({
      ...{ setId, title: titleOf(vault, setId) },
      backupKey: vault.backupKeys.currentOf(setId)?.generation ?? null,
    })),
  }
}

/** All that a vault knows of one key, with the versions that a re-issue left out. @throws KEY_UNKNOWN_HERE */
export function keyPageIn(vault: Vault, id: string, now: Date): Output<'keys.show'> {
  const versions = versionsKnown(vault, id)
  const isLeftOut = isLeftOutIn(vault)
  const { label, purpose, setId } = newestOf(versions)
  return {
    ...{ id, label },
    versions: versions
      .map(key => ({
        ...factsOf(key, now),
        may: possible(key, now).filter(deed => !isLeftOut(key) || MAY_LEFT_OUT.includes(deed)),
        uses: isLeftOut(key) ? [] : usesToday(key, now),
        leftOut: isLeftOut(key) ? openersOf(vault, key) : null,
      }))
      .toReversed(),
    events: storyOf(vault, id),
    due: dueKeys(vault, null, now).flatMap(({ key, due }) => (key.id === id ? [due] : [])),
    cryptoperiod: vault.cryptoperiods.of(purpose),
    quorum: { setId, title: titleOf(vault, setId) },
    inForce: versions.some(key => !isLeftOut(key)),
  }
}

/** What may become of a version that a re-issue left out. */
const MAY_LEFT_OUT: readonly KeyDeed[] = [...LEFT_OUT_MAY, 'destroy']

/** The quorums that were replaced and had a version, with how far each is from opening nothing. */
const openersOf = (vault: Vault, { id, version }: SealedKey) =>
  vault.quorums.list().flatMap(({ setId, state }) => {
    const had = vault.keys.of(setId).some(key => key.id === id && key.version === version)
    if (state !== 'replaced' || !had) return []
    const { title, threshold, cards, destroyed, fewerThanThresholdRemain } = quorumLeft(
      vault,
      setId,
    )
    const left = cards - destroyed.length
    return [{ setId, title, threshold, left, opensNothing: fewerThanThresholdRemain }]
  })

/** What may become of a version today. */
const possible = (key: SealedKey, now: Date): KeyDeed[] =>
  KEY_DEEDS.filter(deed => judgeDeed(deed, lifeOf(key), dayOf(now)).kind === 'allowed')

/**
 * All that a vault knows of the backup keys of one quorum. A backup opens with its key's recipient, whatever
 * quorum has sealed the key since.
 *
 * @throws VAULT_UNKNOWN
 */
export function backupKeyPageIn(
  vault: Vault,
  setId: string,
  now: Date,
): Output<'keys.showBackupKeys'> {
  const { state } = vault.quorums.get(setId)
  const backups = vault.backups.list()
  const storyOfGeneration = backupKeyStories(vault, setId)
  return {
    ...{ setId, title: titleOf(vault, setId), inForce: state === 'in-force' },
    generations: vault.backupKeys
      .of(setId)
      .map(key => {
        const { generation, recipient, created, state: of } = key
        const own = backups.filter(({ recipients }) => recipients.includes(recipient))
        return {
          ...{ generation, recipient, created, isCurrent: of === 'current' },
          state: stateOfBackupKey(vault, key),
          occurred: suspectSince(vault, recipient),
          may: possibleOfBackupKey(vault, key, now),
          mayDestroy:
            !isCurrentSomewhere(vault, recipient) &&
            judgeBackupKeyDeed(vault, key, 'destroy', now).kind === 'allowed',
          backups: own
            .slice(-MOST_BACKUPS)
            .map(backup => ({
              ...{ fileName: backup.fileName, created: backup.created, setId: backup.setId },
            }))
            .toReversed(),
          backupCount: own.length,
          ...storyOfGeneration(generation),
        }
      })
      .toReversed(),
  }
}

const suspectSince = ({ backupKeyEvents }: Vault, recipient: string): string | null =>
  backupKeyEvents.of(recipient).findLast(({ occurred }) => occurred !== null)?.occurred ?? null

const titleOf = (vault: Vault, setId: string): string =>
  vault.ceremonies.get(vault.quorums.get(setId).ceremony).title
