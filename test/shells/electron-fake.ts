/**
 * An Electron that records what the shell does with it. Its members have the types of Electron's own
 * electron.d.ts (main/shells/electron/runtime.ts), so an upgrade that changes one fails to compile.
 */
import type { BrowserWindowConstructorOptions, Session, WebContents } from 'electron'
import type {
  Contents,
  Runtime,
  Window,
  WindowSession,
} from '../../main/shells/electron/runtime.ts'

type Listener = (...args: never[]) => unknown
type Listeners = Map<string, Listener[]>

interface FakeContents extends Contents {
  readonly listeners: Listeners
  openHandler: Parameters<WebContents['setWindowOpenHandler']>[0] | null
}

export interface Fake extends Runtime {
  /** What happened, in order: `name` or `name:detail`. */
  readonly log: string[]
  readonly appListeners: Listeners
  readonly paths: Map<string, string>
  readonly windowOptions: BrowserWindowConstructorOptions[]
  readonly contents: FakeContents[]
  /** Of the first window, and of each. */
  readonly windowListeners: Listeners
  readonly listenersOfWindows: Listeners[]
  readonly handlers: Map<string, Listener>
  readonly permissions: {
    request: Parameters<Session['setPermissionRequestHandler']>[0]
    check: Parameters<Session['setPermissionCheckHandler']>[0]
    device: Parameters<Session['setDevicePermissionHandler']>[0]
    display: Parameters<Session['setDisplayMediaRequestHandler']>[0]
  }
  readonly sessionListeners: Listeners
  serve: ((request: Request) => Response | Promise<Response>) | null
  beforeRequest: Listener | null
}

const listen =
  (listeners: Listeners, self: () => unknown) =>
  (name: string, listener: Listener): unknown => {
    listeners.set(name, [...(listeners.get(name) ?? []), listener])
    return self()
  }

/** Tells every listener of an event. */
export function fire(listeners: Listeners, name: string, ...args: unknown[]): void {
  for (const listener of listeners.get(name) ?? [])
    (listener as (...a: unknown[]) => unknown)(...args)
}

/** Tells an event with a `preventDefault`, and says whether it was prevented. */
export function isPrevented(
  listeners: Listeners,
  name: string,
  details: object = {},
  ...rest: unknown[]
): boolean {
  let prevented = false
  const preventDefault = (): void => {
    prevented = true
  }
  fire(listeners, name, { ...details, preventDefault }, ...rest)
  return prevented
}

function fakeContents(log: string[]): FakeContents {
  const listeners: Listeners = new Map()
  const contents = {
    listeners,
    openHandler: null as FakeContents['openHandler'],
    setWindowOpenHandler: (handler: FakeContents['openHandler']) => {
      contents.openHandler = handler
    },
    setWebRTCIPHandlingPolicy: (policy: string) => void log.push(`webrtc:${policy}`),
    send: (channel: string, ...args: unknown[]) =>
      void log.push(`send:${channel}:${JSON.stringify(args)}`),
  }
  return Object.assign(contents, {
    on: listen(listeners, () => contents),
  }) as unknown as FakeContents
}

export function createFake({ packaged = true, locked = true } = {}): Fake {
  const log: string[] = []
  const appListeners: Listeners = new Map()
  const sessionListeners: Listeners = new Map()
  const windowListeners: Listeners = new Map()
  const note =
    (entry: string): (() => void) =>
    () =>
      void log.push(entry)

  const app = {
    isPackaged: packaged,
    commandLine: {
      appendSwitch: (name: string, value = '') => void log.push(`switch:${name}=${value}`),
    },
    enableSandbox: note('enableSandbox'),
    exit: (code = 0) => void log.push(`exit:${code}`),
    quit: note('quit'),
    requestSingleInstanceLock: () => {
      log.push('lock')
      return locked
    },
    setPath: (name: string, path: string) => {
      log.push(`setPath:${name}`)
      fake.paths.set(name, path)
    },
    whenReady: async () => void log.push('ready'),
    on: listen(appListeners, (): unknown => app),
  }

  class BrowserWindow {
    readonly webContents: FakeContents
    constructor(options: BrowserWindowConstructorOptions) {
      fake.windowOptions.push(options)
      fake.listenersOfWindows.push(this.#listeners)
      this.webContents = fakeContents(log)
      fake.contents.push(this.webContents)
      log.push('window')
      fire(appListeners, 'web-contents-created', {}, this.webContents)
    }
    focus = note('focus')
    restore = note('restore')
    show = note('show')
    isMinimized = () => true
    destroy = () => void log.push(`destroy:${fake.contents.indexOf(this.webContents)}`)
    readonly #listeners: Listeners =
      fake.listenersOfWindows.length === 0 ? windowListeners : new Map()
    on = listen(this.#listeners, (): unknown => this)
    setContentProtection = (on: boolean) => void log.push(`contentProtection:${on}`)
    loadURL = async (url: string) => void log.push(`load:${url}`)
    once = (_name: string, listener: () => void): this => {
      listener()
      return this
    }
  }

  const session = {
    on: listen(sessionListeners, (): unknown => session),
    protocol: {
      handle: (scheme: string, handler: Fake['serve']) => {
        log.push(`serve:${scheme}`)
        fake.serve = handler
      },
    },
    webRequest: {
      onBeforeRequest: (listener: Listener) => {
        fake.beforeRequest = listener
      },
    },
    setBluetoothPairingHandler: note('bluetooth'),
    setDevicePermissionHandler: (handler: Fake['permissions']['device']) => {
      fake.permissions.device = handler
    },
    setDisplayMediaRequestHandler: (handler: Fake['permissions']['display']) => {
      fake.permissions.display = handler
    },
    setPermissionCheckHandler: (handler: Fake['permissions']['check']) => {
      fake.permissions.check = handler
    },
    setPermissionRequestHandler: (handler: Fake['permissions']['request']) => {
      fake.permissions.request = handler
    },
    setSpellCheckerEnabled: (on: boolean) => void log.push(`spellcheck:${on}`),
  }

  const fake: Fake = {
    log,
    appListeners,
    sessionListeners,
    windowListeners,
    listenersOfWindows: [],
    paths: new Map(),
    windowOptions: [],
    contents: [],
    handlers: new Map(),
    permissions: { request: null, check: null, device: null, display: null },
    serve: null,
    beforeRequest: null,
    // Overloaded members cannot be written as one function: these are the only casts of the fake.
    app: app as unknown as Runtime['app'],
    BrowserWindow: BrowserWindow as unknown as new (
      options: BrowserWindowConstructorOptions,
    ) => Window,
    dialog: {
      showErrorBox: (title, text) => void log.push(`box:${title}: ${text}`),
    },
    Menu: { setApplicationMenu: menu => void log.push(`menu:${menu}`) },
    ipcMain: {
      handle: (channel, listener) => void fake.handlers.set(channel, listener as Listener),
    },
    protocol: {
      registerSchemesAsPrivileged: schemes => void log.push(`schemes:${JSON.stringify(schemes)}`),
    },
    session: {
      fromPartition: partition => {
        log.push(`partition:${partition}`)
        return session as unknown as WindowSession
      },
    },
  }
  return fake
}
