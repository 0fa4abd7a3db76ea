/**
 * Tries every way out, in a network of its own in which all that leaves the browser meets the trap.
 * Started by ways-out.test.ts; prints what arrived, by layer, as JSON.
 *
 *   policy    the shell as it is
 *   route     without the page's policy: every request is failed
 *   control   a plain browser: shows that the ways are ways, and that the trap holds
 */
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium, type Page } from 'playwright-core'
import { findChromium } from '../../main/shells/chromium/find.ts'
import { openHeadless } from './open-chromium.ts'
import { setTrap, type Trap } from './trap.ts'
import { WAYS_OUT, type WayOut } from './ways-out.ts'

/** The address of this network's own interface (ways-out.test.ts): not a loopback to a browser. */
const ADDRESS = '10.9.9.1'

const BLANK = '<!doctype html><title>Keyclave</title><body></body>'

interface Layer {
  readonly arrived: string[]
  /** Where the page was after each way that navigates. */
  readonly places: string[]
  /** Sockets that listen or are bound, the trap's left out. */
  readonly listening: string[]
}

export interface Findings {
  readonly policy: Layer
  readonly route: Layer
  readonly control: string[]
}

const trap = await setTrap(BLANK)

function attempt(page: Page, way: WayOut): Promise<unknown> {
  const values = {
    url: `http://${ADDRESS}:${trap.port}/${way.name}`,
    ws: `ws://${ADDRESS}:${trap.port}/${way.name}`,
    host: `${way.name}.trap.example`,
    udp: `${ADDRESS}:${trap.udpPort}`,
  }
  const names = Object.keys(values).join(', ')
  // Not awaited beyond a moment: some ways never settle.
  const code = `(async ({ ${names} }) => { ${way.code} })(${JSON.stringify(values)})`
  return Promise.race([page.evaluate(`void ${code}.catch(() => {})`).catch(() => {}), sleep(1000)])
}

/**
 * All that stay on the page at once, then those that leave it, one by one.
 *
 * @param patience milliseconds in which the page has to be back at home
 */
async function tryAll(page: Page, home: string, patience: number): Promise<string[]> {
  const places: string[] = []
  for (const way of WAYS_OUT.filter(({ navigates }) => !navigates)) await attempt(page, way)
  await sleep(1000)
  for (const way of WAYS_OUT.filter(({ navigates }) => navigates)) {
    await attempt(page, way)
    await sleep(150)
    // Some ways get as far as an empty page of no origin; the shell brings the app back.
    await page.waitForURL(url => url.href.startsWith(home), { timeout: patience }).catch(() => {})
    places.push(`${way.name} ${page.url()}`)
    if (page.url() !== home) await page.goto(home).catch(() => {})
  }
  await page.goto(home).catch(() => {})
  return places
}

async function tryShell(withPolicy: boolean): Promise<Layer> {
  const shell = await openHeadless()
  const home = shell.page.url()
  if (!withPolicy) {
    await shell.page.route(home, route => route.fulfill({ contentType: 'text/html', body: BLANK }))
    await shell.page.reload()
  }
  const places = await tryAll(shell.page, home, 5000)
  const open = listening(trap)
  await shell.close()
  return { arrived: trap.take(), places, listening: open }
}

async function tryPlainBrowser(): Promise<string[]> {
  const browser = await chromium.launch({
    executablePath: findChromium() ?? '',
    chromiumSandbox: process.getuid?.() !== 0,
  })
  const page = await browser.newPage()
  const home = `http://${ADDRESS}:${trap.port}/`
  await page.goto(home)
  await tryAll(page, home, 1)
  await browser.close()
  return trap.take()
}

/** Every listening or bound socket of this network, the trap's own three left out. */
function listening({ port, udpPort }: Trap): string[] {
  const own = [`tcp ${port}`, `udp ${udpPort}`, 'udp 53']
  return ['tcp', 'tcp6', 'udp', 'udp6']
    .flatMap(kind =>
      readFileSync(`/proc/self/net/${kind}`, 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map(line => line.trim().split(/\s+/))
        .filter(([, , , state]) => kind.startsWith('udp') || state === '0A')
        .map(([, local]) => `${kind} ${Number.parseInt(local?.split(':')[1] ?? '', 16)}`),
    )
    .filter(socket => !own.includes(socket))
}

const policy = await tryShell(true)
const route = await tryShell(false)
const control = await tryPlainBrowser()
trap.close()
process.stdout.write(JSON.stringify({ policy, route, control } satisfies Findings))
