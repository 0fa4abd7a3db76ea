/** Backup keys in a report for an auditor: as they stood, and never as less than that. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { backupKeysOf } from '../../../main/services/compliance/key-lines.ts'

type VaultOf = Parameters<typeof backupKeysOf>[0]

const [OLD, NEW] = ['aaaaaaaaaa', 'bbbbbbbbbb']
const TIMES = { from: '2026-11-01', to: '2026-11-30', now: new Date('2026-11-30T12:00:00Z') }
const at = (day: number) => `2026-11-0${day}T10:00:00.000Z`
const backupKey = (setId: string, generation: number, recipient: string, state: string) => ({
  ...{ setId, generation, recipient, state, created: at(generation) },
})
type Key = ReturnType<typeof backupKey>

/** As much of a vault as is asked. */
const vaultOf = (sets: { readonly [set: string]: readonly Key[] }, more: object = {}): VaultOf =>
  ({
    quorums: { list: () => Object.keys(sets).map(setId => ({ setId, state: 'in-force' })) },
    backupKeys: { of: (set: string) => sets[set] ?? [] },
    backupKeyEvents: { of: () => [] },
    replacements: {
      of: (set: string) => (set === OLD && NEW in sets ? { replacedBy: NEW } : null),
    },
    audit: { named: () => [] },
    ...more,
  }) as unknown as VaultOf

const said = (vault: VaultOf) =>
  backupKeysOf(vault, TIMES).map(
    ({ setId, generation, state, replaced }) => `${setId}@${generation} ${state} ${replaced}`,
  )

describe('backup keys in a report', () => {
  it('end with the next one, also over a gap, and with the quorum', () => {
    const keys = [backupKey(OLD, 1, 'age1a', 'retired'), backupKey(OLD, 3, 'age1c', 'current')]
    assert.deepEqual(said(vaultOf({ [OLD]: keys })), [
      `${OLD}@1 deactivated 2026-11-03`,
      `${OLD}@3 active null`,
    ])
    const later = { [OLD]: keys, [NEW]: [backupKey(NEW, 5, 'age1e', 'current')] }
    assert.deepEqual(said(vaultOf(later)), [
      `${OLD}@1 deactivated 2026-11-03`,
      `${OLD}@3 deactivated 2026-11-05`,
      `${NEW}@5 active null`,
    ])
  })

  it('are destroyed and compromised, whichever came first', () => {
    const keys = [backupKey(OLD, 1, 'age1a', 'destroyed'), backupKey(OLD, 2, 'age1b', 'current')]
    for (const [end, recorded] of [
      ['destroyed', at(6)],
      ['destroyed-compromised', at(4)],
    ] as const) {
      const details = { recipient: 'age1a', from: 'deactivated', to: end, reason: 'unspecified' }
      const event = {
        ...{ from: 'deactivated', to: 'compromised', reason: 'key-compromise' },
        ...{ occurred: '2026-11-02', recorded },
      }
      const vault = vaultOf(
        { [OLD]: keys },
        {
          audit: { named: () => [{ time: at(5), details }] },
          backupKeyEvents: { of: (recipient: string) => (recipient === 'age1a' ? [event] : []) },
        },
      )
      const [first] = backupKeysOf(vault, TIMES)
      assert.deepEqual(
        [first?.state, first?.occurred],
        ['destroyed-compromised', '2026-11-02'],
        end,
      )
      assert.equal(first?.transitions.at(-1)?.to, 'destroyed-compromised')
    }
  })
})
