import { answer, type Content } from '../content.ts'
import { ELECTRON_ORIGIN, ELECTRON_PICKER, ELECTRON_SCHEME, isWithin } from '../navigation.ts'
import { isPermitted } from './permissions.ts'
import type { Runtime, WindowSession } from './runtime.ts'

/** Without `persist:` a partition lives in memory and ends with the process. */
const PARTITION = 'keyclave'

/** Tells Electron about the app's scheme. Before the app is ready, or it has no effect. */
export function registerScheme(runtime: Runtime): void {
  runtime.protocol.registerSchemesAsPrivileged([
    {
      scheme: ELECTRON_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true },
    },
  ])
}

export interface SessionOptions {
  readonly content: Content
  readonly cameraIsOpen: () => boolean
  /** DevTools load their own pages: they are let through while developing. */
  readonly development: boolean
}

/** The window's session: in memory, the app's own files, no permission but the camera, no network. */
export function openSession(
  runtime: Runtime,
  { content, cameraIsOpen, development }: SessionOptions,
): WindowSession {
  const session = runtime.session.fromPartition(PARTITION)
  serveContent(session, content)
  session.webRequest.onBeforeRequest(({ url }, callback) => {
    const allowed = isOwn(url) || (development && url.startsWith('devtools://devtools/'))
    callback({ cancel: !allowed })
  })
  answerPermissions(session, cameraIsOpen)
  session.setSpellCheckerEnabled(false) // it fetches dictionaries
  session.on('will-download', event => event.preventDefault())
  return session
}

const isOwn = (url: string): boolean =>
  isWithin(ELECTRON_ORIGIN, url) || isWithin(ELECTRON_PICKER, url)

function serveContent(session: WindowSession, content: Content): void {
  session.protocol.handle(ELECTRON_SCHEME, request => {
    if (!isOwn(request.url)) return new Response(null, { status: 404 })
    const { status, headers, body } = answer(content, request.method, request.url)
    return new Response(new Uint8Array(body), { status, headers })
  })
}

function answerPermissions(session: WindowSession, cameraIsOpen: () => boolean): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    const mediaTypes = 'mediaTypes' in details ? (details.mediaTypes ?? []) : []
    const { isMainFrame, requestingUrl } = details
    callback(isPermitted({ permission, isMainFrame, requestingUrl, mediaTypes }, cameraIsOpen()))
  })
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) => {
    const mediaTypes = details.mediaType === undefined ? [] : [details.mediaType]
    const question = {
      permission,
      isMainFrame: details.isMainFrame,
      requestingUrl: requestingOrigin,
      mediaTypes,
    }
    return isPermitted(question, cameraIsOpen())
  })
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, callback) => callback(null))
  session.setBluetoothPairingHandler((_details, callback) => callback({ confirmed: false }))
}
