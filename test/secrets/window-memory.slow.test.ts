import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, describe, it } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { OVERWRITE_FREED_MEMORY } from '../../main/shells/environment.ts'
import { onCard } from '../fixtures/card-fingerprint.ts'
import { type Display, openDisplay } from '../setup/display.ts'
import { processTree } from '../shells/sockets.ts'
import type { Needle } from './needles.ts'
import { PASSPHRASE } from './passphrase.ts'
import { searchMemory } from './process-memory.ts'
import { needlesOfQuorum } from './quorum-secrets.ts'
import type { Command } from './window-job.child.ts'

/**
 * What is secret is in no process of the real window once a ceremony or a recovery is over: not in the main side, the
 * browser, its zygotes, the page, the GPU's process. It was typed on a keyboard and read from a screen, as people do.
 */

/** V8 gives the pages of ended threads back in about 5 seconds; more on a busy machine. */
const SETTLES_MS = 6_000
const ATTEMPTS = 4

/** What each process holds, by a name that says what it is. */
type Found = { readonly [process: string]: readonly string[] }

describe('the window, used by people', () => {
  const home = mkdtempSync(path.join(tmpdir(), 'kc-'))
  const at = (...names: string[]): string => path.join(home, ...names)
  let display: Display
  let child: ChildProcess
  let answers: AsyncIterator<string>

  async function say(command: Command): Promise<unknown> {
    child.stdin?.write(`${JSON.stringify(command)}\n`)
    const { value } = await answers.next()
    const answer = JSON.parse(value) as { error?: string } | null
    assert.ok(answer?.error === undefined, `${JSON.stringify(command)}: ${answer?.error}`)
    return answer
  }
  const press = (name: string) => say({ press: name })
  const call = async (name: string, input: object = {}): Promise<{ output: unknown }> => {
    const reply = (await say({ call: name, input })) as { kind: string; output: unknown }
    assert.equal(reply.kind, 'done', JSON.stringify(reply))
    return reply
  }
  const types = (text: string): void => {
    const args = ['type', '--delay', '4', '--', text]
    execFileSync('xdotool', args, { env: { ...process.env, DISPLAY: display.name } })
  }
  const typesInto = async (box: string, text: string): Promise<void> => {
    await say({ into: box })
    types(text)
  }

  /** What every process of the tree holds now. */
  function look(needles: readonly Needle[]): Found {
    const tree = processTree(child.pid ?? 0)
    for (const pid of tree) process.kill(pid, 'SIGSTOP')
    try {
      const found = tree.map(pid => {
        const { bytes, finds } = searchMemory(pid, needles)
        return [`${nameOf(pid)} ${pid}`, bytes, finds.map(({ needle }) => needle)] as const
      })
      const searched = found.reduce((sum, [, bytes]) => sum + bytes, 0)
      assert.ok(searched > 100_000_000, 'the memory was read')
      return Object.fromEntries(
        found.flatMap(([name, , names]) => (names.length > 0 ? [[name, [...new Set(names)]]] : [])),
      )
    } finally {
      for (const pid of tree) process.kill(pid, 'SIGCONT')
    }
  }

  async function untilNothing(needles: readonly Needle[]): Promise<Found> {
    for (let attempt = 1; ; attempt += 1) {
      await wait(SETTLES_MS)
      const found = look(needles)
      if (Object.keys(found).length === 0 || attempt === ATTEMPTS) return found
    }
  }

  before(async () => {
    display = await openDisplay()
    for (const folder of ['profile', 'home', 'home/a', 'home/b']) mkdirSync(at(folder))
    const script = path.join(import.meta.dirname, 'window-job.child.ts')
    child = spawn(process.execPath, [script, at('profile'), at('home')], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, DISPLAY: display.name, GLIBC_TUNABLES: OVERWRITE_FREED_MEMORY },
    })
    answers = createInterface({ input: child.stdout ?? process.stdin })[Symbol.asyncIterator]()
    assert.equal((await answers.next()).value, '"ready"')
  })
  after(() => {
    child.kill('SIGKILL')
    display.close()
    rmSync(home, { recursive: true, force: true, maxRetries: 20 })
  })

  const custodians = ['Ada', 'Grace']
  let cards: string[] = []
  let kit = ''
  let needles: readonly Needle[] = []

  it('is used for a ceremony, and replaced when that has ended', async () => {
    const quorum = { threshold: 2, custodians, identity: 'hybrid', kdf: 1 }
    const key = { label: 'video-root', purpose: 'content', bits: 256, expires: null }
    const plan = { title: 'T', organisation: 'O', quorum, keys: [key], imports: [] }
    await call('ceremony.begin', { source: { kind: 'form', plan } })
    const { output } = await call('ceremony.checkRoom')
    const { checks } = output as { checks: { check: string; result: string }[] }
    const overrides = checks
      .filter(({ result }) => result !== 'passed')
      .map(({ check }) => ({ check, reason: 'a test' }))
    await call('ceremony.acceptRoom', { overrides })
    await call('ceremony.acceptEntropy')
    await say({ reload: true })
    await press('Make a passphrase and show it')
    await press('I have written it down: hide it')
    await typesInto('Passphrase', PASSPHRASE)
    await typesInto('Passphrase, once more', PASSPHRASE)
    await press('Make the keys')
    await say({ hears: 'The keys are made and sealed' })
    await press('They are written down')
    for (const [i, custodian] of custodians.entries()) {
      await say({ hears: `Only ${custodian} looks at the screen now.` })
      await press('Show my share')
      await say({ sees: 'The card is written: read it back' })
      const as = { format: 'text' }
      const saved = await call('ceremony.saveCard', { index: i + 1, folder: at('home'), as })
      const { path: card } = saved.output as { path: string }
      cards = [...cards, card]
      await press('The card is written: read it back')
      await typesInto('Word 1', `${wordsOn(card).join(' ')} `)
      await say({ sees: '40 words of 40' })
      await press('Check the card')
    }
    await press('Go on to the proof')
    await typesInto('Passphrase', PASSPHRASE)
    await press('Prove recovery')
    await say({ hears: 'Recovery works' })
    const closed = await call('ceremony.close', { folders: [at('home', 'a'), at('home', 'b')] })
    ;({ kit } = (closed.output as { places: [{ kit: string }] }).places[0])
    needles = await needlesOfQuorum({ kit, shares: cards, passphrase: PASSPHRASE })
    await say({ renewed: 'ceremony' })
    await say({ hears: 'The ceremony is closed' })
    await say({ sees: 'the window in which they were typed and shown has been ended' })
  })

  it('holds nothing of a ceremony when that has ended', async () => {
    assert.deepEqual(await untilNothing(needles), {})
  })

  it('holds what is typed in a recovery, and nothing of it when that has ended', async () => {
    await press('Leave')
    await say({ hears: 'What are you here to do?' })
    const source = { kind: 'file', path: kit, fingerprint: onCard(kit) }
    await call('recovery.begin', { kit: source })
    await say({ reload: true })
    for (const [i, card] of cards.entries()) {
      await typesInto('Word 1', `${wordsOn(card).join(' ')} `)
      await say({ sees: '40 words of 40' })
      await press('Add this card')
      await say({ sees: `${custodians[i]} is here` })
    }
    await press('Go on to the passphrase')
    await typesInto('Passphrase', PASSPHRASE)
    await press('Open the quorum')
    await say({ hears: 'The quorum is open' })
    await call('recovery.exportIdentity', { backupKey: null, out: at('home', 'identity') })
    await call('recovery.exportKey', { key: 'video-root', out: at('home', 'key') })

    const held = look(needles)
    const heldBy = (process: string): readonly string[] =>
      Object.entries(held).flatMap(([name, names]) => (name.startsWith(process) ? names : []))
    assert.notDeepEqual(heldBy('page'), [], 'what was typed is found where it must be')
    // The main side has what opens the quorum, as bytes that it wipes, and nothing as it was typed.
    const typed = heldBy('main-side').filter(name => /^passphrase|words|QR text/.test(name))
    assert.deepEqual(typed, [])

    await press('End the session')
    await say({ renewed: 'recovery' })
    await say({ hears: 'The recovery is over' })
    assert.deepEqual(await untilNothing(needles), {})
  })
})

const wordsOn = (card: string): readonly string[] =>
  readFileSync(card, 'utf8')
    .split('\n')
    .filter(line => !line.startsWith('#'))
    .join(' ')
    .split(/[\s\d]+/)
    .filter(word => word !== '')

/** What a process of the window is. */
function nameOf(pid: number): string {
  const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  const [, type = ''] = / --type=([\w-]+)/.exec(line) ?? []
  if (type === 'renderer') return 'page'
  if (type !== '') return type
  return /window-job/.test(line) ? 'main-side' : 'browser'
}
