import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { docs } from '../interop/recover-py.ts'
import { type Desk, done, doneJson, newDesk, planText, refused } from './command-line.ts'

/** A whole ceremony that counts for nothing: every page and file says so, and nothing takes it for real. */

const MARK = 'REHEARSAL, VOID'

interface Closed {
  readonly setId: string
  readonly rehearsal: boolean
}

describe('a rehearsal', { concurrency: false }, () => {
  let desk: Desk
  const at = (name: string): string => desk.at(name)
  const file = (name: string): string => at(`out/${name}`)
  const pass = () => ['--passphrase-file', at('pass.txt')]

  before(async () => {
    desk = newDesk()
    desk.write(
      'plan.yaml',
      planText('threshold: 2, custodians: [Ada, Grace], identity: classic', 'keys: []'),
    )
    desk.write('pass.txt', 'unmixed tarantula yo-yo gumdrop')
    const run = ['ceremony', 'run', at('plan.yaml'), '--rehearsal', ...pass()]
    await refused([...run, '--out', at('x'), '--vault', at('v.vault')], 2, 'REHEARSAL_VAULT')
    assert.ok(!existsSync(at('v.vault')) && !existsSync(at('x')))
    const closed = await doneJson<Closed>([...run, '--out', at('out')])
    assert.equal(closed.rehearsal, true)
    assert.match(closed.setId, /^000000/)
  })
  after(() => desk.remove())

  it('is marked on every page and in every file', () => {
    const cards = readdirSync(file('shares')).map(name => `shares/${name}`)
    const files = [
      ...cards,
      'kit.json',
      'record.json',
      'record.pdf',
      'register.pdf',
      'recovery-sheet.pdf',
    ]
    for (const name of files) {
      if (!name.endsWith('.pdf')) {
        assert.ok(readFileSync(file(name), 'utf8').includes(MARK), name)
        continue
      }
      const pages = execFileSync('pdftotext', ['-layout', file(name), '-'], { encoding: 'utf8' })
      for (const page of pages.split('\f').slice(0, -1)) {
        assert.ok(page.split(MARK).length > 2, `${name}: head and foot`)
      }
    }
  })

  it('is taken for real by no command, and by recover.py neither', async () => {
    const cards = ['01-ada.txt', '02-grace.txt'].map(name => file(`shares/${name}`))
    const kit = ['--kit', file('kit.json')]
    for (const args of [
      ['kit', 'inspect', file('kit.json')],
      ['kit', 'import', file('kit.json'), '--vault', at('v.vault'), '--new'],
      ['kit', 'print', file('kit.json'), '--out', at('pages')],
      ['backup', 'create', at('pass.txt'), ...kit, '--out', at('b.age')],
      ['drill', 'hold', ...kit, '--share', ...cards, ...pass()],
      ['recover', 'identity', '--share', ...cards, ...pass()],
      ['share', 'inspect', cards[0] ?? ''],
      ['record', 'verify', file('record.json')],
    ]) {
      await refused(args, 2, 'REHEARSAL')
    }
    const program = `${docs}/recover.py`
    for (const args of [
      ['identity', ...cards, ...pass()],
      ['kit', file('kit.json')],
    ]) {
      assert.throws(
        () => execFileSync('/usr/bin/python3', ['-B', program, ...args], { stdio: 'pipe' }),
        /rehearsal/,
      )
    }
  })

  it('may stand in the plan, and is what is agreed to', async () => {
    desk.write('rehearsed.yaml', `${readFileSync(at('plan.yaml'), 'utf8')}\nrehearsal: true\n`)
    const words = await done(['plan', 'words', at('rehearsed.yaml')])
    assert.match(words, /^Ceremony +REHEARSAL, VOID: /)
    assert.notEqual(words, await done(['plan', 'words', at('plan.yaml')]))
  })
})
