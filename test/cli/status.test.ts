/** Status lists on the command line: published by people or by a quorum, and checked by whoever holds one. */
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { day } from '../../shared/messages/en/phrases/times.ts'
import { textOf } from '../paper/printed.ts'
import { type Desk, done, doneJson, keyclave, type RunOptions, refused } from './command-line.ts'
import { dayIn, signedOffice } from './signed-office.ts'

const KEYS = `keys:
  - { label: video-root, bits: 256, purpose: content encryption, expires: ${dayIn(40)} }
  - { label: audio-root, bits: 128, purpose: content encryption }
`
const DAY_MS = 24 * 60 * 60 * 1000
const later = (days: number): RunOptions => ({ now: () => new Date(Date.now() + days * DAY_MS) })

interface Checked {
  readonly hash: string
  readonly words: readonly string[]
}

interface Published {
  readonly number: number
  readonly hash: string
  readonly words: readonly string[]
  readonly entries: number
  readonly quorum: string | null
}

/** A page of a PDF as a picture. */
function pictureOf(file: Desk, page: number): string {
  const to = file.at(`page-${page}`)
  execFileSync('pdftoppm', [
    '-r',
    '200',
    '-f',
    `${page}`,
    '-l',
    `${page}`,
    '-singlefile',
    '-png',
    file.at('1.pdf'),
    to,
  ])
  return `${to}.png`
}

describe('status lists', { concurrency: false }, () => {
  const desk = signedOffice()
  const { vault, sign } = desk
  const at = (name: string): string => desk.at(name)
  const publish = (out: string, ...rest: string[]): string[] => [
    ...['status', 'publish', ...vault(), '--out', at(out), ...rest],
  ]
  const opening = desk.cards
  /** What a check answers, by its exit code. */
  const check = async (list: string, rest: readonly string[] = [], options: RunOptions = {}) => {
    const args = ['status', 'check', at(list), '--kit', at('ceremony/kit.json'), ...rest]
    const { code, out, err } = await keyclave(args, options)
    assert.equal(err, '')
    return { code, out }
  }
  const codeOf = async (...of: Parameters<typeof check>): Promise<number | null> =>
    (await check(...of)).code

  before(async () => {
    await desk.found(KEYS)
  })
  after(() => desk.remove())

  it('are published by an administrator and a witness, and by nobody else', async () => {
    await refused(publish('1.json'), 2, 'APPROVAL_NEEDED')
    await refused(publish('1.json', ...sign('Ines', 'Olga')), 2, 'APPROVAL_SHORT')
    await refused(publish('1.json', '--next', '9y', ...sign('Ines', 'Walt')), 1, 'STATUS_NEXT')
    const page = ['--pdf', at('1.pdf')]
    const first = await doneJson<Published>(publish('1.json', ...page, ...sign('Ines', 'Walt')))
    assert.deepEqual([first.number, first.entries, first.quorum], [1, 3, null])
    assert.equal(first.words.length, 32)
    await refused(publish('1.json', ...sign('Ines', 'Walt')), 6, 'FILE_EXISTS')

    const { code, out } = await check('1.json')
    assert.equal(code, 0)
    assert.match(out, new RegExp(`^The list is good until ${day(dayIn(90))}\\.`))
    assert.ok(out.includes(first.words.slice(0, 8).join(' ')))
    const soon = await check('1.json', ['--key', 'video-root'])
    assert.match(
      soon.out,
      new RegExp(`^Good until ${day(dayIn(40))}\\.`),
      'as long as the key may protect',
    )
    assert.equal(
      await codeOf('1.json', ['--key', 'video-root'], later(41)),
      11,
      'its period is over',
    )
    assert.equal(await codeOf('1.json', ['--key', 'audio-root'], later(41)), 0)
    assert.equal(await codeOf('1.json', ['--key', '0123456789abcdef']), 13)
    assert.equal(await codeOf('1.json', ['--key', 'audio-root'], later(91)), 12)
    assert.equal(await codeOf('1.json', [], later(91)), 12)
    await refused(['status', 'check', at('1.json')], 1, 'STATUS_ANCHOR')
    const kit = ['--kit', at('ceremony/kit.json')]
    await refused(
      ['status', 'check', at('1.json'), ...kit, '--key', 'nothing'],
      1,
      'STATUS_KEY_NAME',
    )
    await refused(['status', 'check', at('1.json'), ...kit], 2, 'STATUS_CLOCK', later(-2))
    await refused(
      ['status', 'check', at('1.json'), ...kit, '--card', '00000000'],
      5,
      'KIT_FINGERPRINT',
    )
    const record = ['status', 'check', at('1.json'), '--record', at('ceremony/record.json')]
    assert.match(await done(record), /^The list is good until/)
  })

  it('stand on paper with the words of their hash, and a small one as a code', async () => {
    const { hash, words } = await doneJson<Checked>([
      ...['status', 'check', at('1.json'), '--kit', at('ceremony/kit.json')],
    ])
    const pdf = readFileSync(at('1.pdf'))
    const text = textOf(pdf, 'raw').replaceAll(/\s+/g, ' ')
    assert.ok(
      text.includes(words.slice(0, 8).join(' ')) && text.includes(words.slice(24).join(' ')),
    )
    assert.ok(text.includes(hash.slice(0, 4)) && text.includes(`Next list ${dayIn(90)}`))
    const [code] = [1, 2].flatMap(page => {
      const found = spawnSync('zbarimg', ['--raw', '-q', pictureOf(desk, page)], {
        encoding: 'utf8',
      })
      return found.status === 0 ? [found.stdout.trim()] : []
    })
    assert.equal(code, readFileSync(at('1.json'), 'utf8'), 'the whole list')
  })

  it('say what became of a key, and are told from older ones and from forks', async () => {
    const change = (verb: string, ...rest: string[]): string[] => [
      ...['key', verb, ...rest, ...vault(), ...sign('Ines', 'Walt')],
    ]
    await done(change('suspend', 'audio-root'))
    await done(change('rotate', 'video-root'))
    await done(publish('2.json', ...sign('Ines', 'Walt')))
    assert.equal(await codeOf('2.json', ['--key', 'audio-root']), 10)
    assert.equal(await codeOf('2.json', ['--key', 'video-root@1']), 11)
    assert.equal(await codeOf('2.json', ['--key', 'video-root']), 0, 'the newest that is in use')
    await done(change('compromise', 'audio-root', '--reason', 'key-compromise'))
    await done(publish('3.json', ...sign('Ines', 'Walt')))
    const revoked = await check('3.json', ['--key', 'audio-root', '--seen', at('2.json')])
    assert.equal(revoked.code, 11)
    assert.match(revoked.out, /somebody else may have the key.*suspect since/)
    assert.equal(await codeOf('3.json', ['--key', 'audio-root'], later(91)), 11, 'for good')
    assert.equal(await codeOf('2.json', ['--seen', at('3.json')]), 15)
    assert.equal(await codeOf('3.json', ['--seen', at('1.json')]), 0)
  })

  it('are signed by the quorum when its people are gone', async () => {
    const kit = ['--kit', at('ceremony/kit.json')]
    const by = (out: string, ...rest: string[]): string[] => [
      ...['status', 'publish', '--by-quorum', ...kit, ...opening(), '--out', at(out), ...rest],
    ]
    await refused(by('4.json', ...vault()), 1, 'STATUS_PEOPLE_NEEDED')
    const last = ['--last', at('3.json')]
    const list = await doneJson<Published>(by('4.json', ...last, '--compromised', 'video-root@1'))
    assert.equal(list.number, 4)
    assert.notEqual(list.quorum, null)
    assert.equal(await codeOf('4.json', ['--seen', at('3.json')]), 0)
    assert.equal(await codeOf('4.json', ['--key', 'audio-root']), 11, 'as the last list had it')
    const { out } = await check('4.json', ['--key', 'video-root@1'])
    assert.match(out, /compromised/)
    // People who come back name the list that the quorum has published meanwhile.
    await done(publish('fork.json', ...sign('Ines', 'Walt')))
    assert.equal(await codeOf('fork.json', ['--seen', at('4.json')]), 16)
    await refused(
      publish('5.json', '--last', at('2.json'), ...sign('Ines', 'Walt')),
      2,
      'STATUS_LAST',
    )
    // They record first what the quorum found, since their list would bring the key back.
    const back = desk.write('back.vault', readFileSync(at('office.vault')))
    const before = await doneJson<Published>(
      by('4b.json', '--last', at('fork.json'), '--compromised', 'video-root@1'),
    )
    assert.equal(before.number, 5)
    const again = publish('5.json', '--last', at('4b.json'), ...sign('Ines', 'Walt'))
    assert.match(await refused(again, 2, 'STATUS_TAKEN_BACK'), /@1: compromised/)
    const office = at('office.vault')
    const recorded = ['key', 'compromise', 'video-root@1', ...sign('Walt')]
    await done([...recorded, '--vault', back])
    await done([...again.map(word => (word === office ? back : word))])
    assert.equal(await codeOf('5.json', ['--seen', at('4b.json')]), 0)
  })

  it('are checked against the card that somebody holds, by a kit and by a record alike', async () => {
    const kit = ['--kit', at('ceremony/kit.json')]
    const record = ['--record', at('ceremony/record.json')]
    const fingerprint =
      (await check('1.json')).out.match(/its kit ((?:[0-9a-f]{4} ?){8})/)?.[1] ?? ''
    for (const by of [kit, record]) {
      const args = ['status', 'check', at('1.json'), ...by, '--card']
      await done([...args, fingerprint.trim()])
      await refused([...args, '0000 0000 0000 0000'], 5, 'KIT_FINGERPRINT')
    }
  })

  it('are checked with python3 and openssl, from the documentation alone', () => {
    const format = readFileSync(path.join(import.meta.dirname, '../../docs/FORMAT.md'), 'utf8')
    const [, program = ''] = /^```python\n(import datetime.*?)^```$/ms.exec(format) ?? []
    desk.write('check.py', program)
    const answers = (list: string, ...key: string[]): string => {
      const args = [at('check.py'), at(list), at('ceremony/kit.json'), ...key]
      return execFileSync('python3', args, { encoding: 'utf8' }).trim()
    }
    const { keys } = JSON.parse(readFileSync(at('ceremony/kit.json'), 'utf8'))
    const [video, audio] = keys.map(({ id }: { id: string }) => id)
    assert.equal(answers('1.json', video), `good until ${dayIn(40)}`)
    assert.equal(answers('2.json', video, '1'), 'revoked: deactivated')
    assert.equal(answers('2.json', audio), 'suspended: suspended')
    assert.equal(answers('3.json', audio), 'revoked: compromised')
    assert.equal(answers('4.json', video, '1'), 'revoked: compromised')
    assert.equal(answers('4.json', '0123456789abcdef'), 'unknown')
    const list = readFileSync(at('3.json'), 'utf8')
    desk.write('altered.json', list.replace('compromised', 'active'))
    assert.equal(answers('altered.json', audio), 'not signed by enough')
  })

  it('are not believed when they are changed, cut, mixed or of somebody else', async () => {
    const list = JSON.parse(readFileSync(at('3.json'), 'utf8'))
    const other = JSON.parse(readFileSync(at('2.json'), 'utf8'))
    const written = (name: string, value: object): string => {
      desk.write(name, JSON.stringify(value))
      return name
    }
    const changed = {
      ...list,
      entries: list.entries.map((entry: object) => ({ ...entry, state: 'active' })),
    }
    assert.equal(await codeOf(written('changed.json', changed)), 14)
    assert.equal(await codeOf(written('mixed.json', { ...list, agreement: other.agreement })), 14)
    assert.equal(
      await codeOf(written('shorter.json', { ...list, entries: list.entries.slice(1) })),
      14,
    )
    const foreign = { ...list, scope: [{ ...list.scope[0], fingerprint: 'ab'.repeat(32) }] }
    assert.equal(await codeOf(written('foreign.json', foreign)), 14)
    assert.equal(await codeOf(written('reformatted.json', list)), 0)
    const bytes = readFileSync(at('3.json'))
    desk.write('cut.json', bytes.subarray(0, bytes.length - 9))
    const kit = ['--kit', at('ceremony/kit.json')]
    await refused(['status', 'check', at('cut.json'), ...kit], 2, 'STATUS_FORMAT')
    desk.write('newer.json', JSON.stringify({ ...list, format: 'keyclave status list 2' }))
    await refused(['status', 'check', at('newer.json'), ...kit], 2, 'STATUS_VERSION')
  })

  it('keep whoever has a kit and no vault from protecting anything with what is not good any more', async () => {
    const fingerprint =
      (await check('1.json')).out.match(/its kit ((?:[0-9a-f]{4} ?){8})/)?.[1]?.trim() ?? ''
    const kit = ['--kit', at('ceremony/kit.json'), '--fingerprint', fingerprint]
    desk.write('letter.txt', 'a letter')
    const create = (out: string, list: string, ...rest: string[]): string[] => [
      ...['backup', 'create', ...kit, '--status', at(list), ...rest],
      ...['--out', at(out), at('letter.txt')],
    ]
    await done(create('good.age', '3.json', '--seen', at('2.json')))
    const no = (list: string, ...rest: string[]): string[] => create('no.age', list, ...rest)
    await refused(no('3.json'), 2, 'STATUS_STALE', later(91))
    await refused(no('3.json'), 2, 'STATUS_CLOCK', later(-2))
    await refused(no('2.json', '--seen', at('3.json')), 5, 'STATUS_OLDER')
    await refused(no('fork.json', '--seen', at('4.json')), 5, 'STATUS_FORKED')
    await refused(no('altered.json'), 5, 'STATUS_UNSIGNED')
    await refused(no('foreign.json'), 5, 'STATUS_UNSIGNED')
    await refused(no('shorter.json'), 5, 'STATUS_UNSIGNED')
    await done(['backup-key', 'rotate', ...vault(), ...sign('Ines', 'Walt')])
    await done(publish('rotated.json', ...sign('Ines', 'Walt')))
    assert.match(await refused(no('rotated.json'), 2, 'STATUS_AGAINST'), /Version 2 is used now/)
    assert.ok(!existsSync(at('no.age')))

    const recipient = await identityToRecipient(await generateX25519Identity())
    const file = `recipient=${desk.write('studio.txt', `${recipient}\n`)}`
    const deliver = (key: string, ...list: string[]): string[] => [
      ...['deliver', 'check', 'age', key, ...kit, '--file', file, ...list],
    ]
    await done(deliver('video-root', '--status', at('1.json')))
    const said = await refused(deliver('audio-root', '--status', at('3.json')), 2, 'STATUS_AGAINST')
    assert.match(said, /audio-root@1: compromised since/)
  })
})
