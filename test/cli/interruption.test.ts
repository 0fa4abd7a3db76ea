import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, truncateSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { onCard } from '../fixtures/card-fingerprint.ts'
import { type Office, openOffice } from '../fixtures/office.ts'
import { seeded } from '../setup/seed.ts'
import { networkSockets, processTree } from '../shells/sockets.ts'
import { done, quoted } from './command-line.ts'

/** A person at a terminal who watches long work, ends it, or lets a command wait. */

const PROGRAM = path.join(import.meta.dirname, '../../main/cli.ts')
const MANIFEST = path.join(import.meta.dirname, '../../package.json')

/** Tries until something is so; a minute is enough on however slow a machine. */
async function until(what: string, isSo: () => boolean): Promise<void> {
  for (let i = 0; i < 600; i += 1) {
    if (isSo()) return
    await sleep(100)
  }
  assert.fail(`never: ${what}`)
}

/** Everything that a process writes, as it comes. */
function output(child: ChildProcess): { readonly out: () => string; readonly err: () => string } {
  let [out, err] = ['', '']
  child.stdout?.on('data', (text: Buffer) => {
    out += text
  })
  child.stderr?.on('data', (text: Buffer) => {
    err += text
  })
  return { out: () => out, err: () => err }
}

/** Whether Keyclave listens to signals yet: it takes SIGHUP (1) last, and Node by itself does not. */
function listensToSignals({ pid }: ChildProcess): boolean {
  const [, caught = '0'] =
    /^SigCgt:\s+(\w+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return (BigInt(`0x${caught}`) & 1n) !== 0n
}

describe('interruption', () => {
  let office: Office
  let target: string

  before(async () => {
    office = await openOffice('classic', false)
    target = office.desk.at('drive')
    mkdirSync(target)
    truncateSync(office.desk.write('an enormous file', ''), 2 ** 40)
  })
  after(() => office.desk.remove())

  /** A backup that takes an hour. */
  const longBackup = (): readonly string[] => [
    ...[process.execPath, ...seeded(), PROGRAM, 'backup', 'create', '--kit', office.kit],
    ...['--fingerprint', onCard(office.kit)],
    ...['--out', path.join(target, 'b.age'), office.desk.at('an enormous file')],
  ]

  it('shows progress, rate and time left on a terminal; Ctrl-C leaves nothing behind', async () => {
    // In the shell's place: a shell that waited beside it would get the Ctrl-C too, and answer for itself.
    const script = ['-qefc', `exec ${quoted(longBackup())}`, '/dev/null']
    const child = spawn('script', script, { stdio: ['pipe', 'pipe', 'pipe'] })
    const { out } = output(child)
    const line = /backing up {2}\d+ % {2}[\d.]+ [kMG]B of 1\.10 TB {2}[\d.]+ [kMG]B\/s {2}.+ left/
    await until('a progress line', () => line.test(out()))
    child.stdin?.write('\u0003')
    const [code] = await once(child, 'close')
    assert.equal(code, 6)
    const last = out().split('\r\u001b[K').at(-1) ?? ''
    assert.match(last, /^error\[CANCELLED\]: [^\n]+\.\r?\n$/, 'on a line of its own')
    assert.deepEqual(readdirSync(target), [])
  })

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    it(`shows nothing on a pipe; ${signal} leaves nothing behind`, async () => {
      const [command = '', ...args] = longBackup()
      const child = spawn(command, args)
      const { out, err } = output(child)
      await until('a temporary folder', () => readdirSync(target).length > 0)
      await sleep(700)
      assert.equal(out() + err(), '')
      child.kill(signal)
      const [code] = await once(child, 'close')
      assert.equal(code, 6)
      assert.equal(out(), '')
      assert.match(err(), /^error\[CANCELLED\]: [^\n]+\.\n$/)
      assert.deepEqual(readdirSync(target), [])
    })
  }

  it('ends a command that waits for somebody to type', async () => {
    const child = spawn(process.execPath, [...seeded(), PROGRAM, 'share', 'inspect', '-'])
    const { err } = output(child)
    child.stdin?.write('capable fringe')
    await until('a program that listens to signals', () => listensToSignals(child))
    await sleep(300)
    child.kill('SIGINT')
    const [code] = await once(child, 'close')
    assert.equal(code, 6)
    assert.match(err(), /^error\[CANCELLED\]: [^\n]+\.\n$/)
  })

  it('ends a command that waits for a pipe in which nobody writes', async () => {
    const wait = office.desk.at('nobody writes')
    spawn('mkfifo', [wait])
    await until('a pipe', () => readdirSync(office.desk.path).includes('nobody writes'))
    const asked = ['recover', 'identity', '--share', office.share(1), '--passphrase-file', wait]
    const child = spawn(process.execPath, [...seeded(), PROGRAM, ...asked])
    let ended = false
    child.on('close', () => {
      ended = true
    })
    await until('a program that listens to signals', () => listensToSignals(child))
    child.kill('SIGINT')
    await until('an end', () => ended)
  })

  for (const [when, ways] of [
    ['as it is started by npm', ['--disable-sigusr1']],
    ['as somebody starts its file', []],
  ] as const) {
    it(`opens no debugger at a signal, ${when}`, async () => {
      const args = [...ways, ...seeded(), PROGRAM, 'share', 'inspect', '-']
      const child = spawn(process.execPath, args)
      const { err } = output(child)
      const signal = (): boolean => child.kill('SIGUSR1')
      child.stdin?.write('capable fringe')
      await until('a program that listens to signals', () => listensToSignals(child))
      for (let i = 0; i < 3; i += 1) {
        signal()
        await sleep(100)
      }
      assert.deepEqual(networkSockets(processTree(child.pid ?? 0)), [])
      assert.equal(child.exitCode ?? child.signalCode, null, 'nothing is lost by it either')
      child.kill('SIGINT')
      await once(child, 'close')
      assert.match(err(), /^error\[CANCELLED\]: [^\n]+\.\n$/)
    })
  }

  it('is started by npm with the switch against the debugger, whatever is started', () => {
    const { scripts, bin } = JSON.parse(readFileSync(MANIFEST, 'utf8'))
    for (const name of ['keyclave', 'demo', 'start']) {
      assert.match(scripts[name], /^node --disable-sigusr1 main\//, name)
    }
    const [first] = readFileSync(path.join(path.dirname(MANIFEST), bin.keyclave), 'utf8').split(
      '\n',
    )
    assert.equal(first, '#!/usr/bin/env -S node --disable-sigusr1')
  })

  it('takes a passphrase from another program, through a pipe with a name', async () => {
    const shares = [1, 2, 3].map(office.share)
    const script = 'pass=$1; shift; "$@" --passphrase-file <(sleep 1; cat "$pass")'
    const within = ['bash', '-c', script, 'bash', office.desk.at('pass.txt')]
    const identity = await done(['recover', 'identity', '--share', ...shares], { within })
    assert.match(identity, /^AGE-SECRET-KEY-1[0-9A-Z]+\n$/)
  })
})
