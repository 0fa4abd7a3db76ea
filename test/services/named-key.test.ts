/** What a name of a key means: one key, the same in a vault and in a kit, or nothing. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { labelProblem } from '../../main/core/kit/index.ts'
import { keyMeant } from '../../main/services/keys/key-in-kit.ts'
import { keyNamed } from '../../main/services/keys/named-key.ts'
import { keyNamed as keyInList, wantedIn } from '../../main/services/status/check-list.ts'

const NOW = new Date('2026-11-27T00:00:00.000Z')
const key = (id: string, version: number, label: string) => ({
  ...{ kind: 'master-key', id: id.repeat(16), version, label, state: 'active' },
  ...{ activates: null, expires: null, processUntil: null, created: NOW.toISOString() },
})
type Keys = readonly ReturnType<typeof key>[]

const inVault = (keys: Keys, name: string): string => {
  const vault = {
    ...{ path: 'office.vault', keys: { of: () => keys } },
    quorums: { list: () => [{ setId: '0123456789', state: 'in-force' }] },
  }
  const { id, version } = keyNamed(vault as never, name, NOW)
  return `${id[0]}@${version}`
}
const inKit = async (keys: Keys, name: string): Promise<string> => {
  const days = keys.map(({ activates: _, expires: __, processUntil: ___, ...rest }) => rest)
  const kit = { format: 'keyclave kit 2', keys: days, tombstones: [] }
  const { id, version } = await keyMeant(kit as never, name, { vault: null, now: NOW })
  return `${id[0]}@${version}`
}
const inList = (keys: Keys, name: string): string => {
  const { id, version } = keyInList(name, {
    format: 'keyclave kit 2',
    keys,
    tombstones: [],
  } as never)
  return `${id[0]}@${version}`
}

describe('a name', () => {
  const video: Keys = [key('a', 1, 'video-root'), key('a', 2, 'video-root')]

  it('means the same version in a vault, in a kit and in a status list', async () => {
    for (const [name, means] of [
      ['video-root@1', 'a@1'],
      ['video-root@2', 'a@2'],
      [`${'a'.repeat(16)}@1`, 'a@1'],
    ] as const) {
      assert.equal(inVault(video, name), means)
      assert.equal(await inKit(video, name), means)
      assert.equal(inList(video, name), means)
    }
    assert.equal(inVault(video, 'video-root'), 'a@2')
  })

  it('that is the label of one key and the version of another means neither', async () => {
    const both = [...video, key('b', 1, 'video-root@1')]
    assert.throws(() => inVault(both, 'video-root@1'), /KEY_LABEL_SHARED/)
    await assert.rejects(inKit(both, 'video-root@1'), /KEY_LABEL_SHARED/)
    assert.throws(() => inList(both, 'video-root@1'), /STATUS_KEY_NAME/)
    assert.equal(inVault(both, `${'b'.repeat(16)}`), 'b@1')
    assert.equal(inVault([key('b', 1, 'x@1')], 'x@1'), 'b@1', 'a label of before serves by itself')
  })

  it('of a key that is destroyed is known where its tombstone is', () => {
    const kit = { format: 'keyclave kit 2', keys: [], backupKeys: [], tombstones: video } as never
    assert.deepEqual(wantedIn('video-root@2', kit), { id: 'a'.repeat(16), version: 2 })
  })
})

it('a new label reads as nothing but a label', () => {
  for (const label of [
    ...['video-root@1', 'x@12', 'x＠2', 'backup-key-1', 'Backup-Key-2', 'age1abc', '0123456789'],
    ...['0123456789abcdef', 'ab'.repeat(16), '9f86 d081 884c 7d65 9f86 d081 884c 7d65'],
  ]) {
    assert.equal(labelProblem(label), 'another-name', label)
  }
  for (const label of ['video-root', 'v@home', 'backup keys', 'age 1', 'cafe', '2026', 'a@b@c']) {
    assert.equal(labelProblem(label), null, label)
  }
  assert.equal(labelProblem(''), 'empty')
})
