/** Players in the system's Chromium: what hls.js and Shaka Player show of what a test has packaged. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { decode } from 'fast-png'
import { chromium } from 'playwright-core'
import { findChromium, INSTALL_CHROMIUM } from '../../main/shells/chromium/find.ts'

const MODULES = path.resolve(import.meta.dirname, '../../node_modules')
const SCRIPTS: { readonly [name: string]: string } = {
  '/player/hls.js': path.join(MODULES, 'hls.js/dist/hls.js'),
  '/player/shaka.js': path.join(MODULES, 'shaka-player/dist/shaka-player.compiled.js'),
}
const PAGE = `<!doctype html><meta charset="utf-8"><style>video { display: block }</style><video muted playsinline width="128" height="96"></video>
<script src="/player/hls.js"></script><script src="/player/shaka.js"></script>`
const TYPES: { readonly [ending: string]: string } = {
  '.js': 'text/javascript',
  '.mpd': 'application/dash+xml',
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.mp4': 'video/mp4',
  '.ts': 'video/mp2t',
}

/** A folder on the loopback address, with parts of files as players ask for them (RFC 9110, section 14). */
async function serve(folder: string) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
    if (pathname === '/') {
      response.setHeader('content-type', 'text/html').end(PAGE)
      return
    }
    const file = SCRIPTS[pathname] ?? path.join(folder, path.basename(pathname))
    if (!existsSync(file)) {
      response.writeHead(404).end()
      return
    }
    const { size } = statSync(file)
    response.setHeader('content-type', TYPES[path.extname(file)] ?? 'application/octet-stream')
    response.setHeader('accept-ranges', 'bytes')
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? []
    if (from === undefined) {
      response.setHeader('content-length', size)
      createReadStream(file).pipe(response)
      return
    }
    const [start, end] = [Number(from), Math.min(to ? Number(to) : size - 1, size - 1)]
    response.writeHead(206, {
      'content-range': `bytes ${start}-${end}/${size}`,
      'content-length': end - start + 1,
    })
    createReadStream(file, { start, end }).pipe(response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() }
}

/** Pictures that are looked at, in the middle of their time: of 24 in two seconds. */
const PICTURES = [1, 7, 13, 22]
const MOMENTS = PICTURES.map(picture => (picture + 0.5) / 12)

/** How something is played: by hls.js, or by Shaka Player with keys by key id. */
export type Way =
  | { readonly by: 'hls.js'; readonly url: string }
  | {
      readonly by: 'shaka'
      readonly url: string
      readonly keys: { readonly [kid: string]: string }
    }

/** What was seen: a sum of each picture, or why nothing was played. */
export type Seen = { readonly pictures: readonly string[] } | { readonly failed: string }

/** What the functions below use of a browser and of the players; test/ has no DOM types. */
interface Page {
  readonly document: {
    readonly querySelector: (selector: 'video') => Video
    readonly body: { readonly dataset: { failed?: string } }
  }
  readonly requestAnimationFrame: (then: () => void) => number
  readonly shaka: { readonly Player: new () => Player }
  readonly Hls: (new () => Stream) & { readonly Events: { readonly ERROR: string } }
}
interface Video {
  currentTime: number
  readonly readyState: number
  readonly error: { readonly message: string } | null
  readonly addEventListener: (event: 'error', listener: () => void) => void
  readonly requestVideoFrameCallback: (then: () => void) => number
}
interface Player {
  readonly configure: (options: object) => void
  readonly attach: (video: Video) => Promise<void>
  readonly load: (url: string) => Promise<void>
  readonly addEventListener: (
    event: 'error',
    listener: (event: { readonly detail: { readonly code: number } }) => void,
  ) => void
}
interface Stream {
  readonly on: (
    event: string,
    listener: (name: string, data: { fatal: boolean; details: string }) => void,
  ) => void
  readonly loadSource: (url: string) => void
  readonly attachMedia: (video: Video) => void
}

/** Runs in the page: begins to play; null, or why it cannot. */
async function begin(way: Way): Promise<string | null> {
  const { document, shaka, Hls } = globalThis as unknown as Page
  const video = document.querySelector('video')
  const fail = (why: string): void => {
    document.body.dataset.failed ??= why
  }
  video.addEventListener('error', () => fail(`video: ${video.error?.message}`))
  try {
    if (way.by === 'hls.js') {
      const stream = new Hls()
      stream.on(Hls.Events.ERROR, (_name, { fatal, details }) => {
        if (fatal) fail(`hls.js: ${details}`)
      })
      stream.loadSource(way.url)
      stream.attachMedia(video)
    } else {
      const player = new shaka.Player()
      player.addEventListener('error', ({ detail }) => fail(`shaka: ${detail.code}`))
      await player.attach(video)
      player.configure({ drm: { clearKeys: way.keys } })
      await player.load(way.url)
    }
  } catch (error) {
    fail(`shaka: ${(error as { code?: number }).code}`)
  }
  while (video.readyState < 2 && document.body.dataset.failed === undefined) {
    await new Promise(done => globalThis.setTimeout(done, 20))
  }
  return document.body.dataset.failed ?? null
}

/** Runs in the page: goes there, until its picture is on the screen; null, or why it never is. */
async function goTo(moment: number): Promise<string | null> {
  const { document, requestAnimationFrame } = globalThis as unknown as Page
  const video = document.querySelector('video')
  const shown = new Promise<void>(done => video.requestVideoFrameCallback(done))
  video.currentTime = moment
  const failed = async (): Promise<void> => {
    while (document.body.dataset.failed === undefined) {
      await new Promise(done => globalThis.setTimeout(done, 20))
    }
  }
  await Promise.race([shown, failed()])
  for (let i = 0; i < 2; i += 1) await new Promise<void>(done => requestAnimationFrame(done))
  return document.body.dataset.failed ?? null
}

const PATIENCE = 60_000

/** A browser that plays what is in a folder, each time in a new page. */
export async function openPlayer(folder: string) {
  const executablePath = findChromium()
  if (executablePath === null) throw new Error(`there is no Chromium: ${INSTALL_CHROMIUM}`)
  const server = await serve(folder)
  const browser = await chromium.launch({
    executablePath,
    chromiumSandbox: process.getuid?.() !== 0,
  })
  return {
    /** @param keys by the address that players ask for one */
    play: async (way: Way, keys: { readonly [url: string]: Buffer } = {}): Promise<Seen> => {
      const page = await browser.newPage()
      for (const [url, key] of Object.entries(keys)) {
        await page.route(url, route =>
          route.fulfill({ body: key, headers: { 'access-control-allow-origin': '*' } }),
        )
      }
      page.setDefaultTimeout(PATIENCE)
      await page.goto(server.url)
      const within = async (done: Promise<string | null>): Promise<string | null> =>
        await Promise.race([
          done.catch(() => 'the page was closed'),
          setTimeout(PATIENCE, `nothing was shown within ${PATIENCE} ms`, { ref: false }),
        ])
      try {
        const why = await within(page.evaluate(begin, way))
        if (why !== null) return { failed: why }
        const pictures: string[] = []
        for (const moment of MOMENTS) {
          const missing = await within(page.evaluate(goTo, moment))
          if (missing !== null) return { failed: missing }
          // What is on the screen: of a video that was encrypted Chromium hands no picture to a canvas.
          const { data } = decode(await page.locator('video').screenshot())
          pictures.push(createHash('sha256').update(data).digest('hex'))
        }
        return { pictures }
      } finally {
        await page.close()
      }
    },
    close: async () => {
      await browser.close()
      server.close()
    },
  }
}
