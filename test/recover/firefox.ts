import { type ChildProcess, spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { TextSocket } from './web-socket.ts'

/**
 * recover.html in Debian's Firefox, over WebDriver BiDi (W3C, w3c.github.io/webdriver-bidi): commands and events as
 * JSON on one WebSocket, which the browser opens itself (--remote-debugging-port). Keys and the pointer are pressed as
 * a person does; nothing calls into the page but to read it.
 */

const PROGRAM = '/usr/bin/firefox-esr'

/** Nothing is asked, nothing is fetched, and downloads go where the test looks. */
const preferences = (
  downloads: string,
): { readonly [name: string]: string | number | boolean } => ({
  'app.normandy.enabled': false,
  'app.update.disabledForTesting': true,
  'browser.download.dir': downloads,
  'browser.download.folderList': 2,
  'browser.download.panel.shown': true,
  'browser.download.useDownloadDir': true,
  'browser.safebrowsing.downloads.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.getAddons.cache.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'http://127.0.0.1:9/',
  'toolkit.telemetry.server': '',
})

interface Node {
  readonly sharedId: string
}
interface Message {
  readonly id?: number
  readonly method?: string
  readonly result?: unknown
  readonly error?: string
  readonly message?: string
  readonly params?: unknown
}

/** A connection: commands are answered by their number, events are listened to. */
class Bidi {
  #socket: TextSocket | null = null
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  readonly #listeners: ((method: string, params: unknown) => void)[] = []
  #last = 0

  static async connect(url: string): Promise<Bidi> {
    const bidi = new Bidi()
    bidi.#socket = await TextSocket.connect(
      url,
      text => bidi.#take(JSON.parse(text)),
      () => {
        for (const { reject } of bidi.#waiting.values()) reject(new Error('Firefox has gone'))
      },
    )
    return bidi
  }

  #take({ id, method, result, error, message, params }: Message): void {
    if (id === undefined) {
      for (const listener of this.#listeners) listener(method ?? '', params)
      return
    }
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error === undefined) waiting?.resolve(result)
    else waiting?.reject(new Error(`${error}: ${message}`))
  }

  on(listener: (method: string, params: unknown) => void): void {
    this.#listeners.push(listener)
  }

  async send<Result>(method: string, params: object): Promise<Result> {
    this.#last += 1
    const answer = Promise.withResolvers<unknown>()
    this.#waiting.set(this.#last, answer)
    this.#socket?.send(JSON.stringify({ id: this.#last, method, params }))
    return (await answer.promise) as Result
  }

  end(): void {
    this.#socket?.end()
  }
}

/** Where the browser listens: it says so when it has started. */
function listening(browser: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let said = ''
  browser.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text
    const [, url] = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(said) ?? []
    if (url !== undefined) resolve(url)
  })
  browser.on('error', reject)
  browser.on('exit', () => reject(new Error(`Firefox has ended: ${said}`)))
  return promise
}

/** recover.html in Firefox, and what somebody does with it. */
export class FirefoxAtHand {
  readonly #browser: ChildProcess
  readonly #bidi: Bidi
  readonly #context: string
  readonly #folder: string
  /** What the page asked for that is not itself, and what it said where nobody looks. */
  readonly stray: string[] = []

  private constructor(browser: ChildProcess, bidi: Bidi, context: string, folder: string) {
    this.#browser = browser
    this.#bidi = bidi
    this.#context = context
    this.#folder = folder
  }

  /**
   * @param file   the page
   * @param memory bytes of its own that each process of the browser gets (RLIMIT_DATA); null: as many as there are
   */
  static async open(file: string, memory: number | null = null): Promise<FirefoxAtHand> {
    if (!existsSync(PROGRAM)) {
      throw new Error(
        'this test needs Firefox: apt-get install --no-install-recommends firefox-esr',
      )
    }
    const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-firefox-'))
    const [profile, downloads] = [path.join(folder, 'profile'), path.join(folder, 'downloads')]
    for (const made of [profile, downloads]) mkdirSync(made)
    const lines = Object.entries(preferences(downloads)).map(
      ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
    )
    writeFileSync(path.join(profile, 'user.js'), lines.join(''))
    const command = [
      ...(memory === null ? [] : ['prlimit', `--data=${memory}`]),
      ...[PROGRAM, '--headless', '--no-remote', '--profile', profile],
      ...['--remote-debugging-port', '0', 'about:blank'],
    ]
    const [program = PROGRAM, ...args] = command
    const browser = spawn(program, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, HOME: folder },
    })
    const url = await listening(browser)
    const bidi = await Bidi.connect(`${url}/session`)
    await bidi.send('session.new', { capabilities: {} })
    const { contexts } = await bidi.send<{ contexts: readonly { readonly context: string }[] }>(
      'browsingContext.getTree',
      {},
    )
    const hand = new FirefoxAtHand(browser, bidi, contexts[0]?.context ?? '', folder)
    bidi.on((method, params) => hand.#note(method, params, file))
    await bidi.send('session.subscribe', {
      events: ['network.beforeRequestSent', 'log.entryAdded'],
    })
    await bidi.send('browsingContext.navigate', {
      ...{ context: hand.#context, url: `file://${file}`, wait: 'complete' },
    })
    return hand
  }

  #note(method: string, params: unknown, file: string): void {
    if (method === 'log.entryAdded') {
      this.stray.push(String((params as { readonly text: string | null }).text))
      return
    }
    const { request, context } = params as {
      readonly request: { readonly url: string }
      readonly context: string | null
    }
    const own = /^(blob|data):/.test(request.url) || request.url === `file://${file}`
    if (context === this.#context && !own) this.stray.push(request.url)
  }

  async close(): Promise<void> {
    const gone = new Promise(resolve => this.#browser.on('exit', resolve))
    await this.#bidi.send('browser.close', {}).catch(() => this.#browser.kill())
    await gone
    this.#bidi.end()
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 })
  }

  async #evaluate<Value>(expression: string): Promise<Value> {
    const { result, exceptionDetails } = await this.#bidi.send<{
      readonly result?: { readonly value?: unknown; readonly sharedId?: string }
      readonly exceptionDetails?: { readonly text: string }
    }>('script.evaluate', {
      ...{ expression, target: { context: this.#context }, awaitPromise: true },
    })
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.text)
    // Null has no value in BiDi.
    return (result?.sharedId === undefined ? (result?.value ?? null) : result) as Value
  }

  text(selector: string): Promise<string> {
    return this.#evaluate(`document.querySelector(${JSON.stringify(selector)}).innerText`)
  }

  async #element(expression: string): Promise<Node> {
    const { sharedId } = await this.#evaluate<Node>(
      `(() => { const found = ${expression}; found.scrollIntoView({ block: 'center' }); return found })()`,
    )
    return { sharedId }
  }

  async #press(element: Node): Promise<void> {
    const origin = { type: 'element', element }
    await this.#bidi.send('input.performActions', {
      context: this.#context,
      actions: [
        {
          ...{ type: 'pointer', id: 'mouse' },
          actions: [
            { type: 'pointerMove', x: 0, y: 0, origin },
            { type: 'pointerDown', button: 0 },
            { type: 'pointerUp', button: 0 },
          ],
        },
      ],
    })
  }

  /** Into a field in the place of what is in it, key by key. */
  async #type(selector: string, text: string): Promise<void> {
    await this.#press(await this.#element(`document.querySelector(${JSON.stringify(selector)})`))
    const down = (value: string) => ({ type: 'keyDown', value })
    const up = (value: string) => ({ type: 'keyUp', value })
    const all = [down(CONTROL), down('a'), up('a'), up(CONTROL)]
    const actions = [...all, ...[...text].flatMap(value => [down(value), up(value)])]
    await this.#bidi.send('input.performActions', {
      ...{ context: this.#context, actions: [{ type: 'key', id: 'keyboard', actions }] },
    })
  }

  async #button(name: string): Promise<void> {
    const found = `[...document.querySelectorAll('button')].find(one => (one.ariaLabel ?? one.innerText).startsWith(${JSON.stringify(name)}) && one.checkVisibility())`
    await this.#press(await this.#element(found))
  }

  async files(selector: string, files: readonly string[]): Promise<string | null> {
    const element = await this.#element(`document.querySelector(${JSON.stringify(selector)})`)
    await this.#bidi.send('input.setFiles', { context: this.#context, element, files })
    return await this.settled()
  }

  /** @returns what is refused; null: nothing */
  async fingerprint(digits: string): Promise<string | null> {
    await this.#type('#fingerprint', `${digits}${ENTER}`)
    return await this.settled()
  }

  /** @returns what is refused; null: nothing */
  async card(words: string): Promise<string | null> {
    await this.#type('#card', words)
    await this.#button('Take this card')
    return await this.settled()
  }

  /** @returns what is refused; null: nothing */
  async open(passphrase: string): Promise<string | null> {
    await this.#type('#passphrase', `${passphrase}${ENTER}`)
    return await this.settled()
  }

  /** What a button gives to the downloads. */
  async saved(button: string): Promise<{ readonly name: string; readonly bytes: Buffer }> {
    const downloads = path.join(this.#folder, 'downloads')
    const before = new Set(readdirSync(downloads))
    await this.#button(button)
    const refused = await this.settled()
    if (refused !== null) throw new Error(refused)
    for (let tries = 0; tries < 600; tries += 1) {
      const now = readdirSync(downloads).filter(name => !before.has(name))
      const [name] = now
      if (name !== undefined && now.length === 1 && !name.endsWith('.part')) {
        const bytes = readFileSync(path.join(downloads, name))
        if (bytes.length > 0) return { name, bytes }
      }
      await wait(100)
    }
    throw new Error(`nothing came of "${button}"`)
  }

  /** When what was asked for is done: what is refused beside it, or null. */
  async settled(): Promise<string | null> {
    const busy = `document.body.hasAttribute('aria-busy')`
    do await wait(100)
    while (await this.#evaluate<boolean>(busy))
    return await this.#evaluate(
      `[...document.querySelectorAll('.problem')].filter(one => one.checkVisibility()).map(one => one.textContent).join('\\n') || null`,
    )
  }
}

/** WebDriver, "Keyboard actions": keys without a character. */
const ENTER = '\uE006'
const CONTROL = '\uE009'
