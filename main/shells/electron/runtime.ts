/**
 * What the shell uses of Electron, cut out of Electron's own types: the real module fits, and so does
 * the recording fake of the tests. Nothing outside this list is reachable from the shell.
 */
import type * as Electron from 'electron'

export type Contents = Pick<
  Electron.WebContents,
  'on' | 'send' | 'setWebRTCIPHandlingPolicy' | 'setWindowOpenHandler'
>

export type Window = Pick<
  Electron.BrowserWindow,
  | 'destroy'
  | 'focus'
  | 'isMinimized'
  | 'loadURL'
  | 'on'
  | 'once'
  | 'restore'
  | 'setContentProtection'
  | 'show'
> & { readonly webContents: Contents }

export type WindowSession = Pick<
  Electron.Session,
  | 'on'
  | 'setBluetoothPairingHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setPermissionRequestHandler'
  | 'setSpellCheckerEnabled'
> & {
  readonly protocol: Pick<Electron.Protocol, 'handle'>
  readonly webRequest: Pick<Electron.WebRequest, 'onBeforeRequest'>
}

export interface Runtime {
  readonly app: Pick<
    Electron.App,
    | 'enableSandbox'
    | 'exit'
    | 'isPackaged'
    | 'on'
    | 'quit'
    | 'requestSingleInstanceLock'
    | 'setPath'
    | 'whenReady'
  > & { readonly commandLine: Pick<Electron.CommandLine, 'appendSwitch'> }
  readonly BrowserWindow: new (options: Electron.BrowserWindowConstructorOptions) => Window
  readonly dialog: Pick<Electron.Dialog, 'showErrorBox'>
  readonly Menu: Pick<typeof Electron.Menu, 'setApplicationMenu'>
  readonly ipcMain: Pick<Electron.IpcMain, 'handle'>
  readonly protocol: Pick<Electron.Protocol, 'registerSchemesAsPrivileged'>
  readonly session: { readonly fromPartition: (partition: string) => WindowSession }
}
