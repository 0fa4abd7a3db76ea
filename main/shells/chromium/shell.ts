/**
 * The same window in the system's Chromium, driven over a pipe: no port, an invented origin whose
 * requests are answered from memory, every other request failed.
 */
import type { BrowserContext, Page, Route } from 'playwright-core'
import type { EventName } from '../../../shared/contract.ts'
import type { Json } from '../../../shared/json.ts'
import { createCamera } from '../camera.ts'
import { answer, type Content } from '../content.ts'
import { createDesktop, type Desktop, type MakeServices } from '../desktop.ts'
import { CHROMIUM_ORIGIN, isHomePage, isWithin, originOf } from '../navigation.ts'
import { chromiumArguments } from './arguments.ts'
import { watchDrops } from './drops.ts'
import { CALL_BINDING, EVENT_NAME, installBridge } from './page-bridge.ts'
import { writePreferences } from './preferences.ts'

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
}

export interface ChromiumShell {
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
  const context = await launch(surroundings)
  try {
    const page = context.pages()[0] ?? (await context.waitForEvent('page'))
    const gone = new Promise<void>(resolve => context.once('close', () => resolve()))
    page.once('close', () => void context.close())
    const desktop = desktopOf(surroundings, context, page)
    const closed = gone.then(() => desktop.end())
    await guard(context, page, surroundings.content)
    askBeforeClosing(page, desktop)
    await serveCalls(context, page, desktop)
    await page.goto(`${CHROMIUM_ORIGIN}/`, { waitUntil: 'load' })
    return { page, desktop, close: () => context.close(), closed }
  } catch (error) {
    await context.close()
    throw error
  }
}

async function launch(surroundings: ChromiumSurroundings): Promise<BrowserContext> {
  const { chromium } = await import('playwright-core')
  const { executable, profile, headless, environment } = surroundings
  writePreferences(profile)
  return chromium.launchPersistentContext(profile, {
    executablePath: executable,
    ignoreDefaultArgs: true,
    args: chromiumArguments(surroundings),
    headless,
    env: { ...environment },
    viewport: null,
    offline: true,
    serviceWorkers: 'block',
    acceptDownloads: false,
    // The launcher closes the window on a signal, and removes the profile after that.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  })
}

function desktopOf(
  { content, makeServices, version, platform }: ChromiumSurroundings,
  context: BrowserContext,
  page: Page,
): Desktop {
  const camera = createCamera(open => permit(context, open))
  const send = (name: EventName, payload: Json): void => {
    // A page that is closing misses its events, and nobody else waits for them.
    const event = JSON.stringify({ name, payload })
    page.evaluate(tellPage, [EVENT_NAME, event] as const).catch(() => {})
  }
  const shell = 'chromium'
  return createDesktop({
    ...{ shell, origin: CHROMIUM_ORIGIN, version, platform, content, camera, makeServices, send },
    close: () => context.close(),
  })
}

/** Runs in the page. */
function tellPage([type, event]: readonly [string, string]): void {
  const page = globalThis as unknown as {
    CustomEvent: new (type: string, init: { detail: unknown }) => object
    dispatchEvent: (event: object) => void
  }
  page.dispatchEvent(new page.CustomEvent(type, { detail: JSON.parse(event) }))
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
function askBeforeClosing(page: Page, desktop: Desktop): void {
  page.on('dialog', dialog => {
    const goes = dialog.type() === 'beforeunload' && desktop.mayClose()
    // The dialog of a page that has gone meanwhile needs no answer.
    ;(goes ? dialog.accept() : dialog.dismiss()).catch(() => {})
  })
}

async function fulfil(route: Route, content: Content): Promise<void> {
  const request = route.request()
  // `aborted` leaves the page where it is; any other reason would show an error page in its place.
  if (!isWithin(CHROMIUM_ORIGIN, request.url())) return route.abort('aborted')
  const { status, headers, body } = answer(content, request.method(), request.url())
  return route.fulfill({ status, headers: { ...headers }, body })
}

/** The sender is the frame the driver names; nothing the page says of itself counts. */
async function serveCalls(context: BrowserContext, page: Page, desktop: Desktop): Promise<void> {
  await context.exposeBinding(CALL_BINDING, async (source, name: unknown, input: unknown) => {
    const mainFrame = source.page === page && source.frame === page.mainFrame()
    const sender = { origin: originOf(source.frame.url()), mainFrame }
    return JSON.stringify(await desktop.dispatch(sender, name, parsed(input)))
  })
  await context.addInitScript(installBridge)
  await watchDrops(context, page, paths => {
    const sender = { origin: originOf(page.url()), mainFrame: true }
    // Refused while the window is locked, as every call is: there is nobody to tell.
    void desktop.dispatch(sender, 'files.drop', { paths: [...paths] })
  })
}

/** `undefined` for what is not JSON text: the router refuses it. */
function parsed(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
}
