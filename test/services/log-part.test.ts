/** The audit log as people look through it: searched, filtered, in pages, and a part of it as a file. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { hashOf } from '../../main/core/log/entry.ts'
import { canonicalJson } from '../../main/core/text/canonical-json.ts'
import { newestFound } from '../../main/services/audit/log-search.ts'
import { messagesIn, searchTerms } from '../../shared/messages/index.ts'
import { done, doneJson, refused } from '../cli/command-line.ts'
import { auditLogOf, entriesOf } from '../fixtures/real-log.ts'
import { newDesk } from '../golden/golden.ts'
import { openWindow } from './window.ts'

const OFFICE = 'golden-statement-3/strict'
const desk = newDesk()
const bytes = gunzipSync(
  readFileSync(path.join(import.meta.dirname, '../vectors', OFFICE, 'office.vault.gz')),
)
const file = desk.write('office.vault', bytes)
const vault = ['--vault', file]
const entries = entriesOf(OFFICE)
const SET = 'bad862fd7c'
const ALL = { person: null, actions: [], quorum: null, from: null, to: null, terms: [] }
const words = messagesIn('en')

/** A part of the log, of what was done between two entries. */
const between = (first: number, last: number) => ({
  from: entries[first - 1]?.time ?? '',
  to: new Date(Date.parse(entries[last - 1]?.time ?? '') + 1).toISOString(),
})

test('entries are found by who, what, which quorum, when and words, at both desks', async context => {
  const list = async (...options: string[]) =>
    (await doneJson<{ sequence: number }[]>(['audit', 'list', ...vault, ...options])).map(
      ({ sequence }) => sequence,
    )
  assert.equal((await list()).length, entries.length)
  assert.deepEqual(await list('--person', 'Inga'), [2, 4, 5, 16])
  assert.deepEqual(await list('--action', 'drill', 'backup.created'), [17, 18])
  assert.deepEqual((await list('--quorum', SET))[0], 7, 'the ceremony that made it')
  assert.deepEqual(await list('--quorum', '0123456789'), [])
  assert.deepEqual(await list('--search', 'handed OUT'), [24, 26])
  assert.deepEqual(await list('--search', 'video-root', '--person', 'Olga'), [22])
  const digits = entries[17]?.hash.slice(20, 28) ?? ''
  // What was signed for the entry after it names its hash, too.
  assert.deepEqual(await list('--search', digits), [18, 19])
  assert.ok(!(await list('--search', 'ada')).includes(1), 'no name is found in a digest')
  assert.deepEqual(await list('--to', '2020-01-01'), [])
  for (const wrong of [
    ['--action', 'moon'],
    ['--quorum', 'x'],
    ['--from', '2026-02-30'],
  ]) {
    await refused(['audit', 'list', ...vault, ...wrong], 1, 'USAGE')
  }
  const told = await done(['audit', 'list', ...vault, '--action', 'drill.held', '--details'])
  assert.match(
    told,
    /^ {4}18 {2}27 Nov 2026, \d\d:\d\d:\d\d {2}Olga held a drill with quorum “Root/,
  )
  assert.match(told, /hash: [0-9a-f]{4} [0-9a-f]{4} /)
  assert.doesNotMatch(told, /[{}]/)

  const { call } = openWindow(context)
  await call('vault.open', { path: file, readOnly: true })
  const filter = { ...ALL, person: 'Olga', quorum: SET, ...between(19, 23) }
  const first = await call('audit.page', { before: null, limit: 3, filter })
  assert.deepEqual(
    [first.entries.map(({ sequence }) => sequence), first.more, first.size],
    [[23, 22, 21], true, entries.length],
  )
  const rest = await call('audit.page', { before: 21, limit: 3, filter })
  assert.deepEqual([rest.entries.map(({ sequence }) => sequence), rest.more], [[20, 19], false])
  const { people, actions, quorums } = await call('audit.choices', {})
  assert.deepEqual(quorums, [{ setId: SET, title: 'Root key ceremony 2026' }])
  assert.ok(people.includes('Walt') && actions.includes('drill.held'))
})

test('a long log is gone through in pieces', async () => {
  const [begun] = entries
  assert.ok(begun)
  const many = Array.from({ length: 3000 }, (_, i) => ({
    ...(entries[i % entries.length] ?? begun),
    sequence: i + 1,
  }))
  const audit = auditLogOf(many)
  let asked = 0
  const watched = {
    ...audit,
    entries: (after?: number) => {
      asked += 1
      return audit.entries(after)
    },
  }
  const filter = { ...ALL, terms: searchTerms(words, 'begun log') }
  const found = await newestFound({ audit: watched }, filter, { before: null, limit: 50 })
  assert.deepEqual([found.entries.length, found.more], [50, true])
  assert.ok(asked < 10, 'no older piece than is needed')
  const none = { ...ALL, terms: searchTerms(words, 'begun log nowhere') }
  const nothing = await newestFound({ audit: watched }, none, { before: null, limit: 50 })
  assert.deepEqual(nothing, { entries: [], more: false })
})

test('a part proves its own entries, and says what it does not prove', async context => {
  const { call, refused: refuses } = openWindow(context)
  await call('vault.open', { path: file, readOnly: true })
  const out = desk.at('part.jsonl')
  const written = await call('audit.export', { out, part: between(17, 20) })
  assert.equal(written.entries, 4)
  const part = { log: entries[0]?.subject.slice(4), first: 17, last: 20 }
  const alone = await done(['audit', 'verify', out])
  assert.match(alone, /Entries 17 to 20 of a log/)
  assert.match(alone, /Nothing shows yet that they are of your log/)
  assert.match(alone, /A part does not prove whose keys these are/)
  const head = (number: number) => [String(number), entries[number - 1]?.hash ?? '']
  for (const number of [16, 18, 20]) {
    const said = await done(['audit', 'verify', out, '--head', ...head(number)])
    assert.match(said, /The log had the head that was given/)
    assert.doesNotMatch(said, /Nothing shows yet/)
  }
  const verify = ['audit', 'verify', out, '--head']
  await refused([...verify, ...head(15)], 2, 'AUDIT_PART_HEAD')
  await refused([...verify, ...head(21)], 2, 'AUDIT_PART_HEAD')
  await refused([...verify, '18', '5a'.repeat(32)], 5, 'AUDIT_FORKED')
  assert.match(await done(['audit', 'verify', out, ...vault]), /The vault has every entry of it/)
  assert.deepEqual((await call('audit.verifyFile', { file: out })).part, {
    ...part,
    linkedBy: 'vault',
  })
  const other = openWindow(context)
  assert.equal((await other.call('audit.verifyFile', { file: out })).part?.linkedBy, null)
  const empty = { from: '2030-01-01T00:00:00.000Z', to: null }
  await refuses('audit.export', { out: desk.at('no.jsonl'), part: empty }, 'AUDIT_PART_EMPTY')
})

test('whatever is done to a part is found', async () => {
  const out = desk.at('to-bend.jsonl')
  const day = entries[0]?.time.slice(0, 10) ?? ''
  await done(['audit', 'export', ...vault, '--from', day, '--out', out])
  const [heading = '', ...lines] = readFileSync(out, 'utf8').trimEnd().split('\n')
  const of = (first: number, last: number): string[] => [
    canonicalJson({ ...JSON.parse(heading), first, last }),
    ...lines.slice(first - 1, last),
  ]
  let number = 0
  const broken = async (bent: readonly string[], problem: RegExp) => {
    number += 1
    const name = desk.write(`bent-${number}.jsonl`, `${bent.join('\n')}\n`)
    assert.match(await refused(['audit', 'verify', name], 5, 'AUDIT_BROKEN'), problem)
    return name
  }
  const sound = of(17, 20)
  await done(['audit', 'verify', desk.write('sound.jsonl', `${sound.join('\n')}\n`)])
  await broken(sound.toSpliced(2, 1), /entry 18: it is missing, or out of its order/)
  await broken(sound.slice(0, -1), /entry 20: it is missing/)
  await broken([...sound, lines[20] ?? ''], /entry 21: it is missing, or out of its order/)
  await broken(of(17, 20).with(0, of(18, 20)[0] ?? ''), /entry 18: it is missing, or out/)
  await broken(sound.with(0, canonicalJson({ format: 'keyclave audit log part 1' })), /which part/)
  await broken(sound.with(2, `${sound[2]?.slice(0, -1)}`), /entry 18: it is (cut off|not JSON)/)
  /** An entry written anew, with the hash that fits, and the next one chained to it. */
  const rewrite = (at: number, changed: object): string[] => {
    const bent = sound.slice(0, at + 1)
    const entry = { ...(JSON.parse(sound[at] ?? '') as object), ...changed }
    bent[at] = canonicalJson({ ...entry, hash: hashOf(entry) })
    const last = 16 + at
    return bent.with(0, canonicalJson({ ...JSON.parse(heading), first: 17, last }))
  }
  const signature = /its signature is not by the key that it names/
  await broken(rewrite(2, { actor: 'Mallory' }), signature)
  await broken(rewrite(2, { signature: '5a'.repeat(64) }), signature)
  await broken(sound.with(2, (sound[2] ?? '').replace('"Olga"', '"Oskar"')), /it was changed/)
  // Of another log, by its first line: what people signed says of which.
  const log = '0'.repeat(32)
  await broken(
    sound.with(0, canonicalJson({ ...JSON.parse(sound[0] ?? ''), log })),
    /what was agreed to is something else/,
  )
})
