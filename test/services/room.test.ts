/** The room check against made-up machines: every check passes on a fit one and fails on its opposite. */
import assert from 'node:assert/strict'
import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { runSelfTest } from '../../main/core/self-test.ts'
import { answersOf } from '../../main/services/ceremony/guided/room-answers.ts'
import { deviceOf } from '../../main/services/room/device.ts'
import type { Finding } from '../../main/services/room/finding.ts'
import { knownTime } from '../../main/services/room/known-time.ts'
import {
  checkClock,
  checkDisk,
  checkNetwork,
  checkVirtualMachine,
} from '../../main/services/room/machine.ts'
import { checkCoreDumps, checkHibernation, checkSwap } from '../../main/services/room/memory.ts'
import { type SystemFiles, systemFilesAt } from '../../main/services/room/system-files.ts'
import { recordedEvidence } from '../../shared/record-wording.ts'
import { refusal } from '../core/refusal.ts'
import { withVault } from '../vault/vault-fixture.ts'
import { folderFor } from './window.ts'

/** A machine that tells this much of itself. */
const machine = (files: { readonly [name: string]: string }): SystemFiles => ({
  read: async name => files[name] ?? null,
})

const SWAPS = 'Filename\tType\tSize\tUsed\tPriority\n'
const limits = (soft: string): string =>
  `Limit                     Soft Limit           Hard Limit           Units\nMax core file size        ${soft}                    unlimited            bytes\n`

type Case = readonly [string, Finding['result'], RegExp, { readonly [name: string]: string }]

async function expect(
  check: (files: SystemFiles) => Promise<Finding>,
  cases: readonly Case[],
): Promise<void> {
  for (const [title, result, evidence, files] of cases) {
    const found = await check(machine(files))
    assert.equal(found.result, result, `${title}: ${recordedEvidence(found.evidence)}`)
    assert.match(recordedEvidence(found.evidence), evidence, title)
  }
}

test('swap', () =>
  expect(checkSwap, [
    ['none', 'passed', /No swap/, { 'proc/swaps': SWAPS }],
    ['in memory', 'passed', /compressed/, { 'proc/swaps': `${SWAPS}/dev/zram0 partition 1 0 5\n` }],
    [
      'a disk',
      'failed',
      /\/dev\/sda3/,
      { 'proc/swaps': `${SWAPS}/dev/zram0 partition 1 0 5\n/dev/sda3 partition 9 0 -2\n` },
    ],
    [
      'a file',
      'failed',
      /: a swap file /,
      { 'proc/swaps': `${SWAPS}/home/ada/swap file 9 0 -2\n` },
    ],
    ['not told', 'unknown', /Look for yourselves/, {}],
  ]))

test('core dumps', () => {
  const files = (pattern: string, soft: string) => ({
    'proc/sys/kernel/core_pattern': `${pattern}\n`,
    'proc/self/limits': limits(soft),
  })
  return expect(checkCoreDumps, [
    ['off', 'passed', /RLIMIT_CORE is 0/, files('core', '0')],
    ['on', 'failed', /unlimited/, files('core', 'unlimited')],
    [
      'a collector, whatever the limit',
      'failed',
      /systemd-coredump/,
      files('|/usr/lib/systemd/systemd-coredump %P', '0'),
    ],
    ['thrown away', 'passed', /thrown away/, files('|/bin/false', 'unlimited')],
    ['not told', 'unknown', /Look/, {}],
  ])
})

test('hibernation', () => {
  const disk = { 'sys/power/state': 'freeze mem disk\n', 'sys/power/disk': '[platform] shutdown\n' }
  const swap = { 'proc/swaps': `${SWAPS}/dev/sda3 partition 9 0 -2\n` }
  return expect(checkHibernation, [
    ['able, with swap', 'failed', /\/dev\/sda3/, { ...disk, ...swap }],
    ['able, without swap', 'passed', /no swap area/, { ...disk, 'proc/swaps': SWAPS }],
    ['disabled', 'passed', /not hibernate/, { ...disk, ...swap, 'sys/power/disk': '[disabled]\n' }],
    ['unable', 'passed', /not hibernate/, { 'sys/power/state': 'freeze mem\n', ...swap }],
    ['not told', 'unknown', /Look/, {}],
  ])
})

test('a virtual machine', () => {
  const intel = 'processor : 0\nflags\t\t: fpu vme sse2\n'
  const dmi = (vendor: string, product: string) => ({
    'sys/class/dmi/id/sys_vendor': `${vendor}\n`,
    'sys/class/dmi/id/product_name': `${product}\n`,
  })
  return expect(checkVirtualMachine, [
    ['a real one', 'passed', /ThinkPad/, { 'proc/cpuinfo': intel, ...dmi('LENOVO', 'ThinkPad') }],
    ['the flag', 'failed', /hypervisor/, { 'proc/cpuinfo': intel.replace('sse2', 'hypervisor') }],
    ['QEMU', 'failed', /QEMU/, { 'proc/cpuinfo': intel, ...dmi('QEMU', 'Standard PC') }],
    ['an ARM without names', 'unknown', /Look/, { 'proc/cpuinfo': 'Features : fp asimd\n' }],
    ['not told', 'unknown', /Look/, {}],
  ])
})

test('network, clock and disk', async context => {
  assert.equal(checkNetwork({ isolated: true, interfaces: [] }).result, 'passed')
  const up = checkNetwork({ isolated: true, interfaces: ['eth0', 'wlan0'] })
  assert.equal(up.result, 'failed')
  assert.match(recordedEvidence(up.evidence), /eth0, wlan0.*Keyclave itself has no network/)

  const program = new Date('2026-01-01')
  const at = (time: string, lastEntry: string | null = null) =>
    checkClock(new Date(time), { program, lastEntry })
  assert.equal(at('2026-11-21T10:00:00Z').result, 'passed')
  assert.match(recordedEvidence(at('2026-11-21T10:00:00Z').evidence), /2026-11-21 10:00 UTC/)
  assert.equal(at('1970-01-01T00:10:00Z').result, 'failed')
  assert.equal(at('2070-01-01T00:00:00Z').result, 'failed')
  assert.equal(at('2026-11-21T10:00:00Z', '2026-11-21T11:00:00.000Z').result, 'failed')
  assert.equal(at('2026-11-21T10:00:00Z', '2026-11-21T09:00:00.000Z').result, 'passed')

  const folder = folderFor(context)
  const disk = (...folders: string[]) => checkDisk(folders, systemFilesAt('/'))
  const found = await disk(folder)
  assert.equal(found.result, 'passed')
  assert.doesNotMatch(recordedEvidence(found.evidence), /tmp\/|keyclave/, 'no path of a folder')
  assert.equal((await disk(folder, path.join(folder, 'none'))).result, 'unknown')
  assert.equal((await disk('/proc')).result, 'failed', 'a file system of 0 bytes')
})

test('a folder is said by the device that it lies on, and by nothing of its path', async context => {
  const folder = folderFor(context)
  const { dev } = statSync(folder)
  const number = `${(dev >>> 8) & 0xfff}:${(dev & 0xff) | ((dev >>> 12) & 0xfff00)}`
  const on = (rest: string) =>
    deviceOf(
      folder,
      machine({
        'proc/self/mountinfo': `22 1 0:5 / /x rw - proc proc rw\n23 1 ${number} / /home/ada rw,noatime shared:1 - ${rest} rw\n`,
      }),
    )
  assert.equal(await on('ext4 /dev/mapper/vg-root'), '/dev/mapper/vg-root')
  assert.equal(await on('tmpfs tmpfs'), 'tmpfs')
  assert.equal(await on('nfs4 server:/home/ada'), 'nfs4')
  assert.equal(await on('fuse.sshfs ada@host:/home'), 'a disk')
  assert.equal(await deviceOf(folder, machine({})), 'a disk')
  assert.equal(await deviceOf(path.join(folder, 'none'), systemFilesAt('/')), 'a disk')
})

test('a clock is asked about when it is more than a year past the program and the log', () => {
  const program = new Date('2026-01-01')
  const at = (time: string, lastEntry: string | null) =>
    checkClock(new Date(time), { program, lastEntry })
  assert.equal(at('2027-06-01T00:00:00Z', null).result, 'failed')
  assert.equal(at('2027-06-01T00:00:00Z', '2026-11-21T00:00:00.000Z').result, 'passed')
  assert.equal(at('2028-06-01T00:00:00Z', '2026-11-21T00:00:00.000Z').result, 'failed')
  const behind = at('2026-06-01T00:00:00Z', '2026-11-21T00:00:00.000Z')
  assert.match(recordedEvidence(behind.evidence), /wrong now, or it was wrong then/)
})

test('one entry of 2099 does not decide what a right clock is', async context => {
  const program = new Date('2026-01-01')
  const file = path.join(folderFor(context), 'a.vault')
  let time = '2026-11-21T10:00:00.000Z'
  const now = (): Date => new Date(time)
  const known = (): Promise<string | null> =>
    withVault(file, vault => knownTime(vault, program), { now })
  const note = (): Promise<void> =>
    withVault(
      file,
      ({ audit }) => {
        const subject = 'recovery:without-kit'
        const details = { code: 'PASSPHRASE_WRONG' }
        audit.append({ actor: 'keyclave', action: 'passphrase.refused', subject, details })
      },
      { now },
    )
  await note()
  assert.equal(await known(), time)
  time = '2099-06-01T00:00:00.000Z'
  await note()
  assert.equal(await known(), '2026-11-21T10:00:00.000Z')
  time = '2026-12-01T00:00:00.000Z'
  await note()
  assert.equal(await known(), time)
  time = '1970-01-01T00:00:00.000Z'
  await note()
  assert.equal(await known(), '2026-12-01T00:00:00.000Z')
  // A ceremony was begun under a clock that somebody looked at.
  time = '2029-01-01T00:00:00.000Z'
  await withVault(
    file,
    vault => vault.ceremonies.open({ actor: 'Ines', title: 'First', plan: {} }),
    { now },
  )
  assert.equal(await known(), time)
})

test('the system’s files are read below their root, and a missing one is no error', async context => {
  const root = folderFor(context)
  mkdirSync(path.join(root, 'proc'))
  writeFileSync(path.join(root, 'proc/swaps'), SWAPS)
  const files = systemFilesAt(root)
  assert.equal(await files.read('proc/swaps'), SWAPS)
  assert.equal(await files.read('proc/none'), null)
})

test('the self-test passes here, names what fails, and its failure has no appeal', async () => {
  const { passed, failed } = await runSelfTest()
  assert.deepEqual([passed.length, failed], [13, []])
  const broken = await runSelfTest([
    { name: 'right', compute: () => '00', answer: '00' },
    { name: 'wrong', compute: async () => '01', answer: '00' },
    {
      name: 'throws',
      compute: () => {
        throw new Error('broken')
      },
      answer: '00',
    },
  ])
  assert.deepEqual(broken, { passed: ['right'], failed: ['wrong', 'throws'] })

  const check = (name: 'self-test' | 'swap') =>
    ({ check: name, result: 'failed', evidence: { kind: 'not-told' } }) as const
  const NOT_TOLD = recordedEvidence({ kind: 'not-told' })
  const reason = (name: 'self-test' | 'swap') => ({ check: name, reason: 'because' })
  assert.deepEqual(answersOf([check('swap')], [reason('swap')]), [
    { check: 'swap', result: 'failed', evidence: NOT_TOLD, 'goes on because': 'because' },
  ])
  assert.throws(
    () => answersOf([check('self-test')], [reason('self-test')]),
    refusal('ROOM_UNANSWERED', { check: 'self-test' }),
  )
})
