/** People in the window: the first ones, changes that are signed, PINs, and who may do what. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { messagesIn, sayDeed } from '../../shared/messages/index.ts'
import { entries, FEW, newcomer, officeWith, passphraseOf } from './office-people.ts'
import { planFor, refusalOf } from './window.ts'

test('the first people of a vault', async context => {
  const { window } = await officeWith(context, null)
  const { call } = window
  assert.deepEqual(await call('people.list', {}), {
    profile: null,
    oldPolicy: null,
    waivers: [],
    people: [],
  })
  const [ines, walt] = [newcomer('Ines', 'administrator'), newcomer('Walt', 'witness')]
  const refused = (people: object[], code: string, data?: object) =>
    window.refused('people.found', { profile: 'strict', people } as never, code, data as never)
  await refused([ines, newcomer('Ada', 'custodian')], 'PEOPLE_FEW', {
    missing: [{ kind: 'roles', roles: ['witness'], count: 1 }],
  })
  await refused([ines, newcomer('INES', 'witness')], 'PERSON_NAME')
  await refused([ines, newcomer('keyclave', 'witness')], 'PERSON_NAME')
  await refused([newcomer('Ines', 'administrator', 'witness'), walt], 'PERSON_ROLES')
  const typing = (secret: string) => [ines, { ...walt, secret, again: secret }]
  await refused([ines, { ...walt, again: '274952' }], 'PIN_DIFFERS', { source: 'Walt' })
  await refused(typing('582047'), 'PIN_STRICT', { source: 'Walt', need: 10 })
  for (const [pin, code] of [
    ['123456', 'PIN_TRIVIAL'],
    ['12345', 'PIN_SHORT'],
  ] as const) {
    const small = { profile: 'small-team', people: typing(pin) } as const
    const refusedPin = await refusalOf(call('people.found', small))
    assert.deepEqual([refusedPin.code, refusedPin.data.source], [code, 'Walt'])
  }
  await refused([ines, { ...walt, secret: 'password12', again: 'password12' }], 'PASSPHRASE_WEAK')
  const { code, data } = await refusalOf(
    call('people.found', {
      ...{
        profile: 'strict',
        people: [{ ...ines, secret: 'password12', again: 'password12' }, walt],
      },
    }),
  )
  assert.deepEqual([code, data.source], ['PASSPHRASE_WEAK', 'Ines'])
  await refused([ines, { ...walt, secret: ines.secret, again: ines.secret }], 'PIN_SHARED', {
    names: ['Ines', 'Walt'],
  })
  assert.equal((await call('people.list', {})).profile, null)
  // Each alone, before the next one comes: the same judgement, and nothing is kept.
  const alone = (person: typeof walt) => ({ profile: 'strict', person }) as const
  await call('people.judge', alone(walt))
  await window.refused('people.judge', alone({ ...walt, again: '274952' }), 'PIN_DIFFERS')
  await window.refused('people.judge', alone(newcomer('keyclave', 'witness')), 'PERSON_NAME')
  const pin = { ...walt, secret: '582047', again: '582047' }
  await window.refused('people.judge', alone(pin), 'PIN_STRICT', { source: 'Walt', need: 10 })
  assert.equal((await call('people.list', {})).profile, null)

  const passphrase = 'walrus copper 9 tangerine'
  const founded = await call('people.found', {
    ...{
      profile: 'small-team',
      people: [
        { ...ines, secret: passphrase, again: passphrase },
        { ...walt, secret: '582047', again: '582047' },
      ],
    },
  })
  assert.equal(founded.profile, 'small-team')
  assert.ok(founded.waivers.length > 0)
  assert.deepEqual(
    founded.people.map(({ name, roles, state, key }) => [name, roles, state, key.by]),
    [
      ['Ines', ['administrator'], 'active', 'passphrase'],
      ['Walt', ['witness'], 'active', 'pin'],
    ],
  )
  await refused([ines, walt], 'PEOPLE_EXIST')
  const [entry] = await entries(window)
  assert.equal(entry?.action, 'people.founded')
  assert.equal(entry?.actor, 'Ines')
  assert.ok(entry?.signed)
  assert.ok(!JSON.stringify(entry).includes('example.org'), 'contacts stay out of the log')
  await call('audit.verify', {})
})

test('strict is founded with two of each, or with the names of those who are the only one typed', async context => {
  const { window } = await officeWith(context, null)
  const people = [newcomer('Ines', 'administrator'), newcomer('Walt', 'witness')]
  const found = (single: string, more: typeof people = []) =>
    window.call('people.found', { profile: 'strict', people: [...people, ...more], single })
  const both = { names: ['Ines', 'Walt'], roles: ['administrator', 'witness'] }
  for (const typed of ['', 'yes', 'Ines', 'Walt, Ines']) {
    const { code, data } = await refusalOf(found(typed))
    assert.deepEqual([code, data], ['PEOPLE_SINGLE', both])
  }
  const { data } = await refusalOf(found('', [newcomer('Wanda', 'witness')]))
  assert.deepEqual(data, { names: ['Ines'], roles: ['administrator'] })
  const four = [newcomer('Wanda', 'witness'), newcomer('Ivan', 'administrator')]
  assert.equal((await found('', four)).people.length, 4)
})

test('a key that a PIN opens still signs when the profile becomes strict, and a new one is asked for', async context => {
  const { window, office } = await officeWith(context, null)
  const walt = { ...newcomer('Walt', 'witness'), secret: '582047', again: '582047' }
  const people = [newcomer('Ines', 'administrator'), newcomer('Ivan', 'administrator'), walt]
  await window.call('people.found', { profile: 'small-team', people })
  const pins = async () =>
    (await window.call('vault.overview', {})).attention.filter(({ kind }) => kind === 'person-pin')
  assert.deepEqual(await pins(), [])
  const person = await office.id('Walt')
  const signWithPin = async (approval: string) => {
    await window.call('approval.sign', { approval, person, secret: '582047' })
    return approval
  }
  const change = { action: 'policy.change', profile: 'strict' } as const
  const approval = await signWithPin(await office.sign(change, 'Ines'))
  await window.call('policy.change', { profile: 'strict', approval })
  assert.deepEqual(await pins(), [{ kind: 'person-pin', person, name: 'Walt' }])
  const digits = { person, secret: '840275', again: '840275' }
  await window.refused('people.draftKey', digits, 'PIN_STRICT')
  const changed = { ...digits, old: '582047' }
  await window.refused('people.changeSecret', changed, 'PIN_STRICT')
  const fresh = { person, secret: passphraseOf('Walt'), again: passphraseOf('Walt') }
  const { draft } = await window.call('people.draftKey', { ...fresh, old: '582047' })
  const rekey = await signWithPin(
    await office.sign({ action: 'person.replace-key', draft }, 'Ines'),
  )
  await window.call('people.replaceKey', { draft, approval: rekey })
  assert.deepEqual(await pins(), [])
  const { entries } = await window.call('audit.page', { before: null, limit: 1 })
  assert.equal(entries[0]?.action, 'person.key-replaced')
  const signs = entries[0]?.details.find(({ name }) => name === 'byOld')
  assert.match(JSON.parse(signs?.json ?? 'null'), /^[0-9a-f]{128}$/, 'the old key was at hand')
})

test('people are added, suspended, reinstated and retired with two signatures', async context => {
  const { window, office } = await officeWith(context)
  const { call } = window
  await window.refused('people.draft', newcomer('Ada', 'custodian'), 'PERSON_NAME')
  await window.refused('people.draft', newcomer('Bob', 'auditor', 'witness'), 'PERSON_ROLES')
  const { draft, fingerprint } = await call('people.draft', newcomer('Bob', 'administrator'))
  const add = { action: 'person.add', draft } as const

  const alone = await office.sign(add, 'Ines')
  const state = await call('approval.state', { approval: alone })
  const witness = { kind: 'roles', roles: ['witness'], count: 1 } as const
  assert.deepEqual([state.missing, state.satisfied], [[witness], false])
  assert.deepEqual(state.next, [await office.id('Walt')], 'nobody else would make a difference')
  assert.equal(sayDeed(messagesIn('en'), state.deed, state.name), 'Add Bob as administrator')
  assert.equal(state.words.length, 32)
  const short = { action: 'person.add', missing: [witness] }
  await window.refused('people.add', { draft, approval: alone }, 'APPROVAL_SHORT', short)
  const [refusedEntry] = await entries(window)
  assert.equal(refusedEntry?.action, 'action.refused')

  // The approval is still there: the witness comes.
  const walt = await office.id('Walt')
  await call('approval.sign', { approval: alone, person: walt, secret: passphraseOf('Walt') })
  const added = await call('people.add', { draft, approval: alone })
  assert.equal(added.people.find(({ name }) => name === 'Bob')?.key.fingerprint, fingerprint)
  await window.refused('people.add', { draft, approval: alone }, 'DRAFT_UNKNOWN')
  await window.refused('approval.state', { approval: alone }, 'APPROVAL_UNKNOWN')

  const ada = await office.id('Ada')
  const why = { person: ada, reason: 'left' } as const
  const suspend = { action: 'person.suspend', ...why } as const
  const approval = await office.sign(suspend, 'Ines', 'Walt')
  // What was signed is for Ada and for this reason, to the letter.
  const other = { person: ada, reason: 'other', approval } as const
  await window.refused('people.suspend', other, 'APPROVAL_VOID')
  await window.refused('people.suspend', { ...why, approval }, 'APPROVAL_UNKNOWN')
  const again = await office.sign(suspend, 'Ines', 'Walt')
  await call('people.suspend', { ...why, approval: again })
  const suspended = { name: 'Ada', state: 'suspended' }
  const key = { person: ada, secret: passphraseOf('Ada') }
  await window.refused('signIn.in', key, 'PERSON_STATE', suspended)
  await window.refused('approval.ask', { deed: suspend }, 'PERSON_STATE', suspended)
  const bob = await call('approval.ask', {
    deed: { ...suspend, person: await office.id('Bob') },
  })
  assert.equal(sayDeed(messagesIn('en'), bob.deed, bob.name), 'Suspend Bob. The reason: they left')

  const back = { person: ada, reason: 'returned' } as const
  const reinstating = await office.sign({ action: 'person.reinstate', ...back }, 'Bob', 'Walt')
  await call('people.reinstate', { ...back, approval: reinstating })
  await call('signIn.in', key)
  const gone = await office.sign({ action: 'person.retire', ...why }, 'Ines', 'Walt')
  const { people } = await call('people.retire', { ...why, approval: gone })
  assert.equal(people.find(({ name }) => name === 'Ada')?.state, 'retired')
  assert.deepEqual((await call('signIn.list', {})).present, [], 'who retires is not there')
  const sound = await call('audit.verify', {})
  assert.equal(sound.words?.length, 32)
})

test('the last administrator and the last witness stay', async context => {
  const { window, office } = await officeWith(context)
  for (const [name, role] of [FEW[0], FEW[1]]) {
    for (const action of ['person.suspend', 'person.retire'] as const) {
      const deed = { action, person: await office.id(name), reason: 'left' } as const
      await window.refused('approval.ask', { deed }, 'PERSON_LAST', { name, role })
    }
  }
})

test('signatures end with time, with the lock, and with the vault', async context => {
  const { window, office, clock, file } = await officeWith(context)
  const { call } = window
  const request = { person: await office.id('Ada'), reason: 'left' } as const
  const deed = { action: 'person.suspend', ...request } as const
  const gone = async (end: () => unknown): Promise<void> => {
    const approval = await office.sign(deed, 'Ines', 'Walt')
    await end()
    await window.refused('approval.state', { approval }, 'APPROVAL_UNKNOWN')
    await window.refused('people.suspend', { ...request, approval }, 'APPROVAL_UNKNOWN')
  }
  await gone(() => clock.pass(15 * 60))
  const open = () => call('vault.open', { path: file, readOnly: false })
  await gone(async () => {
    await call('app.lock', {})
    await call('app.unlock', {})
  })
  await gone(open)
  await office.come('Ines', 'Walt')
  assert.equal((await call('signIn.list', {})).present.length, 2)
  await open()
  assert.deepEqual((await call('signIn.list', {})).present, [], 'the room is empty again')
})

test('with people, nothing is recorded without them', async context => {
  const { window, office } = await officeWith(context)
  const { call } = window
  const source = { kind: 'form', plan: planFor('Ada', 'Bob') } as const
  await window.refused('ceremony.begin', { source }, 'PLAN_PEOPLE', {
    faults: [{ where: 'people', problem: 'absent' }],
  })
  const missing = await call('approval.ask', {
    deed: { action: 'policy.change', profile: 'small-team' },
  })
  assert.deepEqual(missing.missing.map(messagesIn('en').policy.need), [
    'two administrators',
    'a witness',
  ])
  const approval = await office.sign(
    { action: 'policy.change', profile: 'small-team' },
    'Ines',
    'Walt',
  )
  const change = { profile: 'small-team', approval } as const
  await window.refused('policy.change', change, 'APPROVAL_SHORT')
  await call('audit.verify', {})
})
