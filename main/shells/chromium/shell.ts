/**
 * The same window in the system's Chromium, driven over a pipe: no port, an invented origin whose
 * requests are answered from memory, every other request failed.
 */
import path from 'node:path'
import type { Page } from 'playwright-core'
import type { EventName } from '../../../shared/contract.ts'
import type { Json } from '../../../shared/json.ts'
import { createCamera } from '../camera.ts'
import type { Content } from '../content.ts'
import { createDesktop, type Desktop, type MakeServices } from '../desktop.ts'
import { CHROMIUM_ORIGIN, CHROMIUM_PICKER } from '../navigation.ts'
import type { Bounds } from './arguments.ts'
import { type Browser, openBrowser } from './browser.ts'
import { EVENT_NAME } from './page-bridge.ts'

export interface ChromiumSurroundings {
  readonly executable: string
  /** An empty folder; the caller removes it when the window has closed. */
  readonly profile: string
  readonly content: Content
  readonly makeServices: MakeServices
  readonly version: string
  readonly platform: NodeJS.Platform
  readonly root: boolean
  readonly headless: boolean
  /** What Chromium gets of the environment (cleanEnvironment). */
  readonly environment: Readonly<Record<string, string>>
  /** Whether a new browser takes the window's place when what held secrets has ended. */
  readonly renews: boolean
}

export interface ChromiumShell {
  /** The page that shows the window now. */
  readonly page: Page
  readonly desktop: Desktop
  /** Closes the window. */
  readonly close: () => Promise<void>
  /** Settles when the window has closed, whoever closed it, and what was behind it is put away. */
  readonly closed: Promise<void>
}

/** Opens the window; it is usable when this returns. */
export async function openChromiumShell(
  surroundings: ChromiumSurroundings,
): Promise<ChromiumShell> {
  const window = new BrowserWindow(surroundings)
  await window.open()
  const { desktop } = window
  return {
    get page() {
      return window.page
    },
    desktop,
    close: () => window.close(),
    closed: window.closed.then(() => desktop.end()),
  }
}

/** What people see as one window, whichever browser shows it. */
class BrowserWindow {
  readonly #surroundings: ChromiumSurroundings
  readonly desktop: Desktop
  readonly #closed = Promise.withResolvers<void>()
  #browser: Browser | null = null
  #opened = 0
  #isClosed = false

  constructor(surroundings: ChromiumSurroundings) {
    this.#surroundings = surroundings
    const { content, makeServices, version, platform, renews } = surroundings
    this.desktop = createDesktop({
      ...{ content, makeServices, version, platform },
      shell: 'chromium',
      origins: { window: CHROMIUM_ORIGIN, picker: CHROMIUM_PICKER },
      camera: createCamera(open => this.#browser?.permitCamera(open)),
      send: (name, payload) => this.#tell(name, payload),
      close: () => this.close(),
      renew: renews ? () => this.#renew() : null,
    })
  }

  get page(): Page {
    if (this.#browser === null) throw new Error('the window is not open')
    return this.#browser.page
  }

  get closed(): Promise<void> {
    return this.#closed.promise
  }

  async open(bounds: Bounds | null = null): Promise<void> {
    this.#opened += 1
    const { desktop } = this
    const browser = await openBrowser({
      ...this.#surroundings,
      folder: path.join(this.#surroundings.profile, String(this.#opened)),
      bounds,
      dispatch: desktop.dispatch,
      drop: desktop.drop,
      mayClose: desktop.mayClose,
      onCrash: () => void desktop.crashed(),
    })
    this.#browser = browser
    void browser.gone.then(() => {
      if (this.#browser !== browser) return
      this.#isClosed = true
      this.#closed.resolve()
    })
    if (this.#isClosed) await browser.close()
  }

  /** The old browser shows the window until the new one does. */
  async #renew(): Promise<void> {
    const old = this.#browser
    if (old === null || this.#isClosed) return
    await this.open(await old.bounds())
    await old.close()
  }

  async close(): Promise<void> {
    await this.#browser?.close()
  }

  #tell(name: EventName, payload: Json): void {
    // A page that is closing misses its events, and nobody else waits for them.
    const event = JSON.stringify({ name, payload })
    this.#browser?.page.evaluate(tellPage, [EVENT_NAME, event] as const).catch(() => {})
  }
}

/** Runs in the page. */
function tellPage([type, event]: readonly [string, string]): void {
  const page = globalThis as unknown as {
    CustomEvent: new (type: string, init: { detail: unknown }) => object
    dispatchEvent: (event: object) => void
  }
  page.dispatchEvent(new page.CustomEvent(type, { detail: JSON.parse(event) }))
}
