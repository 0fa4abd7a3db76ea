/**
 * The Electron shell against the recording fake: the twenty items of Electron's security checklist,
 * each by its own title, and what Keyclave asks for beyond it.
 */
import assert from 'node:assert/strict'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, describe, test } from 'node:test'
import { runInNewContext } from 'node:vm'
import { HEADERS } from '../../main/shells/content.ts'
import {
  CALL_CHANNEL,
  DROP_CHANNEL,
  EVENT_CHANNEL,
  startElectronShell,
} from '../../main/shells/electron/shell.ts'
import { windowOptions } from '../../main/shells/electron/window.ts'
import { windowServices } from '../services/window-fixture.ts'
import { makeContentFolder } from './content-folder.ts'
import { createFake, type Fake, fire, isPrevented } from './electron-fake.ts'

const root = path.resolve(import.meta.dirname, '../..')
const contentFolder = makeContentFolder()
after(() => rmSync(contentFolder, { recursive: true }))

interface Started {
  readonly fake: Fake
  readonly said: string[]
  readonly removed: string[]
}

async function start(options: Parameters<typeof createFake>[0] = {}, extra: string[] = []) {
  const fake = createFake(options)
  const said: string[] = []
  const removed: string[] = []
  await startElectronShell(fake, {
    argv: options.packaged === false ? ['electron', 'app', ...extra] : ['keyclave', ...extra],
    platform: 'linux',
    version: '1.2.3',
    makeServices: windowServices(),
    contentFolder,
    preload: '/app/preload.cjs',
    renews: true,
    makeProfile: () => ({ folder: '/memory/profile', remove: () => removed.push('profile') }),
    commandLine: 'keyclave-command',
    say: sentence => said.push(sentence),
  })
  return { fake, said, removed } satisfies Started
}

const preferencesOf = (fake: Fake) => fake.windowOptions[0]?.webPreferences ?? {}

/** Asks the session's gate about a request. */
function isCancelled(fake: Fake, url: string): boolean {
  let cancelled = false
  const gate = fake.beforeRequest as unknown as (
    details: { url: string },
    callback: (answer: { cancel: boolean }) => void,
  ) => void
  gate({ url }, answer => {
    cancelled = answer.cancel
  })
  return cancelled
}

const app = { isMainFrame: true, requestingUrl: 'keyclave://app/' }

/** Asks both permission handlers; they must agree. */
function isGranted(fake: Fake, permission: string, details: object): boolean {
  const { request, check } = fake.permissions
  let granted: boolean | null = null
  const full = { ...app, ...details } as { requestingUrl: string; mediaTypes?: string[] }
  request?.(null as never, permission as never, answer => (granted = answer), full as never)
  const checked = check?.(null, permission as never, full.requestingUrl, {
    ...full,
    mediaType: full.mediaTypes?.length === 1 ? full.mediaTypes[0] : 'unknown',
  } as never)
  assert.equal(checked, granted, 'the two permission handlers disagree')
  return granted === true
}

const call = (fake: Fake, event: object, name: unknown, payload: unknown): Promise<unknown> =>
  (fake.handlers.get(CALL_CHANNEL) as unknown as (...args: unknown[]) => Promise<unknown>)(
    event,
    name,
    payload,
  )

const ownFrame = { origin: 'keyclave://app', parent: null }

describe("Electron's security checklist", () => {
  test('1. Only load secure content', async () => {
    const { fake } = await start()
    assert.deepEqual(
      fake.log.filter(entry => entry.startsWith('load:')),
      ['load:keyclave://app/'],
    )
    for (const url of ['http://example.com/', 'ws://example.com/', 'ftp://example.com/']) {
      assert.ok(isCancelled(fake, url), url)
    }
  })

  test('2. Do not enable Node.js integration for remote content', async () => {
    const preferences = preferencesOf((await start()).fake)
    assert.equal(preferences.nodeIntegration, false)
    assert.equal(preferences.nodeIntegrationInWorker, false)
    // Gives the picker's frame the preload script; without `nodeIntegration`, and sandboxed, no frame has Node.
    assert.equal(preferences.nodeIntegrationInSubFrames, true)
    assert.equal(preferences.sandbox, true)
  })

  test('3. Enable context isolation', async () => {
    assert.equal(preferencesOf((await start()).fake).contextIsolation, true)
  })

  test('4. Enable process sandboxing', async () => {
    const { fake } = await start()
    assert.equal(preferencesOf(fake).sandbox, true)
    assert.ok(fake.log.indexOf('enableSandbox') < fake.log.indexOf('ready'), 'too late')
    assert.ok(fake.log.includes('enableSandbox'))
  })

  test('5. Handle session permission requests from remote content', async () => {
    const { fake } = await start()
    const permissions = [
      'clipboard-read',
      'clipboard-sanitized-write',
      'display-capture',
      'fileSystem',
      'fullscreen',
      'geolocation',
      'hid',
      'idle-detection',
      'mediaKeySystem',
      'midi',
      'notifications',
      'openExternal',
      'pointerLock',
      'serial',
      'storage-access',
      'unknown',
      'usb',
    ]
    const camera = { mediaTypes: ['video'] }
    const event = { sender: fake.contents[0], senderFrame: ownFrame }
    for (const open of [false, true]) {
      await call(fake, event, open ? 'camera.open' : 'camera.close', {})
      for (const permission of permissions)
        assert.ok(!isGranted(fake, permission, camera), permission)
      assert.equal(isGranted(fake, 'media', camera), open, 'the camera')
      assert.ok(!isGranted(fake, 'media', { mediaTypes: ['audio'] }), 'the microphone')
      assert.ok(!isGranted(fake, 'media', { mediaTypes: ['video', 'audio'] }), 'both')
      assert.ok(!isGranted(fake, 'media', { mediaTypes: [] }), 'neither')
      assert.ok(!isGranted(fake, 'media', { ...camera, isMainFrame: false }), 'a subframe')
      assert.ok(!isGranted(fake, 'media', { ...camera, requestingUrl: 'keyclave://other/' }))
      assert.ok(!isGranted(fake, 'media', { ...camera, requestingUrl: 'https://example.com/' }))
    }
    assert.equal(fake.permissions.device?.({} as never), false)
    let streams: unknown = 'not asked'
    fake.permissions.display?.({} as never, answer => (streams = answer))
    assert.equal(streams, null)
  })

  test('6. Do not disable webSecurity', async () => {
    assert.equal(preferencesOf((await start()).fake).webSecurity, true)
  })

  test('7. Define a Content Security Policy', async () => {
    const { fake } = await start()
    const answer = await fake.serve?.(new Request('keyclave://app/'))
    const policy = answer?.headers.get('content-security-policy') ?? ''
    const directives = new Map(
      policy.split('; ').map(directive => {
        const [name = '', ...sources] = directive.split(' ')
        return [name, sources] as const
      }),
    )
    assert.deepEqual(directives.get('default-src'), ["'none'"])
    assert.deepEqual(directives.get('script-src'), ["'self'", "'wasm-unsafe-eval'"])
    assert.deepEqual(directives.get('frame-ancestors'), ["'none'"])
    assert.deepEqual(directives.get('form-action'), ["'none'"])
    assert.deepEqual(directives.get('base-uri'), ["'none'"])
    // The picker alone, under both shells' names of it.
    const picker = ['https://keyclave-picker.invalid', 'keyclave://picker']
    assert.deepEqual(directives.get('frame-src'), picker)
    const rest = policy.replace(picker.join(' '), '')
    assert.doesNotMatch(rest, /'unsafe-|\*|https?:|connect-src|worker-src/)
    const inFrame = await fake.serve?.(new Request('keyclave://picker/picker.html'))
    const framed = inFrame?.headers.get('content-security-policy') ?? ''
    assert.match(framed, /frame-ancestors https:\/\/keyclave\.invalid keyclave:\/\/app;/)
    assert.doesNotMatch(framed, /frame-src|'unsafe-|\*/)
  })

  test('8. Do not enable allowRunningInsecureContent', async () => {
    assert.equal(preferencesOf((await start()).fake).allowRunningInsecureContent, false)
  })

  test('9. Do not enable experimental features', async () => {
    assert.equal(preferencesOf((await start()).fake).experimentalFeatures, false)
  })

  test('10. Do not use enableBlinkFeatures', async () => {
    assert.ok(!('enableBlinkFeatures' in preferencesOf((await start()).fake)))
  })

  test('11. Do not use allowpopups for WebViews', async () => {
    assert.equal(preferencesOf((await start()).fake).webviewTag, false)
    for (const file of globSync('renderer/**/*.{html,tsx,ts}', { cwd: root })) {
      assert.doesNotMatch(readFileSync(path.join(root, file), 'utf8'), /allowpopups|<webview/, file)
    }
  })

  test('12. Verify WebView options before creation', async () => {
    const { fake } = await start()
    for (const contents of fake.contents) {
      assert.ok(isPrevented(contents.listeners, 'will-attach-webview'))
    }
  })

  test('13. Disable or limit navigation', async () => {
    const { fake } = await start()
    const listeners = fake.contents[0]?.listeners ?? new Map()
    const away = [
      'https://example.com/',
      'file:///etc/passwd',
      'keyclave://other/',
      'keyclave://app.example/',
      'keyclave://app/other.html',
      'keyclave://app/?query',
      'keyclave://user@app/',
      'data:text/html,x',
      'blob:keyclave://app/0',
      'javascript:alert(1)',
      'about:blank',
      'not an url',
    ]
    for (const url of away) {
      assert.ok(isPrevented(listeners, 'will-frame-navigate', { url, isMainFrame: true }), url)
    }
    const home = 'keyclave://app/#/keys'
    assert.ok(!isPrevented(listeners, 'will-frame-navigate', { url: home, isMainFrame: true }))
    assert.ok(isPrevented(listeners, 'will-frame-navigate', { url: home, isMainFrame: false }))
    const picker = 'keyclave://picker/picker.html#dark'
    assert.ok(!isPrevented(listeners, 'will-frame-navigate', { url: picker, isMainFrame: false }))
    assert.ok(isPrevented(listeners, 'will-frame-navigate', { url: picker, isMainFrame: true }))
    assert.ok(isPrevented(listeners, 'will-redirect', { url: home }))
  })

  test('14. Disable or limit creation of new windows', async () => {
    const { fake } = await start()
    const later = createFake()
    new later.BrowserWindow({})
    fire(fake.appListeners, 'web-contents-created', {}, later.contents[0])
    for (const contents of [...fake.contents, ...later.contents]) {
      assert.deepEqual(contents.openHandler?.({ url: 'keyclave://app/' } as never), {
        action: 'deny',
      })
    }
  })

  test('15. Do not use shell.openExternal with untrusted content', () => {
    for (const file of globSync('main/**/*.{ts,cts}', { cwd: root })) {
      assert.doesNotMatch(
        readFileSync(path.join(root, file), 'utf8'),
        /openExternal|openPath/,
        file,
      )
    }
  })

  test('16. Use a current version of Electron', () => {
    const read = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8'))
    const pinned: string = read('package.json').devDependencies.electron
    assert.match(pinned, /^\d+\.\d+\.\d+$/, 'pinned exactly')
    assert.ok(Number.parseInt(pinned, 10) >= 45)
    assert.equal(read('node_modules/electron/package.json').version, pinned)
  })

  test('17. Validate the sender of all IPC messages', async () => {
    const { fake } = await start()
    assert.deepEqual([...fake.handlers.keys()], [CALL_CHANNEL, DROP_CHANNEL], 'these channels')
    const sender = fake.contents[0]
    const forbidden = { kind: 'refused', error: { code: 'CALL_FORBIDDEN', data: {} } }
    const senders: [string, object][] = [
      ['a frame that is gone', { sender, senderFrame: null }],
      ['a subframe', { sender, senderFrame: { ...ownFrame, parent: ownFrame } }],
      ['another origin', { sender, senderFrame: { ...ownFrame, origin: 'https://app' } }],
      ['an opaque origin', { sender, senderFrame: { ...ownFrame, origin: 'null' } }],
      ['another window', { sender: {}, senderFrame: ownFrame }],
    ]
    for (const [title, event] of senders) {
      assert.deepEqual(await call(fake, event, 'app.about', {}), forbidden, title)
    }
    const about = await call(fake, { sender, senderFrame: ownFrame }, 'app.about', {})
    assert.equal((about as { kind: string }).kind, 'done')
    const picker = { sender, senderFrame: { origin: 'keyclave://picker', parent: ownFrame } }
    assert.deepEqual(await call(fake, picker, 'app.about', {}), forbidden)
    const asked = await call(fake, picker, 'picker.state', {})
    assert.equal((asked as { kind: string }).kind, 'done')
  })

  test('18. Avoid usage of the file:// protocol and prefer usage of custom protocols', async () => {
    const { fake } = await start()
    const schemes = fake.log.findIndex(entry => entry.startsWith('schemes:'))
    assert.equal(
      fake.log[schemes],
      'schemes:[{"scheme":"keyclave","privileges":{"standard":true,"secure":true,"supportFetchAPI":true}}]',
    )
    assert.ok(schemes < fake.log.indexOf('ready'), 'too late')
    assert.ok(isCancelled(fake, 'file:///etc/passwd'))
  })

  test('19. Check which fuses you can change', () => {
    // The packaged fuses are read back in package.test.ts; this holds that a package always sets them.
    const builder = readFileSync(path.join(root, 'electron-builder.yml'), 'utf8')
    assert.match(builder, /^afterPack: main\/build\/after-pack\.ts$/m)
  })

  test('20. Do not expose Electron APIs to untrusted web content', () => {
    const preload = readFileSync(path.join(root, 'main/shells/electron/preload.cts'), 'utf8')
    assert.equal(preload.match(/exposeInMainWorld/g)?.length, 1)
    const exposed = [...preload.matchAll(/^ {2}(\w+): \(/gm)].map(match => match[1])
    assert.deepEqual(exposed, ['call', 'onEvent'])
    assert.equal(preload.match(/require\(/g)?.length, 1, "require('electron') alone")
    for (const channel of [CALL_CHANNEL, EVENT_CHANNEL]) assert.ok(preload.includes(`'${channel}'`))
  })
})

describe('beyond the checklist', () => {
  test('any command-line switch ends the process with a sentence, before anything else', async () => {
    for (const argument of [
      '--remote-debugging-port=9222',
      '--remote-debugging-pipe',
      '--inspect',
      '--inspect-brk=0',
      '--no-sandbox=1',
      '--disable-web-security',
      '--js-flags=--allow-natives-syntax',
      '--proxy-server=example.com:80',
      '--load-extension=/tmp/x',
      'file.txt',
      '-',
    ]) {
      for (const packaged of [true, false]) {
        const { fake, said } = await start({ packaged }, [argument])
        const refusal = /^error\[SWITCH_UNKNOWN\]: (.*)\n$/.exec(said.join())?.[1]
        assert.ok(refusal !== undefined, said.join())
        // Whoever double-clicked sees no terminal; whoever develops has one.
        const box = packaged ? [`box:Keyclave did not start: ${refusal}`] : []
        assert.deepEqual(fake.log, [...box, 'exit:1'])
        assert.ok(!said.join().includes(argument) || argument === '-', 'repeats what was typed')
      }
    }
  })

  test('an AppImage that cannot run sandboxed says so, and what to do, in a box', async () => {
    const { fake, said, removed } = await start({}, ['--no-sandbox'])
    assert.match(said.join(), /^error\[SANDBOX_OFF\]: .*Install the \.deb package/)
    const [box] = fake.log.filter(entry => entry.startsWith('box:'))
    assert.match(box ?? '', /without its sandbox/)
    assert.ok(fake.log.indexOf('ready') < fake.log.indexOf(box ?? ''), 'too early to be seen')
    assert.ok(
      fake.log.indexOf('switch:proxy-server=http://127.0.0.1:9') < fake.log.indexOf('ready'),
    )
    assert.equal(fake.log.at(-1), 'exit:1')
    assert.deepEqual(fake.windowOptions, [], 'no window')
    fire(fake.appListeners, 'quit')
    assert.deepEqual(removed, ['profile'])
  })

  test('a second instance ends, and brings the first to the front', async () => {
    assert.deepEqual((await start({ locked: false })).fake.log, ['lock', 'exit:0'])
    const { fake } = await start()
    fire(fake.appListeners, 'second-instance', {})
    await new Promise(setImmediate)
    assert.deepEqual(fake.log.slice(-2), ['restore', 'focus'])
  })

  test('the session is in memory, and what the engine writes is removed at exit', async () => {
    const { fake, removed } = await start()
    const partition = fake.log.find(entry => entry.startsWith('partition:'))
    assert.doesNotMatch(partition ?? '', /persist:/)
    assert.deepEqual(
      [...fake.paths],
      ['userData', 'sessionData', 'crashDumps', 'logs'].map(name => [name, '/memory/profile']),
    )
    assert.ok(fake.log.lastIndexOf('setPath:logs') < fake.log.indexOf('ready'), 'too late')
    assert.ok(fake.log.indexOf('lock') < fake.log.indexOf('setPath:userData'), 'lock not shared')
    fire(fake.appListeners, 'quit', {})
    assert.deepEqual(removed, ['profile'])
  })

  test('the window is kept off screenshots and recordings', async () => {
    const { fake } = await start()
    const at = fake.log.indexOf('contentProtection:true')
    assert.ok(at > 0 && at < fake.log.indexOf('show'))
  })

  test('every request but the app\u2019s own is cancelled', async () => {
    const { fake } = await start()
    for (const url of [
      'https://example.com/',
      'wss://example.com/',
      'keyclave://other/',
      'keyclave://app:1/',
      'chrome://settings/',
      'devtools://devtools/bundled/inspector.html',
      'data:text/plain,x',
      'blob:null/0',
      'ftp://example.com/',
      '',
    ]) {
      assert.ok(isCancelled(fake, url), url)
    }
    assert.ok(!isCancelled(fake, 'keyclave://app/assets/app.js'))
  })

  test('DevTools only in development', async () => {
    assert.equal(preferencesOf((await start()).fake).devTools, false)
    const { fake } = await start({ packaged: false })
    assert.equal(preferencesOf(fake).devTools, true)
    assert.ok(!isCancelled(fake, 'devtools://devtools/bundled/inspector.html'))
    assert.ok(isCancelled(fake, 'https://example.com/'))
  })

  test('spellcheck, downloads, plugins, dropped files and the menu are off', async () => {
    const { fake } = await start()
    assert.ok(fake.log.includes('spellcheck:false'))
    assert.ok(fake.log.includes('menu:null'))
    assert.ok(fake.log.includes('webrtc:disable_non_proxied_udp'))
    assert.ok(fake.log.includes('bluetooth'))
    assert.ok(isPrevented(fake.sessionListeners, 'will-download'))
    const { spellcheck, plugins, navigateOnDragDrop, enableWebSQL } = preferencesOf(fake)
    assert.deepEqual([spellcheck, plugins, navigateOnDragDrop, enableWebSQL], Array(4).fill(false))
  })

  test('the engine gets no name, no way out and no port, before it is ready', async () => {
    const { fake } = await start()
    const switches = fake.log.filter(entry => entry.startsWith('switch:'))
    assert.deepEqual(switches, [
      'switch:host-resolver-rules=MAP * ~NOTFOUND',
      'switch:proxy-server=http://127.0.0.1:9',
      'switch:proxy-bypass-list=<-loopback>',
      'switch:force-webrtc-ip-handling-policy=disable_non_proxied_udp',
      'switch:disable-features=WebRtcHideLocalIpsWithMdns',
      // And time, on a slow machine.
      'switch:ipc-connection-timeout=3600',
      'switch:disable-gpu-watchdog=',
    ])
    assert.ok(fake.log.lastIndexOf(switches.at(-1) ?? '') < fake.log.indexOf('ready'), 'too late')
  })

  test('no crash reporter, no updater, no remote debugging in the code', () => {
    for (const file of globSync('main/shells/electron/*.{ts,cts}', { cwd: root })) {
      const text = readFileSync(path.join(root, file), 'utf8').replaceAll(
        /\/\*.*?\*\/|\/\/[^\n]*/gs,
        '',
      )
      assert.doesNotMatch(text, /crashReporter|autoUpdater|\.debugger/, file)
    }
  })

  test('every web preference that weakens the window is stated and off', () => {
    const { webPreferences } = windowOptions({
      session: {} as never,
      preload: '/p',
      development: false,
    })
    const on = Object.entries(webPreferences ?? {}).filter(([, value]) => value === true)
    assert.deepEqual(on.map(([name]) => name).sort(), [
      'contextIsolation',
      // Of a preload script for the picker's frame, and of nothing else (checklist, 2).
      'nodeIntegrationInSubFrames',
      'safeDialogs',
      'sandbox',
      'webSecurity',
    ])
  })

  test('the scheme serves the built files with every header, and nothing else', async () => {
    const { fake } = await start()
    const get = async (url: string, method = 'GET') => fake.serve?.(new Request(url, { method }))
    const page = await get('keyclave://app/?a#b')
    assert.equal(page?.status, 200)
    for (const [name, value] of Object.entries(HEADERS))
      assert.equal(page?.headers.get(name), value)
    assert.equal((await get('keyclave://app/assets/app.js'))?.status, 200)
    assert.equal((await get('keyclave://app/content.json'))?.status, 404)
    assert.equal((await get('keyclave://app/../package.json'))?.status, 404)
    assert.equal((await get('keyclave://app/%2e%2e/package.json'))?.status, 404)
    assert.equal((await get('keyclave://other/'))?.status, 404)
    assert.equal((await get('keyclave://app/', 'POST'))?.status, 405)
  })

  test('files dropped by a person are told with their paths; made-up drops and files are not', () => {
    const file = path.join(root, 'main/shells/electron/preload.cts')
    const told: unknown[][] = []
    const exposed: string[] = []
    let drop = (_event: object): void => assert.fail('nothing listens for drops')
    const electron = {
      contextBridge: { exposeInMainWorld: (name: string) => exposed.push(name) },
      ipcRenderer: { invoke: (...args: unknown[]) => told.push(args) },
      webUtils: { getPathForFile: ({ path: at }: { path?: string }) => at ?? '' },
    }
    runInNewContext(stripTypeScriptTypes(readFileSync(file, 'utf8')), {
      process: { isMainFrame: true },
      require: (name: string) => (name === 'electron' ? electron : assert.fail(name)),
      addEventListener: (type: string, listener: typeof drop, capture: boolean) => {
        assert.deepEqual([type, capture], ['drop', true])
        drop = listener
      },
    })
    const files = [{ path: '/a' }, {}, { path: '/b c' }]
    drop({ isTrusted: false, dataTransfer: { files } })
    assert.deepEqual(told, [])
    drop({ isTrusted: true, dataTransfer: { files } })
    assert.equal(JSON.stringify(told), JSON.stringify([[DROP_CHANNEL, ['/a', '/b c']]]))
    assert.deepEqual(exposed, ['keyclave'], 'the page sees the bridge and nothing more')
  })

  test('dropped paths come back to the page as an event', async () => {
    const { fake } = await start()
    const event = { sender: fake.contents[0], senderFrame: ownFrame }
    const drop = (from: object, paths: unknown) =>
      fake.handlers.get(DROP_CHANNEL)?.(from as never, paths as never)
    const before = fake.log.length
    const framed = { ...event, senderFrame: { ...ownFrame, parent: ownFrame } }
    await drop(framed, ['/'])
    await drop(event, '/')
    await drop(event, [{}])
    assert.equal(fake.log.length, before)
    await drop(event, ['/', '/nowhere'])
    const said = fake.log.at(-1)?.replace(/[0-9a-f]{32}/, 'TOKEN')
    const told = { chosen: [{ token: 'TOKEN', path: '/' }], unreadable: 1, tooMany: false }
    assert.equal(said, `send:${EVENT_CHANNEL}:${JSON.stringify(['files.dropped', told])}`)
  })

  test('events go to the page, checked', async () => {
    const { fake } = await start()
    const event = { sender: fake.contents[0], senderFrame: ownFrame }
    await call(fake, event, 'app.lock', {})
    assert.equal(fake.log.at(-1), `send:${EVENT_CHANNEL}:["app.locked",{"reason":"asked"}]`)
  })

  describe('closing the window', () => {
    const asked = (fake: Fake): string[] =>
      fake.log.filter(entry => entry.startsWith(`send:${EVENT_CHANNEL}:["app.closing"`))
    const inRecovery = async (): Promise<{ fake: Fake; event: object }> => {
      const { fake } = await start()
      const event = { sender: fake.contents[0], senderFrame: ownFrame }
      await call(fake, event, 'recovery.begin', { kit: null })
      return { fake, event }
    }

    test('closes at once when nothing is under way', async () => {
      const { fake } = await start()
      assert.equal(isPrevented(fake.windowListeners, 'close'), false)
      assert.deepEqual(asked(fake), [])
    })

    test('asks in the page first when something is, however often somebody tries', async () => {
      const { fake, event } = await inRecovery()
      for (const times of [1, 2]) {
        assert.equal(isPrevented(fake.windowListeners, 'close'), true)
        assert.equal(asked(fake).length, times)
      }
      assert.match(asked(fake)[0] ?? '', /"underWay":\["recovery"\]/)
      assert.ok(!fake.log.includes('destroy:0'))
      await call(fake, event, 'app.close', {})
      assert.equal(fake.log.at(-1), 'destroy:0')
    })

    test('does not ask a page that is gone', async () => {
      const { fake } = await inRecovery()
      fire(fake.contents[0]?.listeners ?? new Map(), 'render-process-gone', {}, {})
      assert.equal(isPrevented(fake.windowListeners, 'close'), false)
    })
  })

  describe('a window in which people had secrets', () => {
    const eventOf = (fake: Fake, window: number) => ({
      ...{ sender: fake.contents[window], senderFrame: ownFrame },
    })
    const untilDestroyed = async (fake: Fake): Promise<void> => {
      while (!fake.log.some(entry => entry.startsWith('destroy'))) await settled()
    }
    const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve))
    const renewing = (fake: Fake): string[] =>
      fake.log.filter(entry => entry.includes('app.renewing'))

    test('is replaced when that has ended, and the old one is destroyed', async () => {
      const { fake } = await start()
      await call(fake, eventOf(fake, 0), 'recovery.begin', { kit: null })
      assert.deepEqual(renewing(fake), [])
      await call(fake, eventOf(fake, 0), 'recovery.end', {})
      await untilDestroyed(fake)
      assert.equal(renewing(fake).length, 1)
      const order = ['window', 'load:keyclave://app/', 'destroy:0']
      assert.deepEqual(
        fake.log.filter(entry => order.includes(entry)),
        ['window', 'load:keyclave://app/', ...order],
      )
      const reply = await call(fake, eventOf(fake, 1), 'app.about', {})
      const { output } = reply as { output: { renewed: object } }
      assert.deepEqual(output.renewed, { after: 'recovery', screen: 'recovery' })
      const old = await call(fake, eventOf(fake, 0), 'app.about', {})
      assert.equal((old as { kind: string }).kind, 'refused')
      await call(fake, eventOf(fake, 1), 'recovery.leave', {})
      const later = await call(fake, eventOf(fake, 1), 'app.about', {})
      assert.equal((later as { output: { renewed: { screen: null } } }).output.renewed.screen, null)
    })

    test('is replaced when its page fails, and what was under way goes on', async () => {
      const { fake } = await start()
      await call(fake, eventOf(fake, 0), 'recovery.begin', { kit: null })
      fire(
        fake.contents[0]?.listeners ?? new Map(),
        'render-process-gone',
        {},
        { reason: 'crashed' },
      )
      await untilDestroyed(fake)
      const reply = await call(fake, eventOf(fake, 1), 'app.about', {})
      const { output } = reply as { output: { renewed: object } }
      assert.deepEqual(output.renewed, { after: 'crash', screen: 'recovery' })
    })
  })

  test('a changed file of the window is refused before a window opens', async () => {
    const fake = createFake()
    const said: string[] = []
    const empty = mkdtempSync(path.join(tmpdir(), 'keyclave-empty-'))
    await startElectronShell(fake, {
      argv: ['keyclave'],
      platform: 'linux',
      version: '1',
      makeServices: windowServices(),
      contentFolder: empty,
      preload: '/p',
      renews: true,
      makeProfile: () => ({ folder: '/memory/profile', remove: () => {} }),
      commandLine: 'keyclave-command',
      say: sentence => said.push(sentence),
    })
    rmSync(empty, { recursive: true })
    assert.equal(fake.windowOptions.length, 0)
    assert.match(said.join(), /^error\[WINDOW_CONTENT\]/)
    assert.match(fake.log.at(-1) ?? '', /^exit:/)
  })
})
