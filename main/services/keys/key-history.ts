import type { KeyEvent, SealedKey, Vault } from '../../vault/index.ts'
import { factsOf, type KeyFacts } from './key-facts.ts'
import { type KeyStoryEvent, storyOf } from './key-story.ts'
import { versionsKnown } from './named-key.ts'

/** What became of a version, the first event first, and who did it or signed for it. */
export interface KeyHistory {
  readonly key: KeyFacts
  /** Who made it. */
  readonly people: readonly string[]
  readonly events: readonly (Omit<KeyEvent, 'id' | 'number'> & {
    readonly people: readonly string[]
  })[]
  /** Where it was taken out or handed over to; null: the log does not say. */
  readonly went: readonly {
    readonly what: 'opened' | 'delivered'
    readonly time: string
    readonly destination: string | null
    readonly people: readonly string[]
  }[]
}

/** The history of every version that a name means. @throws KEY_UNKNOWN_HERE, KEY_LABEL_SHARED */
export function historiesOf(vault: Vault, wanted: string, now: Date): readonly KeyHistory[] {
  const versions = versionsKnown(vault, wanted)
  const story = storyOf(vault, versions[0].id).toReversed()
  return versions.map(key => historyOf(vault, key, story, now))
}

/** @param story of the key, the first event first */
function historyOf(
  vault: Vault,
  key: SealedKey,
  story: readonly KeyStoryEvent[],
  now: Date,
): KeyHistory {
  const own = story.filter(({ version }) => version === key.version)
  const changed = own.filter(({ what }) => what === 'changed')
  return {
    key: factsOf(key, now),
    people: own.find(({ what }) => what === 'made')?.people ?? [],
    // The table has an event for each entry that changed the key, in their order.
    events: vault.keyEvents.of(key.id, key.version).map(({ id: _, number: __, ...event }, i) => ({
      ...event,
      people: changed[i]?.people ?? [],
    })),
    went: own.flatMap(({ what, time, destination, people }) =>
      what === 'opened' || what === 'delivered' ? [{ what, time, destination, people }] : [],
    ),
  }
}
