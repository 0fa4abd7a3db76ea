/** The image of the ceremony machine: the same bytes twice, started three ways up to the front door, and looked at inside. */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { toJavaScript } from '../../main/build/main-side.ts'
import { bundleName } from '../../main/core/bundle/index.ts'
import { createMedia } from '../../main/services/medium/index.ts'
import { sha256 } from '../../main/shells/manifest.ts'
import { holdCeremony, recoverKey, type TypedPlan } from '../e2e/by-keyboard.ts'
import type { Typist, WrittenCard } from '../e2e/typist.ts'
import { recoverPy, strangersMachine } from '../interop/recover-py.ts'
import { root, version } from '../package/packaged.ts'
import { PASSPHRASE } from '../services/window.ts'
import { sitDownAtMachine } from './at-machine.ts'
import { type Machine, partOf, type Screen, type Start, startMachine, takeOut } from './machine.ts'

/** On a disk: some gigabytes. */
let work = ''
let image = ''
/**
 * A folder in which `npm run image -- --out DIR` has made an image of these sources: for whoever works at this test. The
 * image is made in every other run.
 */
const { KEYCLAVE_IMAGE_FOLDER: made } = process.env
const imageIn = (folder: string): string => path.join(folder, `keyclave-${version}.iso`)
const inWork = (name: string): string => path.join(work, name)

before(async () => {
  work = mkdtempSync('/var/tmp/keyclave-image-')
  image = made === undefined ? await makeImage('one', []) : imageIn(made)
})
after(() => rmSync(work, { recursive: true, force: true }))

/** `npm run image`, of one day. @returns the image */
async function makeImage(name: string, more: readonly string[], umask = '022'): Promise<string> {
  const out = inWork(name)
  const script = path.join(root, 'main/build/image/run.ts')
  const args = ['--disable-warning=ExperimentalWarning', script, '--out', out, ...more]
  const child = spawn('sh', ['-c', `umask ${umask}; exec "$0" "$@"`, process.execPath, ...args], {
    env: { ...process.env, SOURCE_DATE_EPOCH: '1790000000' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [status] = await once(child, 'exit')
  assert.equal(status, 0)
  return imageIn(out)
}

test('it is not larger than a stick of a gigabyte, and its words are those that keyclave medium says', async () => {
  const { size } = statSync(image)
  assert.ok(size <= 600_000_000, `${size} bytes`)
  const watch = { signal: new AbortController().signal, onEvent: () => {} }
  const found = await createMedia().hash(image, watch)
  assert.equal(found.name, `KEYCLAVE_${version.toUpperCase().replaceAll('.', '_')}`)
  assert.deepEqual([found.length, found.beyond], [size, 0])
  const sums = readFileSync(`${image}.sha256`, 'utf8')
  assert.ok(sums.startsWith(`${found.sha256}  `))
  assert.ok(sums.includes(found.words.slice(0, 8).join(' ')))
})

test('it is the same to the byte, made elsewhere from packages that were kept', async () => {
  const again = await makeImage('two', ['--debs', path.join(path.dirname(image), 'debs')], '077')
  assert.equal(sha256(readFileSync(again)), sha256(readFileSync(image)))
  rmSync(inWork('two'), { recursive: true })
})

for (const start of ['bios-drive', 'uefi-drive', 'secure-disc'] as const) {
  test(`it starts to the question for the keyboard, Enter leads to the front door, and it is switched off there: ${start}`, async () => {
    const machine = await startFrom(start)
    try {
      await untilScreen(machine, isQuestion)
      await machine.press('ret')
      await untilScreen(machine, isFrontDoor)
      // The last part of the strip above the door comes before what has the focus, which it has again afterwards.
      await machine.press('shift-tab', 'ret')
      await untilScreen(machine, isDialog)
      await machine.press('esc')
      await untilScreen(machine, isFrontDoor)
      // Help lies over the door, whose parts then have another colour.
      const before = partOf(await machine.screen(), SHEET)
      await machine.press('f1')
      await untilScreen(machine, screen => before - partOf(screen, SHEET) > 0.1)
      await machine.press('esc')
      await untilScreen(machine, screen => Math.abs(before - partOf(screen, SHEET)) < 0.01)
      await machine.press('ret')
      await untilScreen(machine, isDialog)
      await machine.press('shift-tab', 'o', 'f', 'f', 'ret')
      await machine.off
    } finally {
      await machine.stop()
    }
  })
}

/** Of renderer/design/tokens.css, by daylight. */
const PAPER = '#f5f4f0'
const SHEET = '#fffefc'
const ACCENT = '#0b5a57'
/** A dialog, behind which the screen has another colour. */
const isDialog = (screen: Screen): boolean =>
  partOf(screen, SHEET) > 0.05 && partOf(screen, PAPER) < 0.01
const isQuestion = (screen: Screen): boolean => isDialog(screen) && partOf(screen, ACCENT) > 0.001
const isFrontDoor = (screen: Screen): boolean =>
  partOf(screen, PAPER) > 0.3 && partOf(screen, ACCENT) > 0.001

function startFrom(start: Start, more: readonly string[] = []): Promise<Machine> {
  const folder = inWork(`machine-${start}-${more.length}`)
  mkdirSync(folder)
  return startMachine({ image, start, folder, more })
}

/** Waits until the screen is as it should be; the run's own limit ends what never is. */
async function untilScreen(machine: Machine, isSo: (screen: Screen) => boolean): Promise<void> {
  while (!isSo(await machine.screen())) await sleep(1000)
}

describe('started, and asked by a stick that is plugged in', () => {
  let said = ''
  let machine: Machine
  const facts = (name: string): readonly string[] =>
    [...said.matchAll(new RegExp(`^probe ${name} ?(.*?)\\r?$`, 'gm'))].map(([, fact = '']) => fact)
  const disk = 'disk.img'
  let written = ''

  before(async () => {
    writeFileSync(inWork(disk), Buffer.alloc(16 * 1024 * 1024, 0x4b))
    written = sha256(readFileSync(inWork(disk)))
    takeOut(image, ['/live/vmlinuz', '/live/initrd.img'], work)
    machine = await startFrom('bios-drive', [
      ...['-kernel', inWork('vmlinuz'), '-initrd', inWork('initrd.img'), '-append', commandLine()],
      ...plugged('PROBE', ['probe.sh', 'probe.ts', 'ears.ts']),
      ...plugged('SECOND', []),
      ...['-drive', `if=virtio,format=raw,file=${inWork(disk)}`],
    ])
    await machine.hears(/^probe end/m)
    said = machine.said()
  })
  after(() => machine.stop())

  test('no network: no interface, no socket, no module that would make one', () => {
    assert.deepEqual(facts('interfaces'), ['lo'])
    assert.deepEqual(facts('sockets'), ['0'])
    assert.deepEqual(facts('ipv6'), ['none'])
    assert.deepEqual(facts('loaded'), [])
  })

  test('the room check passes, but for the machine that is made up', () => {
    const failed = facts('room').filter(fact => !/^[a-z-]+ passed /.test(fact))
    assert.deepEqual(
      failed.map(fact => fact.split(' ')[0]),
      ['virtual-machine'],
    )
    assert.ok(facts('room').length >= 8)
  })

  test('no disk of the machine is mounted or written to, and nothing is swapped out', () => {
    assert.deepEqual(facts('disks'), ['/media/PROBE /media/SECOND'])
    assert.deepEqual(facts('swaps'), ['0'])
    assert.equal(sha256(readFileSync(inWork(disk))), written)
  })

  test('the stick is in the file picker, and home is said to be in memory', () => {
    assert.deepEqual(facts('place'), [
      'removable /media/PROBE writable kept',
      'removable /media/SECOND writable kept',
      'home /home/keyclave writable in-memory',
    ])
  })

  test('everything has started; nobody is root; a crash leaves nothing; there is a print system', () => {
    assert.deepEqual(facts('failed'), [''])
    assert.match(facts('root').join(), /^[!*]$/)
    assert.deepEqual(facts('cores'), ['|/bin/false'])
    assert.deepEqual(facts('printing'), ['scheduler is running'])
  })

  test('the whole job is done in it', () => {
    assert.deepEqual(facts('demo'), ['0'])
  })

  test('a ceremony and a recovery by its keyboard: what the sticks then hold opens elsewhere, with the same key', async () => {
    const plan = {
      title: 'On a stick',
      organisation: 'Example Archive Ltd',
      custodians: ['Ada Lovelace', 'Grace Hopper'],
      key: 'video-root',
      passphrase: PASSPHRASE,
      places: ['/media/PROBE', '/media/SECOND'],
    } as const
    const hands = await sitDownAtMachine(machine)
    await hands.sees('Which keyboard is this?')
    await hands.strike(/^It types what its keys say$/)
    await setClock(hands, `${DAY} 09:30`)
    const cards = await holdCeremony(hands, plan)
    await hands.strike(/^Leave$/)
    await comeIntoNewWindow(hands)
    await recoverKey(hands, plan, cards)
    await comeIntoNewWindow(hands)
    await hands.goBack(/^Switch off/)
    await hands.key('Return')
    await hands.fill(/^Type/, 'off')
    await machine.press('ret')
    await machine.off

    const kit = takeOff('SECOND', `${bundleName(cards[0]?.setId ?? '')}/kit.json`)
    const opened = await keyElsewhere(plan, cards, kit)
    assert.deepEqual(readFileSync(takeOff('PROBE', 'video-root.key')), opened)
    const { quorum } = JSON.parse(readFileSync(kit, 'utf8')) as { quorum: { created: string } }
    assert.equal(quorum.created.slice(0, DAY.length), DAY)
  })
})

/** Not that of the machine's own clock. */
const DAY = '2031-05-17'

/** To the front door of the window that comes after each with secrets. */
async function comeIntoNewWindow(hands: Typist): Promise<void> {
  await hands.sees('This is a new window')
  await hands.strike(/^Go on$/)
  await hands.hears('What are you here to do?')
}

/** Sets the clock by the strip above the door, and is where it was. */
async function setClock(hands: Typist, time: string): Promise<void> {
  await hands.goBack(/^Clock/)
  await hands.key('Return')
  await hands.sees(/It says 20/)
  await hands.fill(/^What the watch says/, time)
  await hands.strike(/^Set the clock$/)
  await hands.isAt(/^Clock/)
  await hands.key('Return')
  await hands.sees(`It says ${time.slice(0, -1)}`)
  await hands.strike(/^It is right$/)
  await hands.isAt(/^Clock/)
}

/** The key as recover.py opens it. */
async function keyElsewhere(
  plan: TypedPlan,
  cards: readonly WrittenCard[],
  kit: string,
): Promise<Buffer> {
  const stranger = strangersMachine()
  const at = (name: string): string => path.join(stranger.folder, name)
  const run = async (...args: readonly string[]): Promise<string> => {
    const { status, stdout, stderr } = await recoverPy(args, {
      cwd: stranger.folder,
      env: stranger.env,
    })
    assert.equal(status, 0, stderr)
    return stdout
  }
  try {
    for (const [i, { words }] of cards.entries()) writeFileSync(at(`${i}.txt`), words.join(' '))
    writeFileSync(at('passphrase'), plan.passphrase)
    const shares = cards.map((_, i) => `${i}.txt`)
    const how = ['--kit', kit, '--passphrase-file', 'passphrase']
    writeFileSync(at('identity'), await run('identity', ...how, ...shares))
    await run('item', kit, plan.key ?? '', 'identity', '--out', 'key')
    return readFileSync(at('key'))
  } finally {
    stranger.remove()
  }
}

/** So that QEMU translates what many processes run once for them all: image/README, Figures. */
const SAME_ADDRESSES = 'norandmaps'

/** The command line of the kernel as the menu has it, and what has the probe run. */
function commandLine(): string {
  const menu = readFileSync(path.join(root, 'image/grub.cfg'), 'utf8')
  const [, own = ''] = /^set keyclave="(.*)"$/m.exec(menu) ?? []
  const run = 'until [ -e /media/PROBE/probe.sh ]; do sleep 1; done; exec sh /media/PROBE/probe.sh'
  const probe = [
    `systemd.run="/bin/sh -c '${run}'"`,
    'systemd.run_success_action=none',
    'systemd.run_failure_action=none',
    // In place of the image's own, which the probe starts when it is ready.
    'systemd.unit=kernel-command-line.target',
  ]
  return [own, SAME_ADDRESSES, ...probe].join(' ')
}

const stickOf = (label: string): string => inWork(`${label}.img`)

/** Switches of QEMU for a stick that is plugged in, as it is bought: FAT. @param files of this folder, to lie on it */
function plugged(label: string, files: readonly string[]): readonly string[] {
  const file = stickOf(label)
  tool('mformat', '-C', '-i', file, '-v', label, '-T', '131072', '-h', '64', '-s', '32', '::')
  for (const name of files) tool('mcopy', '-i', file, withoutTypes(name), '::/')
  return [
    ...['-drive', `if=none,id=${label},format=raw,file=${file}`],
    ...['-device', `usb-storage,drive=${label},removable=on`],
  ]
}

/** Of a script of this folder what Node runs as it is: to strip types there takes such a machine a minute for each. */
function withoutTypes(name: string): string {
  const own = path.join(import.meta.dirname, name)
  if (!name.endsWith('.ts')) return own
  const script = inWork(name.replace(/\.ts$/, '.mjs'))
  writeFileSync(script, toJavaScript(readFileSync(own, 'utf8')))
  return script
}

/** Reads a file off a stick that was pulled out. @returns where it lies now */
function takeOff(label: string, name: string): string {
  const file = inWork(path.basename(name))
  tool('mcopy', '-i', stickOf(label), `::/${name}`, file)
  return file
}

function tool(name: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(name, args, { encoding: 'utf8' })
  assert.equal(status, 0, stderr)
}
