/** Keys over their life, on the command line: what becomes of them, who agrees to it, and what they open then. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { onCard } from '../fixtures/card-fingerprint.ts'
import { done, doneJson, type RunOptions, refused } from './command-line.ts'
import { dayIn, signedOffice } from './signed-office.ts'

const KEYS = `keys:
  - { label: video-root, bits: 256, purpose: content encryption, expires: ${dayIn(40)} }
  - { label: audio-root, bits: 128, purpose: content encryption }
`
const FAKETIME = '/usr/bin/faketime'
const DAY_MS = 24 * 60 * 60 * 1000

interface Facts {
  readonly id: string
  readonly label: string
  readonly version: number
  readonly state: string
  readonly fingerprint: string
  readonly protectUntil: string | null
}

describe('keys over their life', { concurrency: false }, () => {
  const desk = signedOffice()
  const { vault, sign } = desk
  let kits = 0
  const at = (name: string): string => desk.at(name)
  const key = (...args: string[]): string[] => ['key', ...args, ...vault()]
  const signed = (...args: string[]): string[] => [...key(...args), ...sign('Ines', 'Walt')]
  const states = async (options?: RunOptions): Promise<{ readonly [name: string]: string }> => {
    const { keys } = await doneJson<{ keys: readonly Facts[] }>(key('list'), options)
    return Object.fromEntries(
      keys.map(({ label, version, state }) => [`${label}@${version}`, state]),
    )
  }
  /** The newest kit, written out as people are told to. */
  const kitNow = async (): Promise<string> => {
    kits += 1
    const file = at(`kit-${kits}.json`)
    await done(['kit', 'export', ...vault(), '--out', file])
    return file
  }
  const taking = (kit: string, what: string): string[] => [
    ...['recover', 'key', what, '--kit', kit, ...vault(), ...sign('Olga', 'Walt')],
    ...[...desk.cards(), '--out', at(`${what}-${kits}.key`)],
  ]

  before(async () => {
    await desk.found(KEYS)
  })
  after(() => desk.remove())

  it('lists them, and says what is due', async () => {
    assert.deepEqual(await states(), { 'video-root@1': 'active', 'audio-root@1': 'active' })
    assert.match(await done(key('due')), /in 40 days {2}video-root@1/)
    assert.match(await done(key('due', '--within', '30d')), /Nothing is due within 30 days/)
    await refused(key('due', '--within', 'soon'), 1, 'USAGE')
    assert.match(await refused(key('show', 'nothing'), 2, 'KEY_UNKNOWN_HERE'), /key list/)
  })

  it('are added by an administrator and a witness, and by nobody else', async () => {
    const add = key('add', 'api-root', '--purpose', 'the shop', '--protect-until', dayIn(90))
    await refused(add, 2, 'APPROVAL_NEEDED')
    await refused([...add, ...sign('Ines', 'Olga')], 2, 'APPROVAL_SHORT')
    assert.deepEqual(Object.keys(await states()).length, 2)
    const before = await kitNow()
    const said = await done([...add, ...sign('Ines', 'Walt')])
    assert.match(said, /Write it out again/)
    await refused([...add, ...sign('Ines', 'Walt')], 2, 'KEY_EXISTS')
    await refused(signed('add', 'x ', '--purpose', 'y'), 1, 'KEY_NAME')
    const days = ['--activates', dayIn(9), '--protect-until', dayIn(8)]
    await refused(signed('add', 'x', '--purpose', 'y', ...days), 1, 'KEY_DAYS')
    await refused(signed('add', 'x', '--purpose', 'y', '--activates', '2026-02-30'), 1, 'USAGE')
    const over = ['--protect-until', dayIn(-1)]
    await refused(signed('add', 'x', '--purpose', 'y', ...over), 1, 'KEY_DAY_OVER')
    await refused(signed('rotate', 'video-root', ...over), 1, 'KEY_DAY_OVER')
    await refused(signed('add', 'video-root@1', '--purpose', 'y'), 1, 'KEY_NAME')

    const kit = await kitNow()
    assert.equal(onCard(kit), onCard(before), 'the fingerprint on the cards stays')
    const { proofs } = await doneJson<{ proofs: readonly { proof: object }[] }>([
      ...['kit', 'inspect', kit, '--fingerprint', onCard(kit)],
    ])
    const { proof } = proofs.at(-1) ?? {}
    assert.deepEqual(proof, { by: 'revision', revision: 1, signers: ['Ines', 'Walt'] })
    await done(taking(kit, 'api-root'))
    assert.equal(readFileSync(at(`api-root-${kits}.key`)).length, 32)
  })

  it('get their next versions in one revision that is signed once; the old ones open still', async () => {
    const rotate = signed('rotate', 'video-root', 'api-root')
    const { keys } = await doneJson<{ keys: readonly Facts[] }>(rotate)
    assert.deepEqual(
      keys.map(({ label, version, state }) => [label, version, state]),
      [
        ['video-root', 2, 'active'],
        ['api-root', 2, 'active'],
      ],
    )
    assert.equal(keys[0]?.protectUntil, dayIn(40), 'as long as the one before was meant to be used')
    const now = await states()
    assert.deepEqual([now['video-root@1'], now['api-root@1']], ['deactivated', 'deactivated'])
    await refused(signed('rotate', 'video-root@1'), 1, 'KEY_VERSION_NAMED')
    await refused(signed('rotate', '--due', '--within', '1d'), 2, 'KEY_NONE_DUE')

    const kit = await kitNow()
    await done(taking(kit, 'video-root@1'))
    await done(taking(kit, 'video-root'))
    const [old, next] = ['video-root@1', 'video-root'].map(name =>
      readFileSync(at(`${name}-${kits}.key`)),
    )
    assert.notDeepEqual(old, next)
    const shown = await done(key('show', 'video-root@2'))
    assert.match(shown, new RegExp(keys[0]?.fingerprint ?? 'none'))
  })

  it('are suspended and resumed, and what speaks against reading has to be known', async () => {
    await done([...key('suspend', 'video-root'), ...sign('Walt')])
    await refused([...key('resume', 'video-root@2'), ...sign('Walt')], 2, 'APPROVAL_SHORT')
    const kit = await kitNow()
    assert.match(await refused(taking(kit, 'video-root'), 1, 'KEY_SUSPECT'), /--although suspended/)
    assert.ok(!existsSync(at(`video-root-${kits}.key`)))
    await refused([...taking(kit, 'video-root'), '--although', 'compromised'], 1, 'KEY_SUSPECT')
    await done([...taking(kit, 'video-root'), '--although', 'suspended'])
    await done(signed('resume', 'video-root@2'))
    await refused(signed('resume', 'video-root@2'), 2, 'KEY_STATE')
  })

  it('are compromised by one person, for ever, and the log says since when', async () => {
    const compromise = [...key('compromise', 'video-root@1'), ...sign('Walt')]
    await refused([...compromise, '--occurred', dayIn(1)], 1, 'KEY_OCCURRED')
    await refused([...compromise, '--occurred', '2001-01-01'], 1, 'KEY_OCCURRED')
    await done([...compromise, '--occurred', dayIn(0)])
    for (const deed of ['activate', 'resume', 'retire', 'suspend', 'compromise']) {
      await refused(signed(deed, 'video-root@1'), 2, 'KEY_STATE')
    }
    const kit = await kitNow()
    await refused(taking(kit, 'video-root@1'), 1, 'KEY_SUSPECT')
    assert.match(
      await done(key('history', 'video-root')),
      /compromised: .*suspect since .*\(.*(Ines|Walt)/,
    )
    const log = at('log.jsonl')
    await done(['audit', 'export', ...vault(), '--out', log])
    assert.match(await done(['audit', 'verify', log]), /whole/)
    const entries = readFileSync(log, 'utf8')
      .trim()
      .split('\n')
      .map(text => JSON.parse(text))
    const { details } = entries.find(({ action }) => action === 'key.compromised')
    assert.deepEqual(
      [details.label, details.from, details.to, details.occurred],
      ['video-root', 'deactivated', 'compromised', dayIn(0)],
    )
    const known = entries.filter(({ details: { although } }) => although !== undefined)
    assert.deepEqual(
      known.map(({ action, details: { although } }) => [action, although]),
      [['key.opened', 'suspended']],
    )
  })

  it('wait for their first day, and end on their last', async () => {
    const days = [
      '--activates',
      dayIn(10),
      '--protect-until',
      dayIn(20),
      '--process-until',
      dayIn(30),
    ]
    await done(signed('rotate', 'audio-root', ...days))
    const on = (day: number): RunOptions => ({ now: () => new Date(Date.now() + day * DAY_MS) })
    const audio = async (day: number): Promise<readonly (string | undefined)[]> => {
      const now = await states(on(day))
      return [now['audio-root@1'], now['audio-root@2']]
    }
    assert.deepEqual(await audio(0), ['active', 'pre-activation'])
    assert.deepEqual(await audio(10), ['active', 'active'])
    assert.deepEqual(await audio(20), ['active', 'active'])
    assert.deepEqual(await audio(21), ['active', 'deactivated'])
    await refused(signed('suspend', 'audio-root@2'), 2, 'KEY_STATE')
    const kit = await kitNow()
    assert.match(await refused(taking(kit, 'audio-root@2'), 2, 'KEY_NOT_READABLE'), /key activate/)
    // The clock of a machine with a dead battery decides nothing.
    const dead: RunOptions = { now: () => new Date('1970-01-01T00:00:00.000Z') }
    await refused(signed('activate', 'audio-root@2'), 2, 'CLOCK_DOUBTFUL', dead)
    const far: RunOptions = { now: () => new Date('2099-01-01T00:00:00.000Z') }
    await refused(signed('activate', 'audio-root@2'), 2, 'CLOCK_DOUBTFUL', far)
    await done(signed('activate', 'audio-root@2'))
    assert.deepEqual(await audio(0), ['active', 'active'])
  })

  it('have the days that were agreed on for their purpose, and go by the clock of the machine', async context => {
    const set = ['cryptoperiod', 'set', 'the shop', ...vault()]
    await refused([...set, ...sign('Walt')], 2, 'APPROVAL_SHORT')
    const both = sign('Ines', 'Walt')
    await refused([...set, '--rotate', '13', ...both], 1, 'CRYPTOPERIOD')
    await refused([...set, '--none', ...both], 2, 'CRYPTOPERIOD_NONE')
    const agreed = await done([...set, '--process', '36', '--warn', '30', ...both])
    assert.match(agreed, /the shop: used to protect for 12 months and to read for 36 months/)
    assert.match(
      await done(['cryptoperiod', 'show', ...vault()]),
      /the next version after 11 months/,
    )
    const { keys } = await doneJson<{ keys: readonly Facts[] }>(
      signed('add', 'till', '--purpose', 'The shop'),
    )
    const until = keys[0]?.protectUntil ?? ''
    assert.equal(Number(until.slice(0, 4)), Number(dayIn(0).slice(0, 4)) + 1)
    await done(signed('rotate', 'till', '--unlimited'))
    const [next] = (await doneJson<{ keys: readonly Facts[] }>(key('show', 'till@2'))).keys
    assert.equal(next?.protectUntil, null)

    if (!existsSync(FAKETIME)) return context.skip('there is no faketime here')
    // The process itself has another clock: no test hands it one.
    const after: RunOptions = { within: [FAKETIME, '-f', `@${dayIn(400)} 09:00:00`] }
    assert.match(await done(key('show', 'till@1'), after), /till@1 {2}retired/)
    const due = await done(key('due'), after)
    assert.match(due, /days ago {2}till@2 {2}its next version is due/)
    await refused(signed('resume', 'till@1'), 2, 'CLOCK_DOUBTFUL', after)
  })

  it('make room for the next backup key, to which new backups are encrypted', async () => {
    const rotate = ['backup-key', 'rotate', ...vault()]
    await refused([...rotate, ...sign('Walt')], 2, 'APPROVAL_SHORT')
    assert.match(await done([...rotate, ...sign('Ines', 'Walt')]), /Backup key 2/)
    const kit = await kitNow()
    const { backupKeys } = await doneJson<{ backupKeys: readonly { generation: number }[] }>([
      ...['kit', 'inspect', kit, ...vault()],
    ])
    assert.deepEqual(
      backupKeys.map(({ generation }) => generation),
      [1, 2],
    )
    assert.match(await done(['audit', 'verify', ...vault()]), /whole/)
  })

  it('are added by the people of today once the kit names them, for whom those before have signed', async () => {
    for (const [name, pin] of Object.entries({ Wanda: '448120', Inga: '905571' })) {
      desk.write(`${name}.pin`, `${pin}\n`)
    }
    const people = (verb: string, name: string, ...args: string[]): string[] => [
      ...['people', verb, name, ...args, ...vault()],
    ]
    const pin = (name: string): string[] => ['--pin-file', at(`${name}.pin`)]
    const both = sign('Ines', 'Walt')
    await done([...people('add', 'Wanda', '--role', 'witness', ...pin('Wanda')), ...both])
    await done([...people('add', 'Inga', '--role', 'administrator', ...pin('Inga')), ...both])
    const add = key('add', 'late-root', '--purpose', 'tests')
    const renew = ['kit', 'renew', ...vault()]
    const status = ['vault', 'info', ...vault()]
    assert.match(await done(status), /does not know Wanda and Inga yet/)
    // Who is in force here may not change a kit that does not name them.
    const mixed = sign('Ines', 'Wanda')
    assert.match(await refused([...add, ...mixed], 2, 'KIT_NOT_THEIRS'), /keyclave kit renew/)
    await refused([...renew, ...mixed], 2, 'KIT_NOT_THEIRS')
    await refused([...renew, ...sign('Ines', 'Olga')], 2, 'APPROVAL_SHORT')
    assert.match(await done([...renew, ...both]), /names Ines, Walt, Ada, Bob, Olga, Wanda, Inga/)
    await refused([...renew, ...both], 2, 'KIT_NAMES_THEM')
    await done([...add, ...sign('Inga', 'Wanda')])

    await done([...people('retire', 'Ines', '--reason', 'left'), ...sign('Inga', 'Wanda')])
    assert.match(await done(status), /Ines could still sign for a change of it/)
    await done([...renew, ...sign('Inga', 'Wanda')])
    assert.doesNotMatch(await done(status), /names those who may change it/)
    const kit = await kitNow()
    const { proofs } = await doneJson<{ proofs: readonly { proof: { signers?: string[] } }[] }>([
      ...['kit', 'inspect', kit, '--fingerprint', onCard(kit)],
    ])
    assert.deepEqual(proofs.at(-1)?.proof.signers, ['Wanda', 'Inga'])
    assert.match(await done(['audit', 'verify', ...vault()]), /whole/)
  })

  it('past the last day for reading say so, in a vault that then knows of that day', async () => {
    const kit = await kitNow()
    const later: RunOptions = { now: () => new Date(Date.now() + 31 * DAY_MS) }
    const why = /--although process-period-over/
    assert.match(await refused(taking(kit, 'audio-root@2'), 1, 'KEY_SUSPECT', later), why)
    const retire = [...key('retire', 'audio-root@2'), ...sign('Inga', 'Walt')]
    await refused(retire, 2, 'CLOCK_DOUBTFUL')
    await done([...taking(kit, 'audio-root@2'), '--although', 'process-period-over'], later)
  })
})
