/** People on the command line: from the first two to a signed ceremony, and its record on another machine. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { after, before, describe, it, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import type { CeremonyRecord } from '../../main/core/ceremony/record.ts'
import { goneCustodians } from '../../main/services/custody/gone-custodians.ts'
import { attentionFor } from '../../main/services/overview/attention.ts'
import type { Vault } from '../../main/vault/vault.ts'
import { WAIVERS } from '../../shared/roles.ts'
import { issuedShare, terms, withVault } from '../vault/vault-fixture.ts'
import { type Desk, done, keyclave, newDesk, refused } from './command-line.ts'

const PLAN = `
title: Root key ceremony 2026
organisation: Example Ltd
quorum: { threshold: 2, custodians: [Ada, Bob], identity: classic, kdf: 1 }
people: { administrators: [Ines], witnesses: [Walt], recoveryOfficers: [Olga] }
`
const PINS = {
  Ines: '274951',
  Walt: '583920',
  Olga: '193847',
  Ada: '662018',
  Bob: '771934',
  Oda: '405162',
}

/** Whoever has entered one wrong PIN is not tried again within a second. */
const waitAfterOneWrongEntry = (): Promise<void> => wait(1100)

describe('people on the command line', () => {
  let desk: Desk
  const at = (name: string): string => desk.at(name)
  const pin = (name: string): string => `${name}=${at(`${name}.pin`)}`
  const vault = (): string[] => ['--vault', at('office.vault')]
  const sign = (...names: string[]): string[] => ['--sign', ...names.map(pin)]

  const opening = (): string[] => [
    ...['--share', at('ceremony/shares/01-ada.txt'), at('ceremony/shares/02-bob.txt')],
    ...['--passphrase-file', at('pass.txt')],
  ]
  const look = (at: (held: Vault) => void): Promise<void> =>
    withVault(desk.at('office.vault'), at, { mode: 'read' })

  before(async () => {
    desk = newDesk()
    for (const [name, secret] of Object.entries(PINS)) desk.write(`${name}.pin`, `${secret}\n`)
    desk.write('plan.yaml', PLAN)
    desk.write('pass.txt', 'unmixed tarantula yo-yo gumdrop')
    await done([
      ...['people', 'found', ...vault(), '--profile', 'small-team'],
      ...['--administrator', pin('Ines'), '--witness', pin('Walt')],
      ...['--custodian', pin('Ada'), pin('Bob'), '--recovery-officer', pin('Olga'), pin('Oda')],
    ])
  })
  after(() => desk.remove())

  it('lists them with roles and fingerprints, and no PIN anywhere', async () => {
    const { people, profile } = JSON.parse(await done(['people', 'list', ...vault(), '--json']))
    assert.equal(profile, 'small-team')
    assert.deepEqual(
      people.map((person: { name: string; roles: string[] }) => [person.name, person.roles]),
      [
        ['Ines', ['administrator']],
        ['Walt', ['witness']],
        ['Ada', ['custodian']],
        ['Bob', ['custodian']],
        ['Olga', ['recovery-officer']],
        ['Oda', ['recovery-officer']],
      ],
    )
    const file = readFileSync(at('office.vault'), 'latin1')
    // Six digits stand by chance within the hex digits of a key or a hash: by themselves they never do.
    for (const secret of Object.values(PINS)) {
      assert.doesNotMatch(file, new RegExp(`(?<![0-9a-f])${secret}(?![0-9a-f])`))
    }
  })

  it('refuses what is not signed, not signed enough, or signed with a wrong PIN', async () => {
    const suspend = ['people', 'suspend', 'Ada', '--reason', 'left', ...vault()]
    assert.match(
      await refused(suspend, 2, 'APPROVAL_NEEDED'),
      /"Suspend a person" takes two people who are administrators or witnesses\./,
    )
    await refused([...suspend, ...sign('Ines')], 2, 'APPROVAL_SHORT')
    await refused([...suspend, ...sign('Ines', 'Ada')], 2, 'APPROVAL_SHORT')
    const wrong = [...sign('Ines'), '--sign', `Walt=${at('Ines.pin')}`]
    assert.doesNotMatch(await refused([...suspend, ...wrong], 4, 'PIN_WRONG'), /274951/)
    await waitAfterOneWrongEntry()
    await refused([...suspend, '--sign', 'Ines'], 1, 'SIGN_FORMAT')
    await refused([...suspend, ...sign('Ines'), '--sign', 'Mallory=x'], 2, 'PERSON_UNKNOWN')
    const missing = ['--vault', at('nowhere.vault'), ...sign('Ines', 'Walt')]
    await refused(['people', 'suspend', 'Ada', '--reason', 'left', ...missing], 6, 'VAULT_MISSING')
  })

  it('founds only people who can sign for themselves, and leaves nothing of a refusal', async () => {
    const found = ['people', 'found', '--vault', at('new.vault')]
    const shared = ['--administrator', pin('Ines'), '--witness', `Walt=${at('Ines.pin')}`]
    const sentence = await refused([...found, ...shared], 2, 'PIN_SHARED')
    assert.match(sentence, /Ines and Walt have the same PIN/)
    await refused([...found, '--administrator', `Ines=${at('pass.txt')}`], 2, 'PEOPLE_FEW')
    for (const name of ['Ines', 'Walt']) desk.write(`${name}.txt`, `${name} unmixed tarantula`)
    const two = [`--administrator`, `Ines=${at('Ines.txt')}`, '--witness', `Walt=${at('Walt.txt')}`]
    const single = await refused([...found, ...two], 2, 'PEOPLE_SINGLE')
    assert.match(single, /--single "Ines, Walt"/)
    await refused([...found, ...two, '--single', 'Walt'], 2, 'PEOPLE_SINGLE')
    const bare = await refused([...found, '--administrator', 'Ines'], 1, 'SIGN_FORMAT')
    assert.match(bare, /--administrator number 1/)
    assert.deepEqual(
      readdirSync(desk.path).filter(name => name.startsWith('new.vault')),
      [],
    )
    const again = ['people', 'found', ...vault(), '--administrator', pin('Ines')]
    assert.match(await refused(again, 2, 'PEOPLE_EXIST'), /keyclave people add/)
    assert.ok(existsSync(at('office.vault')), 'a vault that was there stays')
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
    assert.deepEqual([verified.exceptions, verified.waivers.length], [1, WAIVERS.length])
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

  it('takes no signature, and no plan with people, where no vault has them', async () => {
    const run = ['ceremony', 'run', at('plan.yaml'), '--passphrase-file', at('pass.txt')]
    const into = ['--out', at('nowhere'), '--no-pdf']
    await refused([...run, ...into, ...sign('Ines', 'Walt')], 1, 'SIGN_VAULT')
    assert.match(await refused([...run, ...into], 2, 'PLAN_VAULT'), /--vault/)
    await refused([...run, ...into, '--vault', at('empty.vault')], 2, 'PEOPLE_NONE')
    const kit = ['--kit', at('ceremony/kit.json')]
    const backup = ['backup', 'create', ...kit, '--out', at('nowhere'), at('plan.yaml')]
    const identity = ['recover', 'identity', ...kit, ...opening()]
    for (const command of [['drill', 'hold', ...kit, ...opening()], backup, identity]) {
      await refused([...command, ...sign('Olga', 'Walt')], 1, 'SIGN_VAULT')
    }
    await refused([...identity, '--vault', at('nowhere')], 6, 'VAULT_MISSING')
    assert.ok(!existsSync(at('nowhere')))
  })

  it('asks for all whom a re-issue takes at once', async () => {
    const reissue = ['ceremony', 'reissue', at('plan.yaml'), '--kit', at('ceremony/kit.json')]
    const rest = ['--new-passphrase-file', at('pass.txt'), '--out', at('next'), '--no-pdf']
    const all = [...reissue, ...opening(), ...rest, ...vault()]
    const needs = await refused(all, 2, 'APPROVAL_NEEDED')
    assert.match(
      needs,
      /"Run a ceremony" and "Replace a quorum .*" take an administrator, a witness and a quorum/,
    )
    const short = await refused([...all, ...sign('Ines')], 2, 'APPROVAL_SHORT')
    assert.match(short, /missing: a witness/)
    assert.ok(!existsSync(at('next')))
  })

  it('gives no operator every share of a strict vault', async () => {
    await done(['policy', 'change', 'strict', ...vault(), ...sign('Ines', 'Walt')])
    const listed = await done(['people', 'list', ...vault()])
    assert.match(listed, /The key of Walt is opened by a PIN.*people rekey/)
    const run = ['ceremony', 'run', at('plan.yaml'), '--passphrase-file', at('pass.txt')]
    const reissue = ['ceremony', 'reissue', at('plan.yaml'), '--kit', at('ceremony/kit.json')]
    const rest = ['--new-passphrase-file', at('pass.txt'), ...opening()]
    for (const command of [run, [...reissue, ...rest]]) {
      const into = ['--out', at('strict'), '--no-pdf', ...vault(), ...sign('Ines', 'Walt')]
      const refusal = await refused([...command, ...into], 2, 'CEREMONY_STRICT')
      assert.match(refusal, /in the window.*policy change small-team/)
    }
    assert.ok(!existsSync(at('strict')))
  })

  it('opens nothing without an officer and a witness, and records what was tried', async () => {
    const kit = ['--kit', at('ceremony/kit.json')]
    const recover = ['recover', 'identity', ...vault()]
    const needs = await refused([...recover, ...kit, ...opening()], 2, 'APPROVAL_NEEDED')
    assert.match(
      needs,
      /and "Take out the identity .*" take .*, two recovery officers and a witness/,
    )
    await refused([...recover, ...opening(), ...sign('Olga')], 2, 'APPROVAL_SHORT')
    const one = await refused(
      [...recover, ...opening(), ...sign('Olga', 'Walt')],
      2,
      'APPROVAL_SHORT',
    )
    assert.match(one, /missing: a recovery officer/)
    desk.write('wrong.txt', 'unmixed tarantula yo-yo gumball')
    const wrong = [...opening().slice(0, -1), at('wrong.txt'), ...sign('Olga', 'Oda', 'Walt')]
    for (const way of [
      [...recover, ...kit],
      ['drill', 'hold', ...vault(), ...kit],
      ['recover', 'key', 'x', ...vault(), ...kit, '--out', at('no.key')],
    ]) {
      await refused([...way, ...wrong], 4, 'PASSPHRASE_WRONG')
    }
    const opened = await done([...recover, ...kit, ...opening(), ...sign('Olga', 'Oda', 'Walt')])
    assert.match(opened, /^AGE-SECRET-KEY-1/)
    assert.equal(await done([...recover, ...opening(), ...sign('Olga', 'Oda', 'Walt')]), opened)

    await look(held => {
      const log = [...held.audit.entries()]
      const of = (action: string) => log.filter(entry => entry.action === action)
      assert.equal(of('passphrase.refused').length, 3)
      assert.deepEqual(
        of('quorum.opened').map(({ actor, details }) => [actor, details?.shares]),
        [
          ['Olga', [1, 2]],
          ['Olga', [1, 2]],
        ],
      )
      assert.deepEqual(
        of('quorum.identity-opened').map(({ actor }) => actor),
        ['Olga', 'Olga'],
      )
      assert.equal(
        of('action.refused').filter(({ details }) => details?.action === 'quorum.open').length,
        3,
      )
      const [tried] = attentionFor(held, new Date()).filter(
        item => item.kind === 'attempts' && item.what === 'passphrase',
      )
      assert.ok(tried?.kind === 'attempts' && tried.count === 3)
    })
  })

  it('records nothing about a quorum that the vault does not hold', async () => {
    const kit = ['--kit', at('ceremony/kit.json')]
    const other = ['--vault', at('other.vault')]
    const card = at('ceremony/shares/01-ada.txt')
    await refused(['share', 'inspect', card, ...kit, ...other], 6, 'VAULT_MISSING')
    await refused(['drill', 'hold', ...kit, ...opening(), ...other], 6, 'VAULT_MISSING')
    await refused(['drill', 'interval', '6', ...other], 6, 'VAULT_MISSING')
    await withVault(at('other.vault'), () => {})
    await refused(['share', 'inspect', card, ...kit, ...other], 2, 'QUORUM_UNKNOWN')
    await refused(['drill', 'hold', ...kit, ...opening(), ...other], 2, 'QUORUM_UNKNOWN')
    await withVault(at('other.vault'), held => {
      assert.deepEqual(held.drills.list(), [])
      assert.equal(held.audit.head().size, 1)
    })
    assert.match(await done(['share', 'inspect', card, ...kit, ...vault()]), /Recorded as sound/)
  })

  it('takes a new PIN, a new key, and another profile', async () => {
    desk.write('new.pin', 'a calm zither over Oslo')
    desk.write('digits.pin', '840275')
    const digits = ['people', 'rekey', 'Bob', '--pin-file', at('digits.pin')]
    await refused([...digits, ...vault(), ...sign('Ines', 'Walt')], 2, 'PIN_STRICT')
    const fresh = ['--pin-file', at('new.pin'), ...vault()]
    await done(['people', 'pin', 'Ada', '--old-pin-file', at('Ada.pin'), ...fresh])
    await refused(
      ['people', 'pin', 'Ada', '--old-pin-file', at('Ada.pin'), ...fresh],
      4,
      'PIN_WRONG',
    )
    await waitAfterOneWrongEntry()
    await done(['people', 'rekey', 'Bob', ...fresh, ...sign('Ines', 'Walt')])
    const change = ['policy', 'change', 'small-team', ...vault()]
    await refused([...change, ...sign('Ines', 'Walt')], 2, 'APPROVAL_SHORT')
    const add = ['people', 'add', 'Ivan', '--role', 'administrator', ...fresh]
    await done([...add, ...sign('Ines', 'Walt')])
    const two = [...sign('Ines', 'Walt'), '--sign', `Ivan=${at('new.pin')}`]
    assert.match(await done(['policy', 'show', ...vault()]), /^Policy strict, in force in /)
    assert.match(await done([...change, ...two]), /Policy small-team/)
    assert.match(await done(['policy', 'show', ...vault()]), /^Policy small-team, in force in /)
    await refused(['policy', 'show', '--profile', 'strict', ...vault()], 1, 'USAGE')
    await refused(['policy', 'change', 'tiny', ...vault()], 1, 'USAGE')
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

  it('says which card is left with somebody who is suspended or has left', async () => {
    const reinstate = ['people', 'reinstate', 'Ada', '--reason', 'returned', ...vault()]
    const active = await refused([...reinstate, ...sign('Ines', 'Walt')], 2, 'PERSON_STATE')
    assert.match(active, /Ada is active\. Only who is suspended can be reinstated/)
    const about = (verb: string, reason: string, name: string) =>
      done(['people', verb, name, '--reason', reason, ...vault(), ...sign('Ines', 'Walt')])
    const left = /^Ada still holds card 1 of quorum [0-9a-f]{10}.*ceremony reissue/m
    assert.match(await about('suspend', 'other', 'Ada'), left)
    const signed = [...reinstate, ...sign('Ines', 'Ada')]
    assert.match(await refused(signed, 2, 'PERSON_STATE'), /Ada is suspended\. They sign nothing/)
    assert.doesNotMatch(await about('reinstate', 'returned', 'Ada'), /still holds/)
    await look(held => assert.deepEqual(goneCustodians(held), []))
    assert.match(await about('retire', 'left', 'Ada'), left)
    assert.doesNotMatch(await about('retire', 'left', 'Olga'), /still holds/)
    await look(held => {
      const gone = held.quorums
        .list()
        .map(({ setId }) => ({ kind: 'custodian-gone', setId, index: 1, name: 'Ada' }))
      assert.deepEqual(
        attentionFor(held, new Date()).filter(({ kind }) => kind === 'custodian-gone'),
        gone,
      )
    })
  })
})

test('cards of a ceremony that a crash ended are named by number when the next begins', async t => {
  const desk = newDesk()
  t.after(() => desk.remove())
  const vault = ['--vault', desk.at('crashed.vault')]
  await withVault(desk.at('crashed.vault'), held => {
    const { id } = held.ceremonies.open({ actor: 'Ines', title: 'First try', plan: {} })
    held.ceremonies.recordQuorum(id, 'Ines', terms('a', 3))
    for (const index of [1, 2]) {
      held.ceremonies.recordIssuedShare(id, 'Ines', issuedShare('a', index))
    }
  })
  desk.write('plan.yaml', PLAN.replace(/^people.*\n/m, ''))
  desk.write('pass.txt', 'unmixed tarantula yo-yo gumdrop')
  desk.write('full', 'no folder')
  const run = ['ceremony', 'run', desk.at('plan.yaml'), '--passphrase-file', desk.at('pass.txt')]
  const { err } = await keyclave([...run, '--out', desk.at('full'), ...vault])
  assert.match(
    err,
    /"First try" .* Destroy card 1 \(Custodian 1\) and card 2 \(Custodian 2\), set /,
  )
})
