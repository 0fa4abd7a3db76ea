/**
 * What the window shows: a fixed map of path → bytes, each with the SHA-256 it had when it was built.
 *
 * No path is ever joined from a request: what is not a key of the map does not exist.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import * as z from 'zod'
import { refuse } from '../../shared/errors.ts'
import { MANIFEST, sha256 } from './manifest.ts'

const manifestSchema = z.record(
  z.string().regex(/^\/[\w./-]+$/),
  z.strictObject({ type: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
)

interface ContentFile {
  readonly type: string
  readonly sha256: string
  readonly bytes: Buffer
}

/** By path, `/index.html` among them. */
export type Content = ReadonlyMap<string, ContentFile>

export interface Answer {
  readonly status: 200 | 404 | 405
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** Everything is refused but what the window needs from its own origin. */
const POLICY = [
  "default-src 'none'",
  // WebAssembly, for the reader of QR codes; it allows no text to become script (THREATS: Choices a reviewer will ask about).
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

/** Browser features a page may use; the camera is still asked for (permissions). */
const FEATURES = [
  'camera=(self)',
  ...[
    'accelerometer',
    'autoplay',
    'clipboard-read',
    'clipboard-write',
    'display-capture',
    'geolocation',
    'gyroscope',
    'hid',
    'idle-detection',
    'local-fonts',
    'magnetometer',
    'microphone',
    'midi',
    'payment',
    'publickey-credentials-get',
    'screen-wake-lock',
    'serial',
    'storage-access',
    'usb',
    'window-management',
  ].map(feature => `${feature}=()`),
].join(', ')

export const HEADERS = {
  'content-security-policy': POLICY,
  'permissions-policy': FEATURES,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const

/**
 * Reads the built window into memory.
 *
 * @param folder the build's output, MANIFEST in it
 * @throws WINDOW_CONTENT when a file is missing or is not the one that was built
 */
export function loadContent(folder: string): Content {
  const manifest = readManifest(path.join(folder, MANIFEST))
  return new Map(
    Object.entries(manifest).map(([name, file]) => {
      const bytes = readBuilt(path.join(folder, name))
      if (bytes === null || sha256(bytes) !== file.sha256) {
        throw refuse('WINDOW_CONTENT', { path: name })
      }
      return [name, { ...file, bytes }]
    }),
  )
}

function readManifest(file: string): z.infer<typeof manifestSchema> {
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    throw refuse('WINDOW_CONTENT', { path: MANIFEST })
  }
}

function readBuilt(file: string): Buffer | null {
  try {
    return readFileSync(file)
  } catch {
    return null
  }
}

/**
 * Answers one request of the window.
 *
 * @param url an URL of the app's own origin; query and fragment do not choose the file
 */
export function answer(content: Content, method: string, url: string): Answer {
  const { pathname } = new URL(url)
  const file = content.get(pathname === '/' ? '/index.html' : pathname)
  const headers = { ...HEADERS, 'content-type': file?.type ?? 'text/plain' }
  if (method !== 'GET') return { status: 405, headers, body: Buffer.alloc(0) }
  if (file === undefined) return { status: 404, headers, body: Buffer.alloc(0) }
  return { status: 200, headers, body: file.bytes }
}
