/** A passphrase typed at a terminal: not shown, wiped, and the terminal is afterwards as it was. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { after, before, describe, it } from 'node:test'
import type { ReadStream } from 'node:tty'
import { askHidden } from '../../main/services/quorum/hidden-line.ts'
import { refusal } from '../core/refusal.ts'
import { onCard } from '../fixtures/card-fingerprint.ts'
import { type Office, openOffice } from '../fixtures/office.ts'
import { seeded } from '../setup/seed.ts'
import { done, newDesk, planText, quoted, refused, wordsOf } from './command-line.ts'

/** Types these pieces, one after the other, and says what was taken and what is left of them. */
async function type(pieces: readonly (string | Uint8Array)[], limit = 100) {
  const modes: boolean[] = []
  const keyboard = Object.assign(new PassThrough(), {
    setRawMode: (on: boolean) => void modes.push(on),
  })
  const screen = new PassThrough()
  const signal = new AbortController()
  const typed = pieces.map(piece => Buffer.from(piece))
  const asked = askHidden('Passphrase: ', limit, {
    keyboard: keyboard as unknown as ReadStream,
    screen,
    signal: signal.signal,
  })
  for (const piece of typed) keyboard.emit('data', piece)
  const outcome = asked.then(String)
  return { outcome, typed, modes, signal, shown: () => String(screen.read()), keyboard }
}

describe('a line that is not shown', () => {
  const lines: { readonly [title: string]: readonly [(string | Uint8Array)[], string] } = {
    'a line': [['correct horse\r'], 'correct horse'],
    'key by key': [[...'Zoë\n'], 'Zoë'],
    'the end of the input': [['abc\u0004'], 'abc'],
    'backspace takes a whole character': [['aë', '\u007f', '😀\b', 'c\r'], 'ac'],
    'backspace with nothing left': [['\u007f\u007fa\r'], 'a'],
    'Ctrl-U takes everything': [['wrong', '\u0015', 'right\r'], 'right'],
    'arrows type nothing': [['ab', '\u001b[D', '\u001bOH', 'c\r'], 'abc'],
    'what comes behind the line is left out': [['one\rtwo\r'], 'one'],
    'a letter cut in two by the terminal': [[Uint8Array.of(0xc3), Uint8Array.of(0xab), '\r'], 'ë'],
    nothing: [['\r'], ''],
  }
  for (const [title, [pieces, expected]] of Object.entries(lines)) {
    it(`takes ${title}`, async () => {
      const { outcome, typed, modes, shown } = await type(pieces)
      assert.equal(await outcome, expected)
      assert.equal(shown(), 'Passphrase: \n')
      assert.deepEqual(modes, [true, false])
      for (const piece of typed.slice(0, 1))
        assert.ok(
          piece.every(byte => byte === 0),
          'left',
        )
    })
  }

  it('is given up at Ctrl-C, at a signal, and when the terminal goes away', async () => {
    const ways = [await type(['sec\u0003ret\r']), await type(['sec']), await type(['sec'])] as const
    ways[1].signal.abort()
    ways[2].keyboard.emit('end')
    for (const { outcome, modes, typed } of ways) {
      await assert.rejects(outcome, refusal('CANCELLED'))
      assert.deepEqual(modes, [true, false], 'the terminal is as before')
      assert.ok(typed.every(piece => piece.every(byte => byte === 0)))
    }
  })

  it('has a limit', async () => {
    assert.equal(await (await type(['12345\r'], 5)).outcome, '12345')
    const { outcome, modes } = await type(['123456\r'], 5)
    await assert.rejects(
      outcome,
      refusal('FILE_TOO_LARGE', { path: { stream: 'typed-line' }, have: 6, limit: 5 }),
    )
    assert.deepEqual(modes, [true, false])
  })
})

/** A command at a terminal of its own: what it shows, and how it ends. */
async function atTerminal(args: readonly string[], keys: readonly string[], folder: string) {
  const program = path.join(import.meta.dirname, '../../main/cli.ts')
  const command = quoted([process.execPath, ...seeded(), program, ...args])
  const modes = `stty -a > '${folder}/before'; ${command}; code=$?; stty -a > '${folder}/after'; exit $code`
  const child = spawn('script', ['-qefc', modes, '/dev/null'], {
    env: { ...process.env, SHELL: '/bin/sh' },
  })
  let shown = ''
  let next = 0
  child.stdout.on('data', (text: Buffer) => {
    shown += text
    // Each question is answered when it stands there.
    const questions = shown.match(/(?:passphrase(?: again)?|word \d+ on): /gi)?.length ?? 0
    for (; next < Math.min(questions, keys.length); next += 1) child.stdin.write(keys[next])
  })
  const [code] = await once(child, 'close')
  const mode = (name: string) => readFileSync(path.join(folder, name), 'utf8')
  assert.equal(mode('after'), mode('before'), 'the terminal is as before')
  return { code, shown }
}

describe('a passphrase at the terminal', () => {
  let office: Office
  before(async () => {
    office = await openOffice('classic', false)
  })
  after(() => office.desk.remove())

  it('opens a quorum, unseen', async () => {
    const { desk, share } = office
    const right = readFileSync(desk.at('pass.txt'), 'utf8').trim()
    for (const given of [[], ['--passphrase-file', '-']]) {
      const args = ['recover', 'identity', '--share', share(1), share(2), share(3), ...given]
      const { code, shown } = await atTerminal(args, [`${right}\r`], desk.path)
      assert.equal(code, 0, shown)
      assert.match(shown, /^Passphrase: \r?\n/)
      assert.match(shown, /AGE-SECRET-KEY-1/)
      assert.ok(!shown.includes(right.slice(0, 5)), 'it was shown')
    }
  })

  it('is given anew after a wrong one, without the cards, which were typed unseen too', async () => {
    const { desk, cards } = office
    const right = readFileSync(desk.at('pass.txt'), 'utf8').trim()
    const typed = cards.slice(0, 3).map(card => `${wordsOf(card).join(' ')}\r`)
    const keys = [...typed, 'wrong\r', `${right}\r`]
    const { code, shown } = await atTerminal(
      ['recover', 'identity', '--kit', office.kit, '--fingerprint', onCard(office.kit)],
      keys,
      desk.path,
    )
    assert.equal(code, 0, shown)
    assert.match(
      shown,
      /Card 3, from word 1 on: \r?\nPassphrase: \r?\n.*does not open this quorum.*\r?\nPassphrase: /,
    )
    assert.match(shown, /AGE-SECRET-KEY-1/)
    const [first = ''] = wordsOf(cards[0] ?? '')
    assert.ok(!shown.includes(`${first} `) && !shown.includes(right.slice(0, 5)), 'it was shown')
  })

  it('Ctrl-C gives up', async () => {
    const { desk, share } = office
    const args = ['recover', 'identity', '--share', share(1), share(2), share(3)]
    const { code, shown } = await atTerminal(args, ['half a pass\u0003'], desk.path)
    assert.equal(code, 6)
    assert.match(shown, /error\[CANCELLED\]/)
    assert.doesNotMatch(shown, /half/)
  })

  it('founds a quorum only when it is typed twice alike', async () => {
    const desk = newDesk()
    try {
      const pass = 'unmixed tarantula yo-yo gumdrop'
      desk.write('plan.yaml', planText('threshold: 2, custodians: [Ada, Grace]'))
      const args = ['ceremony', 'run', desk.at('plan.yaml'), '--out', desk.at('out')]
      const differs = await atTerminal(args, [`${pass}\r`, `${pass}s\r`], desk.path)
      assert.equal(differs.code, 2)
      assert.match(differs.shown, /error\[PASSPHRASE_DIFFERS\]/)
      assert.ok(!existsSync(desk.at('out')))
      const alike = await atTerminal(args, [`${pass}\r`, `${pass}\r`], desk.path)
      assert.equal(alike.code, 0, alike.shown)
      assert.match(alike.shown, /^New passphrase: \r?\nThe same passphrase again: \r?\n/)
      assert.ok(!(differs.shown + alike.shown).includes('tarantula'))
      desk.write('pass.txt', pass)
      const shares = readdirSync(desk.at('out/shares')).filter(name => name.endsWith('.txt'))
      const opening = shares.map(name => desk.at(`out/shares/${name}`))
      const pipe = ['--passphrase-file', desk.at('pass.txt')]
      await done(['recover', 'identity', '--share', ...opening, ...pipe])
    } finally {
      desk.remove()
    }
  })

  it('is not asked for where nobody can type', async () => {
    const args = ['recover', 'identity', '--share', office.share(1)]
    assert.match(await refused(args, 1, 'USAGE'), /--passphrase-file/)
  })
})
