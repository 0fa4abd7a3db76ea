/** The file picker's main side, and the places it begins at. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { inspectPaths } from '../../main/services/files/picker.ts'
import type { Payload } from '../../shared/contract.ts'
import { folderFor, openWindow } from './window.ts'

test('a folder is listed: folders first, what each entry is, hidden ones when asked for', async context => {
  const folder = folderFor(context, 'b10', 'b9', '.cache')
  const at = (name: string): string => path.join(folder, name)
  writeFileSync(at('a.txt'), '12345')
  writeFileSync(at('.hidden'), '')
  symlinkSync('b9', at('to-folder'))
  symlinkSync('a.txt', at('to-file'))
  symlinkSync('nowhere', at('to-nothing'))
  assert.equal(spawnSync('mkfifo', [at('pipe')]).status, 0)
  const { call } = openWindow(context)
  const listing = await call('picker.list', { folder, hidden: false })
  assert.deepEqual(
    listing.entries.map(({ name, kind, leadsTo, size }) => [name, kind, leadsTo, size]),
    [
      ['b9', 'folder', null, null],
      ['b10', 'folder', null, null],
      ['a.txt', 'file', null, 5],
      ['pipe', 'special', null, null],
      ['to-file', 'link', 'file', 5],
      ['to-folder', 'link', 'folder', null],
      ['to-nothing', 'link', 'nothing', null],
    ],
  )
  const { parent, hiddenCount, leftOut, writable, free } = listing
  assert.deepEqual([parent, hiddenCount, leftOut, writable], [path.dirname(folder), 2, 0, true])
  assert.ok(free !== null && free > 0)
  const all = await call('picker.list', { folder, hidden: true })
  assert.deepEqual(
    all.entries.filter(entry => entry.hidden).map(entry => entry.name),
    ['.cache', '.hidden'],
  )
  assert.equal((await call('picker.list', { folder: '/', hidden: false })).parent, null)
})

test('a folder with more than 2,000 entries is listed in part, and says so', async context => {
  const folder = folderFor(context)
  for (let i = 0; i < 2003; i += 1) writeFileSync(path.join(folder, `f${i}`), '')
  const { call } = openWindow(context)
  const { entries, leftOut } = await call('picker.list', { folder, hidden: false })
  assert.deepEqual([entries.length, leftOut], [2000, 3])
})

test('what is no folder, is missing or is not named whole is refused', async context => {
  const folder = folderFor(context)
  const file = path.join(folder, 'file')
  writeFileSync(file, '')
  const window = openWindow(context)
  const list = (at: string) => ({ folder: at, hidden: false })
  await window.refused('picker.list', list(file), 'FILE_NOT_FOLDER')
  await window.refused('picker.list', list(`${folder}/none`), 'FILE_MISSING')
  for (const at of ['.', 'home', '-', '~', `${folder}\0`]) {
    await window.refused('picker.list', list(at), 'FILE_NOT_ABSOLUTE')
  }
  const facts = await inspectPaths([folder, file, `${folder}/none`])
  assert.deepEqual(
    facts.map(fact => [fact.kind, fact.size]),
    [
      ['folder', null],
      ['file', 0],
      ['missing', null],
    ],
  )
})

test('a new folder is its owner’s alone, and its name is a name', async context => {
  const parent = folderFor(context)
  const window = openWindow(context)
  const { path: made } = await window.call('picker.makeFolder', { parent, name: 'Schlüssel 2026' })
  assert.equal(made, path.join(parent, 'Schlüssel 2026'))
  assert.equal(statSync(made).mode & 0o777, 0o700)
  await window.refused('picker.makeFolder', { parent, name: 'Schlüssel 2026' }, 'FILE_EXISTS')
  for (const name of [
    '..',
    '.',
    'a/b',
    'a\\b',
    ' a',
    'a ',
    'a.',
    'a\nb',
    'a\u202eb',
    'é'.repeat(200),
  ]) {
    await window.refused('picker.makeFolder', { parent, name }, 'FILE_NAME')
  }
})

test('removable drives come first, with their free space; the system’s own mounts not at all', async context => {
  const root = folderFor(context)
  // Below /dev no drive is mounted, where the suites' other temporary files may lie.
  const stick = mkdtempSync('/var/tmp/keyclave-stick-')
  context.after(() => rmSync(stick, { recursive: true }))
  mkdirSync(path.join(root, 'proc/self'), { recursive: true })
  mkdirSync(path.join(root, 'sys/block/sdb'), { recursive: true })
  writeFileSync(path.join(root, 'sys/block/sdb/removable'), '1\n')
  const lines = [
    '/dev/sda2 / ext4 rw,relatime 0 0',
    '/dev/sda1 /boot/efi vfat rw 0 0',
    '/dev/loop3 /snap/core/1 squashfs ro 0 0',
    'proc /proc proc rw 0 0',
    'tmpfs /run tmpfs rw 0 0',
    // A live system that was copied into memory.
    '/dev/shm /run/live/medium tmpfs rw 0 0',
    '/dev/shm /usr/lib/live/mount/medium tmpfs rw 0 0',
    '/dev/sdc1 /run/media/ada/KEYS\\040A exfat ro,nosuid 0 0',
    `/dev/sdb1 ${stick} vfat rw 0 0`,
    'server:/home /home/net nfs rw 0 0',
  ]
  writeFileSync(path.join(root, 'proc/self/mounts'), `${lines.join('\n')}\n`)
  const window = openWindow(context, { systemRoot: root, homeFolder: root })
  const { places } = await window.call('picker.places', {})
  assert.deepEqual(
    places.map(({ kind, path: at, readOnly }) => [kind, at, readOnly]),
    [
      ['removable', '/run/media/ada/KEYS A', true],
      ['removable', stick, false],
      ['home', root, false],
      ['disk', '/', false],
    ],
  )
  assert.equal(places[0]?.name, 'KEYS A')
  assert.ok((places[1]?.free ?? 0) > 0 && (places[1]?.total ?? 0) >= (places[1]?.free ?? 0))
})

test('what lies in memory alone is said: a system that was started from a stick keeps nothing', async context => {
  const root = folderFor(context, 'home', 'proc')
  const at = (name: string): string => path.join(root, name)
  mkdirSync(at('proc/self'))
  const overlay = (changes: string): string =>
    `overlay ${root} overlay rw,noatime,lowerdir=/run/live/rootfs/,upperdir=${changes},workdir=/run/live/work 0 0`
  const inMemory = async (...lines: readonly string[]): Promise<boolean | undefined> => {
    writeFileSync(at('proc/self/mounts'), `${lines.join('\n')}\n`)
    const { call } = openWindow(context, { systemRoot: root, homeFolder: at('home') })
    const { places } = await call('picker.places', {})
    return places.find(({ kind }) => kind === 'home')?.inMemory
  }
  const [disk, live] = ['/dev/sda2 / ext4 rw 0 0', 'tmpfs /run/live/overlay tmpfs rw 0 0']
  assert.equal(await inMemory(disk), false)
  assert.equal(await inMemory(disk, live, overlay('/run/live/overlay/rw')), true)
  assert.equal(await inMemory(disk, live, overlay('/var/lib/changes')), false)
  assert.equal(await inMemory(disk, `tmpfs ${at('home')} tmpfs rw 0 0`), true)
  // What was mounted last over the same place counts, and a longer name is another place.
  assert.equal(
    await inMemory(disk, `tmpfs ${at('home')} tmpfs rw 0 0`, `/dev/sdb1 ${at('home')} ext4 rw 0 0`),
    false,
  )
  assert.equal(await inMemory(disk, `tmpfs ${at('home')}s tmpfs rw 0 0`), false)
  assert.equal(await inMemory(overlay(`${root}/rw`)), false)
})

test('home has the folders that desktops put there, by their owner’s names, and what was used a moment ago', async context => {
  const home = folderFor(context, 'Schreibtisch', 'Documents', '.config', 'kits')
  const at = (name: string): string => path.join(home, name)
  writeFileSync(
    at('.config/user-dirs.dirs'),
    'XDG_DESKTOP_DIR="$HOME/Schreibtisch"\nXDG_DOWNLOAD_DIR="$HOME/nowhere"\n',
  )
  writeFileSync(at('kits/kit.json'), '{}')
  const { call, events } = openWindow(context, { systemRoot: home, homeFolder: home })
  const places = async () =>
    (await call('picker.places', {})).places.map(({ kind, path: where }) => [kind, where])
  const fixed = [
    ['home', home],
    ['desktop', at('Schreibtisch')],
    ['documents', at('Documents')],
  ]
  assert.deepEqual(await places(), fixed)

  const { asked } = await call('files.ask', { wanted: { kind: 'file', ends: ['.json'] } })
  await call('picker.choose', { paths: [at('kits/kit.json')] })
  const answer = events.at(-1)?.payload as Payload<'files.chosen'>
  assert.deepEqual([answer.asked, answer.chosen?.[0]?.path], [asked, at('kits/kit.json')])
  assert.deepEqual(await places(), [...fixed, ['recent', at('kits')]])
  // Where something was chosen the next choice begins, and what a killed restore left there is found.
  const [{ token: start } = {}] = answer.chosen ?? []
  assert.ok(start)
  await call('files.ask', { wanted: { kind: 'new-folder', name: 'restored' }, start })
  assert.equal((await call('picker.state', {})).asked?.start, at('kits'))
  mkdirSync(at('kits/.letters.keyclave-part-2147483646-aB3xY9'))
  const { leftovers } = await call('files.leftovers', { beside: at('Documents/restored') })
  assert.deepEqual(
    leftovers.map(found => found.path),
    [at('kits/.letters.keyclave-part-2147483646-aB3xY9')],
  )
  const [{ leftover } = {}] = leftovers
  assert.ok(leftover)
  await call('files.removeLeftover', { leftover })
  assert.deepEqual((await call('files.leftovers', { beside: null })).leftovers, [])
})
