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
import {
  CHROMIUM_ORIGIN,
  CHROMIUM_PICKER,
  ELECTRON_ORIGIN,
  ELECTRON_PICKER,
  isWithin,
  PICKER_PAGE,
} from './navigation.ts'

const HOME_PAGE = '/index.html'

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

/** Everything is refused but what a page needs from its own origin, and the picker as a frame of the window. */
const policyWith = (...more: readonly string[]): string =>
  [...COMMON_POLICY, ...more, "trusted-types 'none'"].join('; ')

const COMMON_POLICY = [
  "default-src 'none'",
  // WebAssembly, for the reader of QR codes; it allows no text to become script (THREATS: Choices a reviewer will ask about).
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
]
const POLICY = policyWith(
  "frame-ancestors 'none'",
  // Each shell answers its own of the two, and nothing but that one page.
  `frame-src ${CHROMIUM_PICKER} ${ELECTRON_PICKER}`,
)
const PICKER_POLICY = policyWith(`frame-ancestors ${CHROMIUM_ORIGIN} ${ELECTRON_ORIGIN}`)

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

/** As the window's, but that the window shows it. */
export const PICKER_HEADERS = {
  ...HEADERS,
  'content-security-policy': PICKER_POLICY,
  'permissions-policy': FEATURES.replace('camera=(self)', 'camera=()'),
  'cross-origin-resource-policy': 'cross-origin',
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
 * @param url an URL of one of the app's own origins; query and fragment do not choose the file
 */
export function answer(content: Content, method: string, url: string): Answer {
  const { pathname } = new URL(url)
  const isPicker = isWithin(CHROMIUM_PICKER, url) || isWithin(ELECTRON_PICKER, url)
  const name = pathname === '/' && !isPicker ? HOME_PAGE : pathname
  // Neither page exists under the other's origin.
  const file = name === (isPicker ? HOME_PAGE : PICKER_PAGE) ? undefined : content.get(name)
  const headers = {
    ...(isPicker ? PICKER_HEADERS : HEADERS),
    'content-type': file?.type ?? 'text/plain',
  }
  if (method !== 'GET') return { status: 405, headers, body: Buffer.alloc(0) }
  if (file === undefined) return { status: 404, headers, body: Buffer.alloc(0) }
  return { status: 200, headers, body: file.bytes }
}
