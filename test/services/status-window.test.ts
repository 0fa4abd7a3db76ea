/** Status lists in the window: drafted, signed by people, published, checked; and the clock before that. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { done, newDesk, planText } from '../cli/command-line.ts'
import { openWindow } from './window.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const SECRETS = { Ines: 'ines unmixed tarantula', Walt: 'walt unmixed tarantula' }

test('a doubtful clock is confirmed by its day before anybody signs', async context => {
  const desk = newDesk()
  context.after(() => desk.remove())
  const { at } = desk
  desk.write('pass.txt', 'unmixed tarantula yo-yo gumdrop')
  for (const [name, secret] of Object.entries(SECRETS)) desk.write(`${name}.pin`, secret)
  const people = 'people: { administrators: [Ines], witnesses: [Walt], recoveryOfficers: [Ada] }\n'
  desk.write(
    'plan.yaml',
    planText('threshold: 2, custodians: [Bob, Eve], identity: classic', `keys: []\n${people}`),
  )
  for (const name of ['Ada', 'Bob', 'Eve']) desk.write(`${name}.pin`, `${name} unmixed tarantula`)
  const file = (name: string): string => `${name}=${at(`${name}.pin`)}`
  const vault = ['--vault', at('office.vault')]
  await done([
    ...['people', 'found', ...vault, '--profile', 'small-team', '--administrator', file('Ines')],
    ...['--witness', file('Walt'), '--recovery-officer', file('Ada')],
    ...['--custodian', file('Bob'), file('Eve')],
  ])
  await done([
    ...['ceremony', 'run', at('plan.yaml'), ...vault, '--out', at('ceremony'), '--no-pdf'],
    ...['--passphrase-file', at('pass.txt')],
    ...['Ines', 'Walt', 'Ada', 'Bob', 'Eve'].flatMap(name => ['--sign', file(name)]),
  ])

  let ahead = 3 * 366 * DAY_MS
  const now = (): Date => new Date(Date.now() + ahead)
  const { call, refused } = openWindow(context, { now })
  await call('vault.open', { path: at('office.vault'), readOnly: false })
  assert.deepEqual(await call('status.last', {}), { last: null })
  await refused('status.draft', { days: 90 }, 'CLOCK_DOUBTFUL')
  const shown = await call('clock.show', {})
  assert.equal(shown.doubt?.kind, 'clock-far-ahead')
  await refused('clock.confirm', { day: '2026-11-27' }, 'CLOCK_OTHER_DAY')
  await call('clock.confirm', { day: shown.time.slice(0, 10) })
  assert.equal((await call('clock.show', {})).confirmed, true)
  await call('status.draft', { days: 90 })

  // The next day, and in another year, it counts no more.
  ahead += DAY_MS
  await refused('status.draft', { days: 90 }, 'CLOCK_DOUBTFUL')
  ahead = 0
  await refused('status.draft', { days: 0 }, 'STATUS_NEXT')
  const { words, states, days, size, ...deed } = await call('status.draft', { days: 90 })
  assert.deepEqual([words.length, states], [32, [{ state: 'active', count: 1 }]])
  const order = { issued: deed.issued, days, size, out: at('list.json') }
  await refused('status.publish', order, 'APPROVAL_NEEDED')
  assert.ok(!existsSync(at('list.json')))
  const { id: approval } = await call('approval.ask', {
    deed: { action: 'status.publish', ...deed },
  })
  const { people: all } = await call('people.list', {})
  const sign = async (asked: string, name: keyof typeof SECRETS): Promise<void> => {
    const person = all.find(other => other.name === name)?.id ?? ''
    await call('approval.sign', { approval: asked, person, secret: SECRETS[name] })
  }
  await sign(approval, 'Ines')
  await sign(approval, 'Walt')
  const published = await call('status.publish', { ...order, approval })
  assert.equal(published.hash, deed.list)
  assert.equal(JSON.parse(readFileSync(at('list.json'), 'utf8')).number, 1)
  const { last } = await call('status.last', {})
  assert.equal(last?.hash, deed.list)

  await call('status.page', { list: at('list.json'), out: at('list.pdf'), paper: 'a4' })
  assert.ok(readFileSync(at('list.pdf')).subarray(0, 5).equals(Buffer.from('%PDF-')))
  const kit = { kind: 'file', path: at('ceremony/kit.json') } as const
  const { setId } = JSON.parse(readFileSync(at('ceremony/kit.json'), 'utf8')).quorum
  const question = { list: at('list.json'), kit, seen: null }
  const { answer } = await call('status.check', { ...question, key: setId })
  assert.ok(answer.answer === 'good')
  assert.equal(answer.entry?.kind, 'backup-key')
  const other = await call('status.check', { ...question, key: '0123456789abcdef' })
  assert.equal(other.answer.answer, 'unknown')

  // What becomes of a key afterwards is known here, and not outside, until the next list is out.
  const behind = async () =>
    (await call('vault.overview', {})).attention.flatMap(item =>
      item.kind === 'status-list-behind' ? [[item.number, item.deeds, item.urgent]] : [],
    )
  assert.deepEqual(await behind(), [])
  const { draft } = await call('keys.plan', {
    change: {
      ...{ kind: 'change-backup-key', deed: 'suspend', setId, generation: 1 },
      ...{ reason: 'key-compromise', occurred: null },
    },
  })
  const { id: asked } = await call('approval.ask', {
    deed: { action: 'backup-key.suspend', draft },
  })
  await sign(asked, 'Walt')
  await call('keys.carryOut', { draft, approval: asked })
  assert.deepEqual(await behind(), [[1, 1, true]])
})
