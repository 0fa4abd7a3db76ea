/** One browser with one page, driven over a pipe. It comes and goes; the window stays (main/shells/renewal.ts). */
import { rmSync } from 'node:fs'
import type { BrowserContext, Page, Route } from 'playwright-core'
import type { Dispatch } from '../../router.ts'
import { answer, type Content } from '../content.ts'
import { CHROMIUM_ORIGIN, CHROMIUM_PICKER, isHomePage, isWithin, originOf } from '../navigation.ts'
import { type Bounds, chromiumArguments } from './arguments.ts'
import { browserRefusal } from './did-not-start.ts'
import { watchDrops } from './drops.ts'
import { CALL_BINDING, installBridge } from './page-bridge.ts'
import { environmentIn, makePlaces } from './places.ts'
import { writePreferences } from './preferences.ts'

export interface BrowserOptions {
  readonly executable: string
  /** Everything that it writes goes in here; it is made, and removed again. */
  readonly folder: string
  readonly content: Content
  readonly root: boolean
  readonly headless: boolean
  /** What it gets of the environment (cleanEnvironment). */
  readonly environment: Readonly<Record<string, string>>
  /** Where its window stands; null: wherever the system puts it. */
  readonly bounds: Bounds | null
  readonly dispatch: Dispatch
  /** A person has dropped these onto the window. */
  readonly drop: (paths: readonly string[]) => Promise<void>
  /** Whether the window may close, when somebody wants to close it. */
  readonly mayClose: () => boolean
  /** The page's process has ended by itself. */
  readonly onCrash: () => void
}

export interface Browser {
  readonly context: BrowserContext
  readonly page: Page
  /** Grants the camera, or nothing. */
  readonly permitCamera: (open: boolean) => Promise<void>
  /** Where the window stands now; null where nobody tells. */
  readonly bounds: () => Promise<Bounds | null>
  /** Ends all its processes, and removes what it wrote. */
  readonly close: () => Promise<void>
  /** Settles when it has ended, whoever ended it. */
  readonly gone: Promise<void>
}

/**
 * For the browser to start, and for the page to load: as long as it takes (the driver's 0). No number is right for the
 * slowest machine that starts from a stick, where giving up means beginning again, for ever. A browser that has ended
 * is noticed all the same, and what never comes is ended by the person who waits.
 */
const NO_DEADLINE = 0

/** Opens it; the page has loaded when this returns. */
export async function openBrowser(options: BrowserOptions): Promise<Browser> {
  const context = await launch(options)
  const remove = (): void =>
    rmSync(options.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
  const gone = new Promise<void>(resolve => context.once('close', () => resolve())).then(remove)
  try {
    context.setDefaultNavigationTimeout(NO_DEADLINE)
    const page =
      context.pages()[0] ?? (await context.waitForEvent('page', { timeout: NO_DEADLINE }))
    page.once('close', () => void context.close())
    let crashed = false
    page.once('crash', () => {
      crashed = true
      options.onCrash()
    })
    await guard(context, page, options.content)
    askBeforeClosing(page, options.mayClose)
    await serveCalls(context, page, options)
    await page.goto(`${CHROMIUM_ORIGIN}/`, { waitUntil: 'load' })
    return {
      context,
      page,
      permitCamera: open => permit(context, open),
      // A page that has crashed answers nothing, and does not say so.
      bounds: async () => (crashed ? null : await boundsOf(context, page)),
      close: async () => {
        await context.close()
        await gone
        remove() // what its last processes wrote while it ended
      },
      gone,
    }
  } catch (error) {
    await context.close()
    await gone
    throw error
  }
}

/** @throws BROWSER_SANDBOX, BROWSER_DISPLAY, BROWSER_FAILED */
async function launch(options: BrowserOptions): Promise<BrowserContext> {
  const { chromium } = await import('playwright-core')
  const { executable, headless, environment } = options
  const places = makePlaces(options.folder)
  writePreferences(places.profile)
  const context = chromium.launchPersistentContext(places.profile, {
    executablePath: executable,
    timeout: NO_DEADLINE,
    ignoreDefaultArgs: true,
    args: chromiumArguments({ ...options, ...places }),
    headless,
    env: environmentIn(environment, places),
    viewport: null,
    offline: true,
    serviceWorkers: 'block',
    acceptDownloads: false,
    // The launcher closes the window on a signal, and removes the profile after that.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  })
  return context.catch((error: unknown) => {
    const display = environment.WAYLAND_DISPLAY ?? environment.DISPLAY ?? ''
    throw browserRefusal(executable, error, display)
  })
}

async function boundsOf(context: BrowserContext, page: Page): Promise<Bounds | null> {
  try {
    const driver = await context.newCDPSession(page)
    const { bounds } = await driver.send('Browser.getWindowForTarget')
    await driver.detach()
    const { left, top, width, height, windowState } = bounds
    if (left === undefined || top === undefined || width === undefined || height === undefined) {
      return null
    }
    return { left, top, width, height, maximized: windowState === 'maximized' }
  } catch {
    return null // a page that is closing
  }
}

/** Grants the camera, or nothing; whatever is not granted is refused without asking. */
async function permit(context: BrowserContext, camera: boolean): Promise<void> {
  await context.clearPermissions() // the driver adds to what was granted before
  await context.grantPermissions(camera ? ['camera'] : [], { origin: CHROMIUM_ORIGIN })
}

/** One page, one origin, the built files. */
async function guard(context: BrowserContext, page: Page, content: Content): Promise<void> {
  await permit(context, false)
  await context.route('**', route => fulfil(route, content))
  await context.routeWebSocket(/.*/, socket => void socket.close())
  context.on('page', other => void other.close())
  page.on('download', download => void download.cancel())
  page.on('framenavigated', frame => {
    if (frame !== page.mainFrame() || isHomePage(CHROMIUM_ORIGIN, frame.url())) return
    page.goto(`${CHROMIUM_ORIGIN}/`).catch(() => {})
  })
}

/**
 * The page always asks to stay (page-bridge.ts), and the answer is given here: it goes, or it stays and
 * asks by a question of its own, which a person answers. Any other dialog is none of the app's.
 */
function askBeforeClosing(page: Page, mayClose: () => boolean): void {
  page.on('dialog', dialog => {
    const goes = dialog.type() === 'beforeunload' && mayClose()
    // The dialog of a page that has gone meanwhile needs no answer.
    ;(goes ? dialog.accept() : dialog.dismiss()).catch(() => {})
  })
}

async function fulfil(route: Route, content: Content): Promise<void> {
  const request = route.request()
  // `aborted` leaves the page where it is; any other reason would show an error page in its place.
  const isOurs = [CHROMIUM_ORIGIN, CHROMIUM_PICKER].some(own => isWithin(own, request.url()))
  if (!isOurs) return route.abort('aborted')
  const { status, headers, body } = answer(content, request.method(), request.url())
  return route.fulfill({ status, headers: { ...headers }, body })
}

/** The sender is the frame the driver names; nothing the page says of itself counts. */
async function serveCalls(
  context: BrowserContext,
  page: Page,
  { dispatch, drop }: Pick<BrowserOptions, 'dispatch' | 'drop'>,
): Promise<void> {
  await context.exposeBinding(CALL_BINDING, async (source, name: unknown, input: unknown) => {
    const own = source.page === page
    const sender = {
      origin: originOf(source.frame.url()),
      mainFrame: own && source.frame === page.mainFrame(),
      innerFrame: own && source.frame.parentFrame() === page.mainFrame(),
    }
    return JSON.stringify(await dispatch(sender, name, parsed(input)))
  })
  await context.addInitScript(installBridge)
  await watchDrops(context, page, paths => void drop(paths))
}

/** `undefined` for what is not JSON text: the router refuses it. */
function parsed(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
}
