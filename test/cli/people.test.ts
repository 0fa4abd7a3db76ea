/** People on the command line: from the first two to a signed ceremony, and its record on another machine. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import type { CeremonyRecord } from '../../main/core/ceremony-record.ts'
import { WAIVERS } from '../../shared/roles.ts'
import { type Desk, done, newDesk, refused } from './command-line.ts'

const PLAN = `
title: Root key ceremony 2026
organisation: Example Ltd
quorum: { threshold: 2, custodians: [Ada, Bob], identity: classic, kdf: 1 }
people: { administrators: [Ines], witnesses: [Walt], recoveryOfficers: [Olga] }
`
const PINS = { Ines: '274951', Walt: '583920', Olga: '193847', Ada: '662018', Bob: '771934' }

describe('people on the command line', () => {
  let desk: Desk
  const at = (name: string): string => desk.at(name)
  const pin = (name: string): string => `${name}=${at(`${name}.pin`)}`
  const vault = (): string[] => ['--vault', at('office.vault')]
  const sign = (...names: string[]): string[] => ['--sign', ...names.map(pin)]

  before(async () => {
    desk = newDesk()
    for (const [name, secret] of Object.entries(PINS)) desk.write(`${name}.pin`, `${secret}\n`)
    desk.write('plan.yaml', PLAN)
    desk.write('pass.txt', 'unmixed tarantula yo-yo gumdrop')
    await done([
      ...['people', 'found', ...vault(), '--administrator', pin('Ines'), '--witness', pin('Walt')],
      ...['--custodian', pin('Ada'), pin('Bob'), '--recovery-officer', pin('Olga')],
    ])
  })
  after(() => desk.remove())

  it('lists them with roles and fingerprints, and no PIN anywhere', async () => {
    const { people, profile } = JSON.parse(await done(['people', 'list', ...vault(), '--json']))
    assert.equal(profile, 'strict')
    assert.deepEqual(
      people.map((person: { name: string; roles: string[] }) => [person.name, person.roles]),
      [
        ['Ines', ['administrator']],
        ['Walt', ['witness']],
        ['Ada', ['custodian']],
        ['Bob', ['custodian']],
        ['Olga', ['recovery-officer']],
      ],
    )
    const file = readFileSync(at('office.vault'), 'latin1')
    for (const secret of Object.values(PINS)) assert.ok(!file.includes(secret))
  })

  it('refuses what is not signed, not signed enough, or signed with a wrong PIN', async () => {
    const suspend = ['people', 'suspend', 'Ada', '--reason', 'left', ...vault()]
    assert.match(
      await refused(suspend, 2, 'APPROVAL_NEEDED'),
      /2 people \(administrator or witness\)/,
    )
    await refused([...suspend, ...sign('Ines')], 2, 'APPROVAL_SHORT')
    await refused([...suspend, ...sign('Ines', 'Ada')], 2, 'APPROVAL_SHORT')
    const wrong = [...sign('Ines'), '--sign', `Walt=${at('Ines.pin')}`]
    assert.doesNotMatch(await refused([...suspend, ...wrong], 4, 'PIN_WRONG'), /274951/)
    await refused([...suspend, '--sign', 'Ines'], 1, 'SIGN_FORMAT')
    await refused([...suspend, ...sign('Ines'), '--sign', 'Mallory=x'], 2, 'PERSON_UNKNOWN')
    const missing = ['--vault', at('nowhere.vault'), ...sign('Ines', 'Walt')]
    await refused(['people', 'suspend', 'Ada', '--reason', 'left', ...missing], 6, 'VAULT_MISSING')
  })

  it('runs a ceremony that two sign, and a stranger can check its record and the log', async () => {
    const run = [
      'ceremony',
      'run',
      at('plan.yaml'),
      '--passphrase-file',
      at('pass.txt'),
      '--no-pdf',
    ]
    const into = ['--out', at('ceremony'), ...vault()]
    await refused([...run, ...into], 2, 'APPROVAL_NEEDED')
    await refused([...run, ...into, ...sign('Ines')], 2, 'APPROVAL_SHORT')
    const head = JSON.parse(await done(['audit', 'verify', ...vault(), '--json'])) as {
      words: string
    }
    const said = await done([...run, ...into, ...sign('Ines', 'Walt')])
    assert.match(said, /No card has been read back from paper/)
    const next = `keyclave share inspect CARD --kit ${at('ceremony/kit.json')} --vault ${at('office.vault')}`
    assert.ok(said.includes(next), said)

    const record = at('ceremony/record.json')
    const verified = JSON.parse(await done(['record', 'verify', record, '--json']))
    assert.deepEqual(verified.signed.map(({ name }: { name: string }) => name).sort(), [
      'Ines',
      'Walt',
    ])
    assert.match(verified.auditHead, /^\d+ [a-z]+ /)
    assert.deepEqual([verified.exceptions, verified.waivers], [1, []])
    const { steps } = JSON.parse(readFileSync(record, 'utf8')) as CeremonyRecord
    const exception = steps.find(({ step }) => step === 'exception')
    assert.equal(exception?.facts.what, 'cards not read back from paper')
    assert.equal(exception?.facts['accepted by'], 'Ines, Walt')
    // Custodians and officer were not there: it was the administrator's doing.
    assert.ok(steps.every(({ by }) => by?.name === 'Ines' && by.role === 'administrator'))
    writeFileSync(at('changed.json'), readFileSync(record, 'utf8').replace('"Bob"', '"Rob"'))
    await refused(['record', 'verify', at('changed.json')], 5, 'RECORD_TAMPERED')

    await done(['audit', 'export', ...vault(), '--out', at('log.jsonl')])
    await refused(['audit', 'export', ...vault(), '--out', at('log.jsonl')], 6, 'FILE_EXISTS')
    for (const printed of [head.words, verified.auditHead]) {
      const out = await done(['audit', 'verify', at('log.jsonl'), '--head', ...printed.split(' ')])
      assert.match(out, /still contains the head/)
    }
    const words = head.words.split(' ')
    const swapped = words.with(3, words[4] ?? '').with(4, words[3] ?? '')
    await refused(['audit', 'verify', at('log.jsonl'), '--head', ...swapped], 2, 'WORDS_ORDER')
    const lines = readFileSync(at('log.jsonl'), 'utf8').trimEnd().split('\n')
    writeFileSync(at('cut.jsonl'), `${lines.slice(0, 1).join('\n')}\n`)
    await refused(['audit', 'verify', at('cut.jsonl'), '--head', ...words], 5, 'AUDIT_TRUNCATED')
    const bent = lines.map(line => line.replace('"custodian":"Ada"', '"custodian":"Eve"'))
    writeFileSync(at('bent.jsonl'), `${bent.join('\n')}\n`)
    await refused(['audit', 'verify', at('bent.jsonl')], 5, 'AUDIT_BROKEN')
  })

  it('takes a new PIN, a new key, and another profile', async () => {
    desk.write('new.pin', '840275')
    const fresh = ['--pin-file', at('new.pin'), ...vault()]
    await done(['people', 'pin', 'Ada', '--old-pin-file', at('Ada.pin'), ...fresh])
    await refused(
      ['people', 'pin', 'Ada', '--old-pin-file', at('Ada.pin'), ...fresh],
      4,
      'PIN_WRONG',
    )
    await done(['people', 'rekey', 'Bob', ...fresh, ...sign('Ines', 'Walt')])
    const change = ['policy', 'change', 'small-team', ...vault()]
    await refused([...change, ...sign('Ines', 'Walt')], 2, 'APPROVAL_SHORT')
    const add = ['people', 'add', 'Ivan', '--role', 'administrator', ...fresh]
    await done([...add, ...sign('Ines', 'Walt')])
    const two = [...sign('Ines', 'Walt'), '--sign', `Ivan=${at('new.pin')}`]
    assert.match(await done([...change, ...two]), /Policy small-team/)
    await done(['audit', 'verify', ...vault()])
  })

  it('names in record and answer what a small team does without', async () => {
    await done([
      ...['ceremony', 'run', at('plan.yaml'), '--passphrase-file', at('pass.txt'), '--no-pdf'],
      ...['--out', at('small'), ...vault(), ...sign('Ines', 'Walt')],
    ])
    const record = at('small/record.json')
    const { waivers } = JSON.parse(await done(['record', 'verify', record, '--json']))
    assert.deepEqual(
      waivers.map(({ waiver }: { waiver: string }) => waiver),
      WAIVERS,
    )
    assert.match(await done(['record', 'verify', record]), /Waived +An administrator may hold/)
    // Whoever takes one out is found out: everyone signed them.
    const less = readFileSync(record, 'utf8').replace('"one-administrator"', '"witness-is-officer"')
    writeFileSync(at('less.json'), less)
    await refused(['record', 'verify', at('less.json')], 5, 'RECORD_TAMPERED')
  })
})
