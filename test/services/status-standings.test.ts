/** How keys stand in a status list, by a vault and by a kit alone: nothing that ended is said to be in use. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { entryOf } from '../../main/core/status/index.ts'
import { standingsIn, standingsOfKit } from '../../main/services/status/standings.ts'

type VaultOf = Parameters<typeof standingsIn>[0]
type KitOf = Parameters<typeof standingsOfKit>[0]

const TODAY = '2026-11-27'
const at = (day: number) => `2026-11-0${day}T10:00:00.000Z`
const backupKey = (generation: number, recipient: string, state: string) => ({
  ...{ generation, recipient, state, created: at(generation) },
})

interface Told {
  readonly sets: { readonly [set: string]: readonly ReturnType<typeof backupKey>[] }
  readonly replacedBy?: { readonly [set: string]: string }
  readonly events?: { readonly [recipient: string]: readonly object[] }
  readonly destroyed?: readonly object[]
}

/** As much of a vault as is asked. */
const vaultOf = ({ sets, replacedBy = {}, events = {}, destroyed = [] }: Told): VaultOf =>
  ({
    quorums: {
      list: () =>
        Object.keys(sets).map(setId => ({
          ...{ setId, state: setId in replacedBy ? 'replaced' : 'in-force' },
        })),
    },
    keys: { of: () => [] },
    keyEvents: { of: () => [] },
    backupKeys: { of: (set: string) => sets[set] ?? [] },
    backupKeyEvents: { of: (recipient: string) => events[recipient] ?? [] },
    replacements: {
      of: (set: string) => (set in replacedBy ? { replacedBy: replacedBy[set] } : null),
    },
    audit: { named: () => destroyed },
  }) as unknown as VaultOf

const said = (vault: VaultOf) =>
  standingsIn(vault)
    .map(standing => entryOf(standing, TODAY))
    .map(({ id, version, state, instruction }) => `${id}@${version} ${state} ${instruction}`)

describe('backup keys in a status list', () => {
  const [OLD, NEW] = ['aaaaaaaaaa', 'bbbbbbbbbb']

  it('end with the next one, also over a gap, and with their quorum', () => {
    const vault = vaultOf({
      sets: {
        [OLD]: [backupKey(1, 'age1a', 'retired'), backupKey(3, 'age1c', 'retired')],
        [NEW]: [
          backupKey(1, 'age1a', 'retired'),
          backupKey(3, 'age1c', 'retired'),
          backupKey(5, 'age1e', 'current'),
        ],
      },
      replacedBy: { [OLD]: NEW },
    })
    assert.deepEqual(said(vault), [
      ...[`${OLD}@1 deactivated read-only`, `${OLD}@3 deactivated read-only`],
      ...[`${NEW}@1 deactivated read-only`, `${NEW}@3 deactivated read-only`],
      `${NEW}@5 active use`,
    ])
  })

  const end = (to: string) => [
    { time: at(5), details: { recipient: 'age1a', to, reason: 'unspecified' } },
  ]
  const compromised = (recorded: string) => [
    {
      ...{ from: 'deactivated', to: 'compromised', reason: 'key-compromise' },
      ...{ occurred: '2026-11-02', recorded },
    },
  ]
  const sets = { [OLD]: [backupKey(1, 'age1a', 'destroyed'), backupKey(2, 'age1b', 'current')] }

  it('are destroyed and compromised, whichever came first', () => {
    for (const [destroyed, events] of [
      [end('destroyed'), compromised(at(6))],
      [end('destroyed-compromised'), compromised(at(4))],
    ] as const) {
      const [first] = standingsIn(vaultOf({ sets, destroyed, events: { age1a: events } }))
      assert.ok(first)
      const { state, instruction, occurred } = entryOf(first, TODAY)
      assert.deepEqual(
        [state, instruction, occurred],
        ['destroyed-compromised', 'stop', '2026-11-02'],
      )
    }
    assert.deepEqual(
      said(vaultOf({ sets, destroyed: end('destroyed') }))[0],
      `${OLD}@1 destroyed nothing`,
    )
  })

  it('are in a list that a kit alone makes, when they are destroyed too', () => {
    const item = (generation: number) => ({
      ...{ kind: 'backup-identity', generation, created: at(generation), recipient: 'age1a' },
    })
    const kit = {
      ...{ format: 'keyclave kit 2', quorum: { setId: OLD, created: at(1) }, keys: [] },
      backupKeys: [item(2)],
      tombstones: [item(1)],
      revisions: [{ time: at(4), change: { kind: 'tombstone' } }],
    } as unknown as KitOf
    const entries = standingsOfKit(kit).map(standing => entryOf(standing, TODAY))
    assert.deepEqual(
      entries.map(({ version, state, since }) => [version, state, since]),
      [
        [1, 'destroyed', '2026-11-04'],
        [2, 'active', '2026-11-02'],
      ],
    )
  })
})
