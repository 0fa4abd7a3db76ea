/** The Chromium shell, in the real browser without a window. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { chromiumArguments } from '../../main/shells/chromium/arguments.ts'
import type { ChromiumShell } from '../../main/shells/chromium/shell.ts'
import { openHeadless } from './open-chromium.ts'
import { networkSockets, processTree } from './sockets.ts'

const HOME = 'https://keyclave.invalid/'
const forbidden = { kind: 'refused', error: { code: 'CALL_FORBIDDEN', data: {} } }

describe('the Chromium shell', () => {
  let shell: ChromiumShell
  before(async () => {
    shell = await openHeadless()
  })
  after(() => shell.close())

  /** Runs code in the page; `keyclave` is the bridge there. */
  const inPage = (code: string): Promise<unknown> =>
    shell.page.evaluate(`(async () => { ${code} })()`)

  test('opens the app’s page in a secure context, under its policy', async () => {
    assert.equal(shell.page.url(), HOME)
    assert.equal(await inPage('return isSecureContext'), true)
    assert.equal(
      await inPage("return fetch('/').then(() => 'let through', () => 'refused')"),
      'refused',
    )
    const injected = await inPage(`
      const script = document.createElement('script')
      try { script.text = 'window.injected = true'; document.body.append(script) } catch {}
      return window.injected === true ? 'let through' : 'refused'`)
    assert.equal(injected, 'refused')
  })

  test('exposes two functions that the page cannot replace', async () => {
    assert.deepEqual(await inPage('return Object.keys(keyclave)'), ['call', 'onEvent'])
    const attempt = 'try { keyclave = 1; keyclave.call = 1 } catch {} return typeof keyclave.call'
    assert.equal(await inPage(attempt), 'function')
    assert.equal(await inPage('return typeof require + typeof process'), 'undefinedundefined')
  })

  test('answers a call of the page', async () => {
    const reply = (await inPage("return keyclave.call('app.about', {})")) as {
      output: { shell: string; version: string }
    }
    assert.deepEqual([reply.output.shell, reply.output.version], ['chromium', '1.2.3'])
  })

  test('refuses what is no JSON, no object, or has an unknown field', async () => {
    const inputs = [
      'undefined',
      '() => {}',
      'new Date(0)',
      '[]',
      '"{}"',
      '{ extra: 1 }',
      'null',
      '1',
    ]
    for (const input of inputs) {
      const reply = await inPage(`return keyclave.call('app.about', ${input})`)
      assert.equal((reply as typeof forbidden).error?.code, 'CALL_INPUT', input)
    }
    const raw = await inPage(
      "return JSON.parse(await __keyclaveCall('app.about', { richer: new Map() }))",
    )
    assert.equal((raw as typeof forbidden).error.code, 'CALL_INPUT')
  })

  test('refuses a call of a subframe', async () => {
    const reply = await inPage(`
      const frame = document.body.appendChild(document.createElement('iframe'))
      for (let i = 0; i < 600 && !frame.contentWindow.__keyclaveCall; i += 1) {
        await new Promise(done => setTimeout(done, 100))
      }
      try { return await frame.contentWindow.__keyclaveCall('app.about', '{}') } finally { frame.remove() }`)
    assert.deepEqual(JSON.parse(reply as string), forbidden)
  })

  test('the picker is a page of another process: the window cannot look into it, nor choose for it', async () => {
    const page = (await inPage(`
      const reply = await keyclave.call('files.ask', { wanted: { kind: 'file' } })
      const frame = document.createElement('iframe')
      frame.src = reply.output.page
      const loaded = new Promise(done => (frame.onload = done))
      document.body.append(frame)
      await loaded
      return { src: frame.src, sees: frame.contentDocument === null ? 'nothing' : 'its document' }`)) as {
      src: string
      sees: string
    }
    assert.deepEqual(page, { src: 'https://keyclave-picker.invalid/picker.html', sees: 'nothing' })
    const frame = shell.page.frames().find(one => one.url() === page.src)
    assert.ok(frame)
    // There is a session of its own for a frame in a process of its own alone.
    await (await shell.page.context().newCDPSession(frame)).detach()
    const inFrame = (code: string): Promise<unknown> =>
      frame.evaluate(`(async () => { ${code} })()`)
    const state = await inFrame("return keyclave.call('picker.state', {})")
    assert.deepEqual(state, {
      ...{ kind: 'done', output: { asked: { wanted: { kind: 'file' }, start: null } } },
    })
    for (const call of ['app.about', 'vault.close', 'files.ask']) {
      assert.deepEqual(await inFrame(`return keyclave.call('${call}', {})`), forbidden, call)
    }
    for (const call of ['picker.state', 'picker.list', 'picker.choose']) {
      const input = "{ paths: ['/etc/passwd'], folder: '/', hidden: true }"
      assert.deepEqual(await inPage(`return keyclave.call('${call}', ${input})`), forbidden, call)
    }
    // Under another name neither page is there, and the window shows no other frame.
    const served = await inPage(`
      const frame = document.querySelector('iframe')
      const seen = []
      for (const src of ['/picker.html', 'https://keyclave.invalid/', 'https://example.org/']) {
        const other = document.createElement('iframe')
        other.src = src
        const over = new Promise(done => (other.onload = done))
        document.body.append(other)
        await over
        seen.push(other.contentDocument?.title ?? '')
        other.remove()
      }
      frame.remove()
      return seen`)
    assert.deepEqual(served, ['', '', ''])
  })

  test('grants the camera only while a scan is on, and nothing else ever', async () => {
    const state = (name: string): Promise<unknown> =>
      inPage(`return (await navigator.permissions.query({ name: '${name}' })).state`)
    const others = ['microphone', 'geolocation', 'notifications', 'clipboard-read', 'midi']
    for (const [call, expected] of [
      ['camera.close', 'denied'],
      ['camera.open', 'granted'],
      ['camera.close', 'denied'],
    ] as const) {
      await inPage(`return keyclave.call('${call}', {})`)
      assert.equal(await state('camera'), expected, call)
      for (const other of others) assert.equal(await state(other), 'denied', `${other} at ${call}`)
    }
  })

  test('no drop that the page makes up says where a file lies, and the page cannot say it did', async () => {
    const heard = await inPage(`
      const heard = []
      keyclave.onEvent('files.dropped', payload => heard.push(payload))
      const data = new DataTransfer()
      data.items.add(new File(['x'], '/etc/passwd'))
      document.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }))
      await new Promise(done => setTimeout(done, 200))
      return [heard, typeof __keyclaveDropped]`)
    assert.deepEqual(heard, [[], 'undefined'])
  })

  test('brings events to the page, and stops when it is told to', async () => {
    const heard = await inPage(`
      const heard = []
      const stop = keyclave.onEvent('app.locked', payload => heard.push(payload))
      const both = []
      keyclave.onEvent('app.locked', payload => both.push(payload))
      const until = async count => {
        while (both.length < count) await new Promise(done => setTimeout(done, 20))
      }
      await keyclave.call('app.lock', {})
      await until(1)
      stop()
      await keyclave.call('app.unlock', {})
      await keyclave.call('app.lock', {})
      await until(2)
      return [heard, both]`)
    const asked = { reason: 'asked' }
    assert.deepEqual(heard, [[asked], [asked, asked]])
  })

  test('answers a call within 100 ms', async () => {
    const times = (await inPage(`
      const times = []
      for (let round = 0; round < 21; round += 1) {
        const start = performance.now()
        await keyclave.call('app.about', {})
        times.push(performance.now() - start)
      }
      return times.sort((a, b) => a - b)`)) as number[]
    // The median: on a machine that runs other tests, one answer in twenty may wait for them.
    assert.ok((times[10] ?? Infinity) < 100, `${times[10]} ms`)
  })

  test('listens nowhere, and is connected nowhere', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise(resolve => server.once('listening', resolve))
    assert.equal(networkSockets(processTree(process.pid)).length, 1, 'the test sees no socket')
    await new Promise(resolve => server.close(resolve))
    const pids = processTree(process.pid)
    assert.ok(pids.length > 3, 'the test sees no browser')
    assert.deepEqual(networkSockets(pids), [])
  })

  test('gives its own processes an hour to find each other, and not the 15 seconds after which they end', () => {
    const given = processTree(process.pid).map(commandLine)
    for (const type of ['gpu-process', 'utility', 'renderer']) {
      const ofType = given.filter(args => args.includes(`--type=${type}`))
      assert.ok(ofType.length > 0, type)
      for (const args of ofType) assert.ok(args.includes('--ipc-connection-timeout=3600'), type)
    }
  })

  test('ends when its page is closed', async () => {
    const other = await openHeadless()
    await other.page.close()
    await other.closed
  })
})

/** The arguments of a process; where it names itself anew, they stand in one line with spaces. Empty when it has ended. */
function commandLine(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split(/[\0 ]/)
  } catch {
    return []
  }
}

describe('Chromium’s arguments', () => {
  const options = {
    ...{ profile: '/memory/profile', crashes: '/memory/crashes', bounds: null },
    ...{ root: false, headless: false },
  }

  test('keep the sandbox, except for root', () => {
    assert.ok(!chromiumArguments(options).includes('--no-sandbox'))
    assert.ok(chromiumArguments({ ...options, root: true }).includes('--no-sandbox'))
  })

  test('open no port and weaken nothing', () => {
    const text = chromiumArguments(options).join('\n')
    assert.match(text, /^--remote-debugging-pipe$/m)
    const weakening = [
      'remote-debugging-port',
      'remote-debugging-address',
      'disable-web-security',
      'disable-site-isolation',
      'disable-popup-blocking',
      'disable-ipc-flooding-protection',
      'ignore-certificate-errors',
      'allow-running-insecure-content',
      'unsafely-',
      'enable-unsafe-',
      'enable-features',
      'enable-logging',
      'load-extension',
      'no-zygote',
      'test-type',
    ]
    for (const name of weakening) assert.doesNotMatch(text, new RegExp(`--${name}`), name)
  })
})
