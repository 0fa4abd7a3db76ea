/** What people may be at in one window, and what of it may stand beside what. */

/**
 * In the order in which a refusal names them:
 * `policy` is what signatures of others rest on: the first people, another profile, somebody's new key;
 * `people` is everybody else who comes, goes, or changes a PIN;
 * `custody` is what stands in the share register: places, bags, holders, how often drills are due, the
 * cards of a quorum that is imported;
 * `keys` is what becomes of keys, so that kits get revisions;
 * `vault` takes another vault, or none, in place of the one that is open; `first-vault` opens one where none is.
 */
export const ACTIVITIES = [
  'ceremony',
  'recovery',
  'drill',
  'backup',
  'backup-check',
  'policy',
  'people',
  'custody',
  'keys',
  'vault',
  'first-vault',
] as const
export type Activity = (typeof ACTIVITIES)[number]
/** What goes on from one call to the next: whoever does it says whether it is under way. */
export type Lasting = Extract<
  Activity,
  'ceremony' | 'recovery' | 'drill' | 'backup' | 'backup-check'
>
/** What is over when its call is answered. */
export type Brief = Exclude<Activity, Lasting>

/**
 * Who may not stand beside whom. Each pair is said once and holds both ways: whichever came first goes on,
 * and the other is refused.
 */
const APART: { readonly [activity in Activity]: readonly Activity[] } = {
  /*
   * A ceremony has its vault for itself, with the people and the policy that it began by; and reading the
   * vault's file, for a backup or to check one, would give up the lock that it holds on it.
   */
  ceremony: [
    ...(['ceremony', 'recovery', 'drill', 'backup', 'backup-check'] as const),
    ...(['policy', 'custody', 'keys', 'vault', 'first-vault'] as const),
  ],
  /*
   * One quorum is opened at a time. Both record in the vault that was open when they began, and what was
   * signed for them is signed with the keys and by the profile of then.
   */
  recovery: ['recovery', 'drill', 'policy', 'vault', 'first-vault'],
  drill: ['drill', 'policy', 'vault', 'first-vault'],
  /** It is recorded in the vault from which it began; after a lock, that vault may be opened again. */
  backup: ['backup', 'vault'],
  'backup-check': ['backup-check'],
  policy: [],
  /** Always: whoever must not sign any more is suspended at once, whatever is under way. */
  people: [],
  custody: [],
  keys: [],
  vault: [],
  'first-vault': [],
}

/** Whether the one may be begun while the other is under way; the same the other way round. */
export const mayStandBeside = (one: Activity, other: Activity): boolean =>
  !APART[one].includes(other) && !APART[other].includes(one)
