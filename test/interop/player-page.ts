/** Players in the system's Chromium: what hls.js and Shaka Player show of what a test has packaged. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { chromium } from 'playwright-core'
import { findChromium, INSTALL_CHROMIUM } from '../../main/shells/chromium/find.ts'

const MODULES = path.resolve(import.meta.dirname, '../../node_modules')
const SCRIPTS: { readonly [name: string]: string } = {
  '/player/hls.js': path.join(MODULES, 'hls.js/dist/hls.js'),
  '/player/shaka.js': path.join(MODULES, 'shaka-player/dist/shaka-player.compiled.js'),
}
const PAGE = `<!doctype html><meta charset="utf-8"><video muted playsinline width="128" height="96"></video>
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

/** How something is played: as it is, by hls.js, or by Shaka Player with keys by key id. */
export type Way =
  | { readonly by: 'browser' | 'hls.js'; readonly url: string }
  | {
      readonly by: 'shaka'
      readonly url: string
      readonly keys: { readonly [kid: string]: string }
    }

/** What was seen: a sum of each picture, or why nothing was played. */
export type Seen = { readonly pictures: readonly string[] } | { readonly failed: string }

/** Runs in the page. */
async function look({ way, moments }: { way: Way; moments: readonly number[] }) {
  interface Player {
    configure(options: object): void
    attach(video: HTMLVideoElement): Promise<void>
    load(url: string): Promise<void>
  }
  interface Stream {
    on(
      event: string,
      listener: (name: string, data: { fatal: boolean; details: string }) => void,
    ): void
    loadSource(url: string): void
    attachMedia(video: HTMLVideoElement): void
  }
  const { shaka, Hls } = window as unknown as {
    shaka: { Player: new () => Player }
    Hls: (new () => Stream) & { Events: { ERROR: string } }
  }
  const video = document.querySelector('video') as HTMLVideoElement
  const failure = new Promise<never>((_, reject) => {
    video.addEventListener('error', () => reject(new Error(`video: ${video.error?.message}`)))
    setTimeout(() => reject(new Error('nothing was shown within 20 seconds')), 20_000)
    if (way.by === 'hls.js') {
      const stream = new Hls()
      stream.on(Hls.Events.ERROR, (_name, { fatal, details }) => {
        if (fatal) reject(new Error(`hls.js: ${details}`))
      })
      stream.loadSource(way.url)
      stream.attachMedia(video)
    }
  })
  const played = async (): Promise<number[][]> => {
    if (way.by === 'browser') video.src = way.url
    if (way.by === 'shaka') {
      const player = new shaka.Player()
      await player.attach(video)
      player.configure({ drm: { clearKeys: way.keys } })
      await player.load(way.url)
    }
    if (video.readyState < 1)
      await new Promise(done => video.addEventListener('loadedmetadata', done))
    const canvas = document.createElement('canvas')
    const brush = canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D
    const pictures: number[][] = []
    for (const moment of moments) {
      const sought = new Promise(done => video.addEventListener('seeked', done, { once: true }))
      video.currentTime = moment
      await sought
      while (video.readyState < 2) await new Promise(done => setTimeout(done, 20))
      canvas.width = video.videoWidth
      canvas.height = video.videoHeight
      brush.drawImage(video, 0, 0)
      pictures.push([...brush.getImageData(0, 0, canvas.width, canvas.height).data])
    }
    return pictures
  }
  try {
    return { pictures: await Promise.race([played(), failure]) }
  } catch (error) {
    const { message, code } = error as { message?: string; code?: number }
    return { failed: `${code ?? ''} ${message ?? ''}`.trim() }
  }
}

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
      await page.goto(server.url)
      const seen = await page.evaluate(look, { way, moments: MOMENTS })
      await page.close()
      if ('failed' in seen) return seen
      const sum = (pixels: number[]) => createHash('sha256').update(Uint8Array.from(pixels))
      return { pictures: seen.pictures.map(pixels => sum(pixels).digest('hex')) }
    },
    close: async () => {
      await browser.close()
      server.close()
    },
  }
}
