import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { readSettings, settingsFileIn } from '../../main/services/settings/index.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../shared/settings.ts'
import { openWindow } from './window.ts'

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'keyclave-settings-'))
  file = path.join(folder, 'keyclave', 'settings.json')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const OTHER: Settings = {
  coverMinutes: 5,
  glanceSeconds: 60,
  paper: 'letter',
  appearance: 'dark',
  largeType: true,
}

test('settings are kept on the machine, and hold in the next window', async context => {
  const window = openWindow(context, { settingsFile: file })
  assert.deepEqual(await window.call('app.settings', {}), {
    ...{ settings: DEFAULT_SETTINGS, path: file, problem: null },
  })
  assert.equal(existsSync(file), false, 'nothing is written before somebody changes something')
  await window.call('settings.save', OTHER)
  assert.equal((await window.call('app.session', {})).idleSeconds, 300, 'at once')
  const next = openWindow(context, { settingsFile: file })
  assert.deepEqual((await next.call('app.settings', {})).settings, OTHER)
  assert.equal(JSON.parse(readFileSync(file, 'utf8')).version, 1)
  assert.equal(statSync(file).mode & 0o077, 0)
})

test('a setting beyond its limits is refused, and what held before holds', async context => {
  const window = openWindow(context, { settingsFile: file })
  for (const wrong of [
    { coverMinutes: 0 },
    { coverMinutes: 241 },
    { glanceSeconds: 14 },
    { glanceSeconds: 901 },
  ]) {
    await window.refused('settings.save', { ...DEFAULT_SETTINGS, ...wrong }, 'CALL_INPUT')
  }
  assert.deepEqual((await window.call('app.settings', {})).settings, DEFAULT_SETTINGS)
})

test('settings that cannot be kept are not said to be', async context => {
  writeFileSync(path.join(folder, 'keyclave'), 'a file where the folder should be')
  const window = openWindow(context, { settingsFile: file })
  await assert.rejects(window.call('settings.save', OTHER), /FILE_|keyclave/)
  assert.deepEqual((await window.call('app.settings', {})).settings, DEFAULT_SETTINGS)
})

const good = { format: 'keyclave settings', version: 1, settings: OTHER }

for (const [what, text, problem] of [
  ['no JSON', '{"format":', 'not-json'],
  ['empty', '', 'not-json'],
  ['a list', '[]', 'unfit'],
  ['something else', '{"a":1}', 'unfit'],
  [
    'a value out of its limits',
    JSON.stringify({ ...good, settings: { ...OTHER, coverMinutes: 9999 } }),
    'unfit',
  ],
  ['one setting too few', JSON.stringify({ ...good, settings: { paper: 'a4' } }), 'unfit'],
  [
    'a later version',
    JSON.stringify({ ...good, version: 2, settings: { tint: 'green' } }),
    'later',
  ],
  ['very long', ' '.repeat(20_000), 'unreadable'],
] as const) {
  test(`a file of settings that is damaged is named, and the defaults hold: ${what}`, async context => {
    const damaged = path.join(folder, 'settings.json')
    writeFileSync(damaged, text)
    const window = openWindow(context, { settingsFile: damaged })
    const expected = { settings: DEFAULT_SETTINGS, path: damaged, problem }
    assert.deepEqual(await window.call('app.settings', {}), expected)
    assert.deepEqual((await window.call('settings.save', OTHER)).problem, null)
    assert.deepEqual(readSettings(damaged).settings, OTHER)
  })
}

test('a folder, a pipe or a closed file in its place holds nothing up', () => {
  const pipe = path.join(folder, 'pipe')
  spawnSync('mkfifo', [pipe])
  assert.equal(readSettings(pipe).problem, 'unreadable')
  assert.equal(readSettings(folder).problem, 'unreadable')
  const closed = path.join(folder, 'closed')
  writeFileSync(closed, JSON.stringify(good))
  chmodSync(closed, 0o000)
  if (process.getuid?.() !== 0) assert.equal(readSettings(closed).problem, 'unreadable')
})

test('each system has its place for them', () => {
  assert.equal(settingsFileIn('/home/a', 'linux'), '/home/a/.config/keyclave/settings.json')
  assert.match(
    settingsFileIn('/Users/a', 'darwin'),
    /Application Support\/Keyclave\/settings\.json$/,
  )
})
