import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { after, before, describe, it } from 'node:test'
import { type Desk, done, newDesk } from '../cli/command-line.ts'

/**
 * Nothing in Keyclave opens a socket: in the system calls of the whole job there is none but those by
 * which a process speaks to itself, and the job is done where there is no network at all.
 */

/** Sockets between processes of this machine; everything else could lead off it. */
const LOCAL = /\bAF_UNIX\b/
const NETLESS = ['unshare', '--map-root-user', '--net']

describe('network', { concurrency: true }, () => {
  let desk: Desk
  before(() => {
    desk = newDesk()
  })
  after(() => desk.remove())

  /** The system calls that have to do with the network, of all threads of a program. */
  async function networkCalls(name: string, run: (within: readonly string[]) => Promise<unknown>) {
    const record = desk.at(name)
    await run([
      'strace',
      '--seccomp-bpf',
      '--follow-forks',
      '--quiet=all',
      '--trace=%network',
      '--output',
      record,
    ])
    const calls: string[] = []
    for await (const line of createInterface({ input: createReadStream(record) })) {
      calls.push(line.replace(/^\d+ +/, ''))
    }
    return calls
  }

  it('is not used: ceremony, backup and recovery make no socket that leads off the machine', async () => {
    const calls = await networkCalls('job', within => done(['demo'], { within }))
    const sockets = calls.filter(call => /^socket(pair)?\(/.test(call))
    assert.deepEqual(
      sockets.filter(call => !LOCAL.test(call)),
      [],
    )
    const used = /^(connect|bind|listen|accept4?|send(to|m?msg)|recv(from|m?msg))\(/
    const addresses = calls.filter(call => used.test(call) && /sa_family|AF_/.test(call))
    assert.deepEqual(
      addresses.filter(call => !LOCAL.test(call)),
      [],
    )
    assert.deepEqual(
      calls.filter(call => /^(listen|accept)/.test(call)),
      [],
    )
  })

  it('would be seen if it were used', async () => {
    const script = "require('node:net').connect(9, '127.0.0.1').on('error', () => {})"
    const calls = await networkCalls('control', async ([command = '', ...rest]) => {
      execFileSync(command, [...rest, process.execPath, '-e', script])
    })
    assert.ok(calls.some(call => /^socket\(AF_INET\b/.test(call)))
    assert.ok(calls.some(call => /^connect\(.*AF_INET\b/.test(call)))
  })

  it('can be taken away: the whole job is done without one', async () => {
    // What its threads call is seen above.
    const answer = await done(['demo'], { within: NETLESS, inSameThread: true })
    assert.match(answer, /byte-identical/)
    assert.match(answer, /The whole job works on this machine/)
  })
})
