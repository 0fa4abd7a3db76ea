/** The golden vaults of 0.1.0, and of the formats before it, open today and answer as they did. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { done, doneJson } from '../cli/command-line.ts'
import { openWindow } from '../services/window.ts'
import {
  BARE,
  bytesOf,
  golden,
  jsonOf,
  linesOf,
  logOf,
  newDesk,
  SMALL,
  STRICT,
  sha256,
  textOf,
} from './golden.ts'
import { ACTIONS, HEADS, PEOPLE, RECORDS, STEPS } from './pins.ts'

const desk = newDesk()
let copies = 0
/** A copy to open: opening may bring it up to date. */
function vault(...names: readonly string[]): string {
  const file = desk.at(`${++copies}.vault`)
  writeFileSync(file, gunzipSync(bytesOf(...names)), { mode: 0o600 })
  return file
}
const exported = async (file: string): Promise<string> => {
  const out = desk.at(`${++copies}.jsonl`)
  await done(['audit', 'export', '--vault', file, '--out', out])
  return readFileSync(out, 'utf8')
}
const pinFile = (name: string, pin: string): string => desk.write(`${name}.pin`, `${pin}\n`)

describe('vaults', () => {
  for (const folder of [STRICT, SMALL, BARE, `${BARE}/extended`]) {
    it(`${folder}: its log verifies inside it, and is exported to the same bytes`, async () => {
      const file = vault(folder, 'office.vault.gz')
      const head = HEADS[`${folder}/office.jsonl`]
      const verified = await doneJson<object>(['audit', 'verify', '--vault', file])
      assert.equal(Object.entries(verified).find(([name]) => name === 'hash')?.[1], head?.hash)
      const log = golden(folder, 'office.jsonl')
      await done(['audit', 'verify', log, '--head', String(head?.size), String(head?.hash)])
      assert.equal(await exported(file), textOf(folder, 'office.jsonl'))
    })

    it(`${folder}: its kit is exported to the same bytes`, async () => {
      const out = desk.at(`${++copies}.kit`)
      const newest = folder.endsWith('extended') || folder === SMALL ? [] : ['reissued']
      const from = ['--vault', vault(folder, 'office.vault.gz')]
      await done(['kit', 'export', ...from, '--out', out])
      assert.deepEqual(readFileSync(out), bytesOf(folder, ...newest, 'kit.json'))
    })
  }

  for (const folder of [STRICT, SMALL]) {
    it(`${folder}: its people sign today with the PINs of then`, async () => {
      const file = vault(folder, 'office.vault.gz')
      const { people } = await doneJson<PeopleList>(['people', 'list', '--vault', file])
      assert.deepEqual(
        people.map(({ name, roles, state }) => [name, state, ...roles].join(', ')),
        PEOPLE[folder],
      )
      const newest = folder === STRICT ? ['reissued'] : []
      await backsUpToday(file, folder, golden(folder, ...newest, 'kit.json'))
      const log = await exported(file)
      assert.ok(log.startsWith(textOf(folder, 'office.jsonl')))
    })
  }

  for (const format of [1, 2, 3, 4]) {
    it(`of format ${format}: brought up to date, with the same log and what is new after it`, async () => {
      const source = format === 1 ? BARE : SMALL
      const file = vault('earlier-formats', `format-${format}.vault.gz`)
      await backsUpToday(file, source, golden(source, 'kit.json'))
      const lines = (await exported(file)).trimEnd().split('\n').slice(0, -2)
      assert.ok(lines.length > 5)
      assert.deepEqual(lines, linesOf(source, 'office.jsonl').slice(0, lines.length))
      await done(['kit', 'export', '--vault', file, '--out', desk.at(`format-${format}.kit`)])
      assert.deepEqual(readFileSync(desk.at(`format-${format}.kit`)), bytesOf(source, 'kit.json'))
    })
  }

  it('of policy 1: both desks say so until its people take the policy of today', async context => {
    const file = vault(SMALL, 'office.vault.gz')
    const at = ['--vault', file]
    const { call } = openWindow(context)
    const said = async () => {
      await call('vault.open', { path: file, readOnly: false })
      const { attention } = await call('vault.overview', {})
      const { oldPolicy } = await call('people.list', {})
      await call('vault.close', {})
      const inWords = (await done(['people', 'list', ...at])).includes('still on policy 1')
      return { old: attention.filter(({ kind }) => kind === 'policy-old'), oldPolicy, inWords }
    }
    assert.deepEqual(await said(), {
      ...{ old: [{ kind: 'policy-old', number: 1, profile: 'small-team' }], oldPolicy: 1 },
      inWords: true,
    })
    const { Ines, Walt } = jsonOf<Pins>(SMALL, 'pins.json').now
    const sign = ['--sign', `Ines=${pinFile('Ines', Ines)}`, `Walt=${pinFile('Walt', Walt)}`]
    await done(['policy', 'change', 'small-team', ...at, ...sign])
    assert.deepEqual(await said(), { old: [], oldPolicy: null, inWords: false })
  })

  it('the window shows quorums, drills, register and catalogue', async context => {
    const { call } = openWindow(context)
    await call('vault.open', { path: vault(STRICT, 'office.vault.gz'), readOnly: true })
    const { quorums } = await call('vault.overview', {})
    assert.deepEqual(
      quorums.map(({ state }) => state),
      ['void', 'void', 'replaced', 'in-force'],
    )
    const { drills, interval, quorums: registered } = await call('register.list', {})
    assert.equal(interval, 6)
    assert.deepEqual(
      drills.map(({ backup, problem }) => [backup, problem]),
      [
        [null, null],
        ['stray.age', 'AGE_HEADER'],
        ['office.tar.zst.age', null],
      ],
    )
    assert.deepEqual(
      registered[2]?.shares.map(({ custodian, place, bag, check }) => [
        ...[custodian, place, bag, check?.result ?? null],
      ]),
      [
        ['Ada', null, 'B-101', 'sound'],
        ['Bob', 'the bank', null, 'worn'],
        ['Катерина', null, 'B-107', null],
        ['Zoë', 'the safe', 'B-108', null],
        ["Annie O'Neil", null, 'B-005', null],
      ],
    )
    const { backups } = await call('backup.catalogue', {})
    assert.equal(backups[0]?.sha256, sha256(bytesOf(STRICT, 'office.tar.zst.age')))
  })
})

describe('records', () => {
  for (const folder of Object.keys(RECORDS)) {
    it(`${folder}: verifies by itself`, async () => {
      const file = golden(folder, 'record.json')
      const verified = await doneJson<{ hash: string }>(['record', 'verify', file])
      assert.equal(verified.hash, RECORDS[folder]?.hash)
    })
  }
})

describe('what the golden files cover', () => {
  it('these actions of the log, with these details', () => {
    const found = new Map<string, Set<string>>()
    for (const file of Object.keys(HEADS)) {
      for (const { action, details } of logOf(file)) {
        const names = found.get(action) ?? new Set()
        for (const name of Object.keys(details)) names.add(name)
        found.set(action, names)
      }
    }
    assert.deepEqual(sorted(found), ACTIONS)
  })

  it('these steps of records, with these facts', () => {
    const found = new Map<string, Set<string>>()
    for (const folder of Object.keys(RECORDS)) {
      for (const { step, facts } of jsonOf<{ steps: readonly Step[] }>(folder, 'record.json')
        .steps) {
        const names = found.get(step) ?? new Set()
        for (const name of Object.keys(facts)) names.add(name)
        found.set(step, names)
      }
    }
    assert.deepEqual(sorted(found), STEPS)
  })
})

interface PeopleList {
  readonly people: readonly {
    readonly name: string
    readonly state: string
    readonly roles: readonly string[]
  }[]
}
interface Step {
  readonly step: string
  readonly facts: object
}

const sorted = (found: ReadonlyMap<string, ReadonlySet<string>>) =>
  Object.fromEntries([...found].sort().map(([name, names]) => [name, [...names].sort()]))

/**
 * A backup, recorded in the vault, and signed where there are people: what writes brings an older vault up
 * to date.
 */
async function backsUpToday(file: string, folder: string, kit: string): Promise<void> {
  const sign =
    folder === BARE
      ? []
      : ['--sign', `Walt=${pinFile(folder, jsonOf<Pins>(folder, 'pins.json').now.Walt)}`]
  const out = desk.at(`${++copies}.age`)
  await done([
    'backup',
    'create',
    golden(folder, 'plan.yaml'),
    '--kit',
    kit,
    '--out',
    out,
    '--vault',
    file,
    ...sign,
  ])
  await done(['audit', 'verify', '--vault', file])
}

interface Pins {
  readonly now: { readonly Ines: string; readonly Walt: string }
}
