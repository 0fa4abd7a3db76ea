/** The app's two origins, and what belongs to them. */

/** Electron: a scheme of our own, answered inside the process. */
export const ELECTRON_SCHEME = 'keyclave'
export const ELECTRON_ORIGIN = 'keyclave://app'

/** Of its picker: another origin, and so another process. */
export const ELECTRON_PICKER = 'keyclave://picker'

/** Chromium: `.invalid` never resolves (RFC 2606 §2); every request is answered over the pipe. */
export const CHROMIUM_ORIGIN = 'https://keyclave.invalid'
/** Of its picker: another site by the browser's rules, and so another process. */
export const CHROMIUM_PICKER = 'https://keyclave-picker.invalid'

/** True when `url` lies in `origin`, by scheme, host and port, without user name or password. */
export function isWithin(origin: string, url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, host, username, password } = new URL(url)
  return `${protocol}//${host}` === origin && username === '' && password === ''
}

/** Serialised as a browser does, so that an opaque or broken URL is `null` and no one's origin. */
export function originOf(url: string): string {
  if (!URL.canParse(url)) return 'null'
  const { protocol, host } = new URL(url)
  return host === '' ? 'null' : `${protocol}//${host}`
}

/** The one document of the picker. */
export const PICKER_PAGE = '/picker.html'
export const isPickerPage = (origin: string, url: string): boolean =>
  isWithin(origin, url) && new URL(url).pathname === PICKER_PAGE && new URL(url).search === ''

/** The one document the window shows; its fragment is the renderer's own. */
export const isHomePage = (origin: string, url: string): boolean =>
  isWithin(origin, url) && new URL(url).pathname === '/' && new URL(url).search === ''
