/** The report for an auditor: what a vault records of a period, and nothing else. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { CLAUSES, FRAMEWORKS } from '../../shared/compliance.ts'
import { type Office, openOffice } from '../fixtures/office.ts'
import { textOf } from '../paper/printed.ts'
import { done, doneJson, newDesk, refused } from './command-line.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const dayIn = (days: number): string =>
  new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)
const STRICT = path.join(import.meta.dirname, '../vectors/golden-0.2.0/strict/office.vault.gz')

interface Report {
  readonly keys: readonly {
    readonly label: string
    readonly version: number
    readonly state: string
    readonly transitions: readonly object[]
  }[]
  readonly backupKeys: readonly {
    readonly generation: number
    readonly state: string
    readonly replaced: string | null
    readonly transitions: readonly { readonly to: string }[]
  }[]
  readonly quorums: readonly { readonly state: string; readonly cards: readonly object[] }[]
  readonly deeds: readonly {
    readonly action: string
    readonly about: string | null
    readonly signers: readonly string[]
  }[]
  readonly exceptions: readonly { readonly kind: string; readonly about: string }[]
  readonly people: readonly { readonly name: string }[]
  readonly clauses: readonly { readonly framework: string; readonly applies: string }[]
}

describe('compliance report', { concurrency: false }, () => {
  let office: Office
  const out = (name: string): string => office.desk.at(name)
  const report = async (name: string, from: string, to: string): Promise<Report> => {
    await done([
      ...['compliance', 'report', ...office.vault, '--from', from, '--to', to, '--out', out(name)],
    ])
    return JSON.parse(readFileSync(path.join(out(name), 'compliance.json'), 'utf8'))
  }

  before(async () => {
    office = await openOffice('classic', true)
    await done(['key', 'rotate', 'archive-root', ...office.vault])
    await done(['key', 'compromise', 'video-root', '--reason', 'key-compromise', ...office.vault])
    await done(['backup-key', 'rotate', ...office.vault])
    await done(['backup-key', 'compromise', '1', ...office.vault])
  })
  after(() => office.desk.remove())

  it('holds the period as a page, as JSON and as tables', async () => {
    const { keys, backupKeys, quorums, deeds, exceptions } = await report(
      ...(['now', dayIn(-1), dayIn(1)] as const),
    )
    assert.deepEqual(
      backupKeys.map(key => [key.generation, key.state, key.replaced, key.transitions.length]),
      [
        [1, 'compromised', dayIn(0), 1],
        [2, 'active', null, 0],
      ],
    )
    assert.deepEqual(
      quorums.map(({ state, cards }) => [state, cards.length > 1]),
      [['in-force', true]],
    )
    assert.ok(deeds.some(({ about }) => about === 'video-root@1'))
    assert.deepEqual(
      keys.map(({ label, version, state }) => [label, version, state]),
      [
        ['video-root', 1, 'compromised'],
        ['archive-root', 1, 'deactivated'],
        ['signing seed', 1, 'active'],
        ['archive-root', 2, 'active'],
      ],
    )
    const actions = deeds.map(({ action }) => action)
    assert.ok(actions.includes('keys.rotated') && actions.includes('ceremony.closed'))
    const kinds = exceptions.map(({ kind, about }) => `${kind} ${about}`)
    assert.ok(kinds.includes('no-people the vault') && kinds.includes('compromised video-root@1'))
    assert.ok(kinds.includes('no-last-day signing seed@1'))
    for (const about of [/^compromised backup key 1 /, /^no-last-day backup key 2 /]) {
      assert.ok(kinds.some(kind => about.test(kind)))
    }
    assert.deepEqual(readdirSync(out('now')).toSorted(), [
      ...['backup-keys.csv', 'clauses.csv', 'compliance.json', 'compliance.pdf'],
      ...['cryptoperiods.csv', 'deeds.csv', 'drills.csv', 'exceptions.csv', 'keys.csv'],
      ...['people.csv', 'quorums.csv', 'status-lists.csv'],
    ])
    const table = readFileSync(path.join(out('now'), 'keys.csv'), 'utf8')
    assert.match(table, /^label,version,id,.*\r\n.*video-root,1,/)
    const page = textOf(readFileSync(path.join(out('now'), 'compliance.pdf')), 'raw').replaceAll(
      /\s+/g,
      ' ',
    )
    assert.match(page, /not a validated cryptographic module/)
    for (const framework of Object.values(FRAMEWORKS))
      assert.ok(page.includes(framework), framework)
  })

  it('holds nothing of another time', async () => {
    const early = await report('early', '2020-01-01', '2020-12-31')
    assert.deepEqual([early.keys, early.deeds], [[], []])
    const before = await report('before', dayIn(2), dayIn(3))
    assert.equal(before.keys.length, 4)
    assert.deepEqual([before.keys.flatMap(key => key.transitions), before.deeds], [[], []])
    // What is due between today and the end of a period is not overdue yet.
    const ahead = await report('ahead', dayIn(-1), dayIn(4000))
    const said = ahead.exceptions.map(({ kind }) => kind)
    assert.ok(!said.includes('drill-overdue') && !said.includes('status-list-overdue'))
    assert.ok(ahead.keys.some(({ state }) => state === 'active'))
    const order = ['compliance', 'report', ...office.vault, '--out', out('never')]
    await refused([...order, '--from', dayIn(1), '--to', dayIn(0)], 1, 'COMPLIANCE_PERIOD')
    await refused([...order, '--from', 'soon', '--to', dayIn(0)], 1, 'USAGE')
  })
})

describe('compliance report of a vault with people', () => {
  it('names who signed for each deed, by the keys of then', async context => {
    const desk = newDesk()
    context.after(() => desk.remove())
    const file = desk.write('office.vault', gunzipSync(readFileSync(STRICT)))
    const vault = ['--vault', file]
    const period = ['--from', '2000-01-01', '--to', '2099-12-31']
    await doneJson(['compliance', 'report', ...vault, ...period, '--out', desk.at('all')])
    const all: Report = JSON.parse(readFileSync(desk.at('all/compliance.json'), 'utf8'))
    const names = new Set(all.people.map(({ name }) => name))
    const signed = all.deeds.filter(({ signers }) => signers.length > 0)
    assert.ok(signed.length > 0)
    for (const { action, signers } of signed) {
      for (const signer of signers) assert.ok(names.has(signer), `${action}: ${signer}`)
    }
    const closed = all.deeds.find(({ action }) => action === 'ceremony.closed')
    assert.ok((closed?.signers.length ?? 0) >= 2)
  })
})

it('no clause is said to be served that Keyclave does not do', () => {
  const of = (framework: string) => CLAUSES.filter(clause => clause.framework === framework)
  assert.deepEqual(
    of('fips-140-3').map(({ applies }) => applies),
    ['not'],
  )
  for (const { applies, evidence } of CLAUSES)
    assert.equal(evidence.length === 0, applies === 'not')
})
