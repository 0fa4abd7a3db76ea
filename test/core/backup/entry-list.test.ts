import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EntryList } from '../../../main/core/backup/entry-list.ts'
import {
  ManifestComparison,
  ManifestDraft,
  requireSame,
} from '../../../main/core/backup/manifest.ts'
import type { ManifestEntry } from '../../../main/core/backup/manifest-entry.ts'
import { readManifest } from '../../../main/core/backup/manifest-reader.ts'
import { refusal } from '../refusal.ts'
import { manifestOf, origin } from './backup-tools.ts'

/** The lines of a manifest in little memory, and a manifest read as it comes. */

const mtime = '2026-01-02T03:04:05.678Z'
const digest = (i: number): string => i.toString(16).padStart(64, '0')
const file = (path: string, size = 7): ManifestEntry => ({
  ...{ mode: 0o640, mtime, path, sha256: digest(size), size, type: 'file' },
})

/** Names of all kinds: long ones, of two units a character, with what JSON and the reader look for. */
const NAMES = ['a', 'ab', 'a"}],{', 'b\\', '\u0001', 'ü'.repeat(2000), '🗝', '"entries":[', 'z']
const lines: readonly ManifestEntry[] = [
  { mode: 0o3777, mtime, path: 'd', type: 'directory' },
  ...NAMES.map((name, i) => file(`d/${name}`, 2 ** (5 * i))),
  { mode: 0o777, mtime: '1901-02-03T04:05:06.007Z', path: 'l', target: '}"', type: 'symlink' },
  { mode: 0, mtime: '+012345-01-01T00:00:00.000Z', path: 'l2', target: '/x', type: 'symlink' },
]

test('what is kept in little memory comes back as it was, again and again', () => {
  const list = new EntryList()
  for (const line of lines) list.add(line)
  list.add({ ...file('later'), sha256: '' } as ManifestEntry)
  assert.equal(list.length, lines.length + 1)
  const expected = [...lines, { ...file('later'), sha256: '' }]
  assert.deepEqual([...list], expected)
  assert.deepEqual([...list], expected)
})

test('a list of many blocks is whole, and takes less than 100 bytes a file', () => {
  const list = new EntryList()
  const name = (i: number): string => `folder/document-${String(i).padStart(6, '0')}.txt`
  const before = process.memoryUsage().arrayBuffers
  for (let i = 0; i < 50_000; i += 1) list.add(file(name(i), i))
  const taken = process.memoryUsage().arrayBuffers - before
  assert.ok(taken < 100 * 50_000, `${taken} bytes`)
  let i = 0
  for (const line of list) {
    assert.deepEqual(line, file(name(i), i))
    i += 1
  }
  assert.equal(i, 50_000)
})

test('a manifest is read in pieces of any length', async () => {
  const bytes = manifestOf(origin, lines)
  for (const length of [1, 2, 7, 64, 4096, bytes.length]) {
    const pieces = Array.from({ length: Math.ceil(bytes.length / length) }, (_, i) =>
      bytes.subarray(i * length, (i + 1) * length),
    )
    const { entries, ...head } = await readManifest(pieces)
    assert.deepEqual([...entries], lines, `pieces of ${length}`)
    assert.equal(head.keyclave, 'backup manifest 3')
    assert.deepEqual(JSON.parse(bytes.toString()), { ...head, entries: lines })
  }
})

test('a manifest says as many bytes as it has', () => {
  for (const some of [[], lines.slice(0, 1), lines.slice(0, 2), lines]) manifestOf(origin, some)
  const draft = new ManifestDraft()
  draft.add(file('a', 100))
  assert.equal(draft.bytes, 100)
})

test('a manifest that ends early, or is written in another way, is refused', async () => {
  const text = manifestOf(origin, lines.slice(0, 3)).toString()
  const cases: readonly (readonly [string, unknown])[] = [
    [text.slice(0, 40), 'not-json'],
    [text.slice(0, text.indexOf('"d/a"')), 'not-json'],
    [text.slice(0, text.indexOf('],"generation')), 'not-json'],
    [text.replace('},{', '}, {'), 'reformatted'],
    [text.replace('},{', '}{'), 'not-json'],
    [text.replace('[{', '[ {'), 'reformatted'],
    [text.replace('[{', '[1,{'), 'not-json'],
    [text.replace('"entries":[', '"entries": ['), 'reformatted'],
    [text.replace('"mode":1536', '"mode":0'), 'sum-of-bytes'],
    [JSON.stringify(JSON.parse(text), null, 1), 'reformatted'],
    [text.replace('"path":"d/a"', '"path":"d/a","q":{"r":[1]}'), 'unknown'],
    [text.replace('"entries":[', '"a":{"entries":['), 'not-json'],
  ]
  for (const [changed, problem] of cases) {
    if (changed === text) continue
    const error = await readManifest([Buffer.from(changed)]).then(
      () => null,
      (reason: unknown) => reason,
    )
    assert.ok(error !== null, changed)
    const { code, data } = error as { code: string; data: { problem: { problem?: string } } }
    assert.equal(code, 'BACKUP_MANIFEST', changed)
    assert.equal(data.problem.problem ?? data.problem, problem, changed)
  }
})

test('what differs from a manifest is named, the first of it', () => {
  const found = lines.map(line => (line.path === 'd/ab' ? { ...line, mode: 0 } : line))
  const differs = refusal('BACKUP_MANIFEST', { path: 'd/ab', problem: { differs: 'mode' } })
  assert.throws(() => requireSame(lines, found), differs)
  const problem = 'another-entry'
  const comparison = new ManifestComparison(found.slice(1))
  for (const line of lines) comparison.expect(line)
  assert.throws(() => comparison.end(), refusal('BACKUP_MANIFEST', { path: 'd/a', problem }))
  requireSame(lines, lines)
})
