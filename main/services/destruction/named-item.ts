import { refuse } from '../../../shared/errors.ts'
import type { KeyState } from '../../../shared/key-life.ts'
import type { Subject } from '../../../shared/log-subjects.ts'
import type { BackupKey, DestroyedItem, SealedKey, Vault } from '../../vault/index.ts'
import { keysEverywhere, versionsAmong } from '../keys/index.ts'

/** Something sealed that is to be destroyed, or was: one version of a key, or a backup key. */
export type NamedItem = {
  readonly subject: Subject<'item'>
  readonly item: DestroyedItem
  /** The newest quorum that it was sealed to. */
  readonly setId: string
} & (
  | { readonly kind: 'key'; readonly key: SealedKey }
  | { readonly kind: 'backup-key'; readonly key: BackupKey }
)

/** Which versions of a key can be meant at all: those still here, those that are destroyed, or each. */
type Meant = 'still-here' | 'destroyed' | 'any'

/**
 * What a name means: `video-root@2`, an id, or `backup-key-2`. Also what only a replaced quorum has, which a
 * re-issue left out.
 *
 * @param setId of a backup key; absent: of the newest quorum that has one of this generation
 * @throws KEY_UNKNOWN_HERE, KEY_LABEL_SHARED; KEY_WHICH_VERSION, with those that can be meant, when there are several
 *         and none is named: what is for ever is never guessed
 */
export function itemNamed(
  vault: Vault,
  wanted: string,
  setId?: string,
  meant: Meant = 'any',
): NamedItem {
  const [, generation] = /^backup-key-([1-9]\d{0,5})$/.exec(wanted) ?? []
  return generation === undefined
    ? keyItem(vault, wanted, meant)
    : backupKeyItem(vault, Number(generation), setId)
}

function keyItem(vault: Vault, wanted: string, meant: Meant): NamedItem {
  const [key, ...others] = versionsAmong(keysEverywhere(vault), vault, wanted)
  if (others.length > 0) {
    const all = [key, ...others]
    const possible = all.filter(
      ({ state }) => meant === 'any' || DESTROYED.has(state) === (meant === 'destroyed'),
    )
    const versions = (possible.length > 0 ? possible : all).map(({ version }) => version)
    throw refuse('KEY_WHICH_VERSION', { key: wanted, versions })
  }
  const { id, version, setId } = key
  return {
    ...{ kind: 'key', key, setId, subject: `key:${id}/${version}` },
    item: { kind: 'key', id, version },
  }
}

const DESTROYED: ReadonlySet<KeyState> = new Set(['destroyed', 'destroyed-compromised'])

function backupKeyItem(vault: Vault, generation: number, setId: string | undefined): NamedItem {
  const sets = vault.quorums.list().map(quorum => quorum.setId)
  const key = sets
    .filter(set => setId === undefined || set === setId)
    .flatMap(set => vault.backupKeys.of(set))
    .findLast(found => found.generation === generation)
  if (key === undefined) {
    throw refuse('KEY_UNKNOWN_HERE', { vault: vault.path, key: `backup-key-${generation}` })
  }
  return {
    ...{ kind: 'backup-key', key, setId: key.setId },
    subject: `backup-key:${key.setId}/${generation}`,
    item: { kind: 'backup-key', recipient: key.recipient },
  }
}

/** How people call it: `video-root@2`, `backup-key-2`. */
export const nameOf = (named: NamedItem): string =>
  named.kind === 'key'
    ? `${named.key.label}@${named.key.version}`
    : `backup-key-${named.key.generation}`
