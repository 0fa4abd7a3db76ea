/** What the shells find and decide about the machine they run on. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { toJavaScript } from '../../main/build/main-side.ts'
import { LINUX_NETWORK_FILES, readAirGap } from '../../main/shells/air-gap.ts'
import { findChromium } from '../../main/shells/chromium/find.ts'
import { sessionFolder, takeInstance } from '../../main/shells/chromium/instance.ts'
import { cleanEnvironment } from '../../main/shells/environment.ts'
import { findIsolation } from '../../main/shells/isolation.ts'
import { isHomePage, isWithin, originOf } from '../../main/shells/navigation.ts'
import { makeProfileFolder, profilePlaces } from '../../main/shells/profile-folder.ts'

const work = mkdtempSync(path.join(tmpdir(), 'keyclave-surroundings-'))
after(() => rmSync(work, { recursive: true }))

function networkFiles(own: readonly string[], machine: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(path.join(work, 'net-'))
  const ofProcess = path.join(folder, 'dev')
  const lines = own.map(name => `  ${name}: 0 0 0`)
  writeFileSync(ofProcess, ['Inter-|   Receive', ' face |bytes', ...lines].join('\n'))
  for (const [name, state] of Object.entries(machine)) {
    mkdirSync(path.join(folder, 'class', name), { recursive: true })
    writeFileSync(path.join(folder, 'class', name, 'operstate'), `${state}\n`)
  }
  writeFileSync(path.join(folder, 'class', 'bonding_masters'), '')
  return { ofProcess, ofMachine: path.join(folder, 'class') }
}

test('the air gap is what the kernel says', () => {
  const machine = { lo: 'unknown', eth0: 'up', wlan0: 'down', tun0: 'unknown' }
  assert.deepEqual(readAirGap(networkFiles(['lo', 'eth0', 'wlan0', 'tun0'], machine)), {
    isolated: false,
    interfaces: ['eth0', 'tun0'],
  })
  assert.deepEqual(readAirGap(networkFiles(['lo'], machine)), {
    isolated: true,
    interfaces: ['eth0', 'tun0'],
  })
  assert.deepEqual(readAirGap(networkFiles(['lo', 'eth0'], { lo: 'unknown', eth0: 'down' })), {
    isolated: false,
    interfaces: [],
  })
  assert.equal(readAirGap(null).isolated, false)
})

test('a process without a network sees that it has none', () => {
  const way = findIsolation('linux')
  assert.ok(way !== null, 'neither unshare nor bwrap may take the network away here')
  const module = JSON.stringify(import.meta.resolve('../../main/shells/air-gap.ts'))
  const code = `const { readAirGap, LINUX_NETWORK_FILES } = await import(${module})
    console.log(readAirGap(LINUX_NETWORK_FILES).isolated)`
  const [command = '', ...args] = [...way, process.execPath, '--input-type=module', '-e', code]
  assert.equal(spawnSync(command, args, { encoding: 'utf8' }).stdout.trim(), 'true')
  assert.equal(findIsolation('darwin'), null)
  assert.equal(findIsolation('win32'), null)
  assert.equal(typeof readAirGap(LINUX_NETWORK_FILES).isolated, 'boolean')
})

test('the shell’s processes get nothing that steers them from the environment', () => {
  const steering = {
    NODE_OPTIONS: '--require /tmp/x',
    NODE_EXTRA_CA_CERTS: '/tmp/x',
    DEBUG: 'pw:protocol',
    PWDEBUG: '1',
    SELENIUM_REMOTE_URL: 'http://example.com',
    ELECTRON_RUN_AS_NODE: '1',
    ELECTRON_ENABLE_LOGGING: '1',
    LD_PRELOAD: '/tmp/x.so',
    CHROME_LOG_FILE: '/tmp/x',
    SSLKEYLOGFILE: '/tmp/x',
    HTTPS_PROXY: 'http://example.com',
    all_proxy: 'socks5://example.com',
    KEYCLAVE_SECRET: 'x',
  }
  const kept = { PATH: '/bin', HOME: '/home/a', DISPLAY: ':0', LC_TIME: 'C', SystemRoot: 'C:\\' }
  assert.deepEqual(cleanEnvironment({ ...steering, ...kept, LANG: undefined }), kept)
})

test('an URL is the app’s by scheme, host and port, and not by its beginning', () => {
  for (const origin of ['keyclave://app', 'https://keyclave.invalid']) {
    for (const own of [`${origin}/`, `${origin}/a/b.js?c#d`]) assert.ok(isWithin(origin, own), own)
    const [scheme, host] = origin.split('://') as [string, string]
    for (const url of [
      `${origin}.example/`,
      `${origin}:81/`,
      `${scheme}://user@${host}/`,
      `${scheme}://user:word@${host}/`,
      `${scheme}://sub.${host}/`,
      `ftp://${host}/`,
      `blob:${origin}/0`,
      `view-source:${origin}/`,
      `data:,${origin}/`,
      origin.slice(0, -1),
      '',
    ]) {
      assert.ok(!isWithin(origin, url), url)
    }
    assert.ok(isHomePage(origin, `${origin}/#/keys`))
    assert.ok(!isHomePage(origin, `${origin}/index.html`))
    assert.equal(originOf(`${origin}/a`), origin)
  }
  for (const url of [
    'about:blank',
    'data:,x',
    'blob:https://keyclave.invalid/0',
    'javascript:0',
    '',
  ]) {
    assert.equal(originOf(url), 'null', url)
  }
})

test('the profile lies in memory, is the user’s own, and is removed', () => {
  const { folder, remove } = makeProfileFolder(profilePlaces('linux', tmpdir()), process.pid)
  if (existsSync('/dev/shm')) assert.ok(folder.startsWith('/dev/shm/'))
  assert.equal(statSync(folder).mode & 0o777, 0o700)
  writeFileSync(path.join(folder, 'Cookies'), 'x')
  remove()
  assert.ok(!existsSync(folder))
  remove()
  assert.throws(() => makeProfileFolder([path.join(work, 'nowhere')], process.pid))
  const dead = spawnSync(process.execPath, ['-e', '']).pid
  const place = mkdtempSync(path.join(work, 'place-'))
  for (const name of [`keyclave-window-${dead}-x`, `keyclave-window-${process.pid}-x`, 'other']) {
    mkdirSync(path.join(place, name, 'Default'), { recursive: true })
  }
  makeProfileFolder([place], process.pid).remove()
  assert.deepEqual(readdirSync(place).sort(), [`keyclave-window-${process.pid}-x`, 'other'])
  assert.deepEqual(profilePlaces('darwin', '/t'), ['/t'])
})

test('one window in a session, and a killed one does not stand in the way', () => {
  const folder = mkdtempSync(path.join(work, 'session-'))
  const release = takeInstance(folder, process.pid)
  assert.ok(release !== null)
  assert.equal(takeInstance(folder, process.pid), null)
  release()
  assert.deepEqual(readdirSync(folder), [])
  const dead = spawnSync(process.execPath, ['-e', '']).pid
  for (const left of [String(dead), '', 'x', '-1', '0', '99999999999']) {
    writeFileSync(path.join(folder, 'keyclave-window.pid'), left)
    const again = takeInstance(folder, process.pid)
    assert.ok(again !== null, left)
    again()
  }
})

test('a session without a folder of its own has one among the temporary files', () => {
  const temporary = mkdtempSync(path.join(work, 'temporary-'))
  assert.equal(sessionFolder(work, temporary), work)
  for (const named of [undefined, path.join(work, 'missing'), '', process.execPath]) {
    const folder = sessionFolder(named, temporary)
    assert.ok(folder.startsWith(temporary), named)
    takeInstance(folder, process.pid)?.()
  }
})

test('Chromium is a program, found where distributions put it', () => {
  const program = path.join(work, 'chromium')
  writeFileSync(program, '', { mode: 0o755 })
  const text = path.join(work, 'text')
  writeFileSync(text, '', { mode: 0o644 })
  assert.equal(findChromium([path.join(work, 'missing'), work, program]), program)
  assert.equal(findChromium([path.join(work, 'missing'), work]), null)
  if (process.getuid?.() !== 0) assert.equal(findChromium([text]), null)
})

test('TypeScript becomes JavaScript that stands at the same lines and names built files', () => {
  const source = `import type { A } from './a.ts'
import { b } from '../b.ts'
const worker = new URL('./c.worker.ts', import.meta.url)
export const d = (x: number): string => \`\${x} ./e.ts\`
export { f } from "./f.ts"
export const g = ['x.ts', './../h.ts']
`
  const built = toJavaScript(source)
  assert.deepEqual(built.split('\n').slice(1), [
    "import { b } from '../b.js'",
    "const worker = new URL('./c.worker.js', import.meta.url)",
    'export const d = (x        )         => `${x} ./e.ts`',
    'export { f } from "./f.js"',
    "export const g = ['x.ts', './../h.js']",
    '',
  ])
  assert.match(built.split('\n')[0] ?? '', /^ *$/)
})
