/** A printer as the print system knows it, and how a page reaches it. */

/**
 * cable: its own wire. this-machine: a program on this machine passes the page on, as ipp-usb does for
 * printers on USB. network: the page leaves the machine. file: it is written to a disk. unknown: a way
 * that Keyclave has not heard of.
 */
export type Reach = 'cable' | 'this-machine' | 'network' | 'file' | 'unknown'

export interface Printer {
  readonly name: string
  /** What its owner calls it; may be empty. */
  readonly description: string
  /** `usb://HP/LaserJet?serial=…`: CUPS shows it without a password. */
  readonly device: string
  readonly reach: Reach
  /** Why it prints nothing now; null when it is ready. */
  readonly stopped: string | null
  readonly takesPdf: boolean
}

/** Whether a secret page may go that way at all. A person still looks where the cable ends. */
export const isLocal = (reach: Reach): boolean => reach === 'cable' || reach === 'this-machine'

const CABLES: ReadonlySet<string> = new Set(['usb', 'ippusb', 'parallel', 'serial'])
const NETWORKS: ReadonlySet<string> = new Set([
  ...['ipp', 'ipps', 'http', 'https', 'socket', 'lpd', 'dnssd', 'mdns', 'smb', 'snmp'],
  ...['implicitclass', 'cups-brf', 'bluetooth'],
])
const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/** @param device the URI by which CUPS's backend finds the printer */
export function reachOf(device: string): Reach {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(device) ?? []
  const way = scheme.toLowerCase()
  if (CABLES.has(way)) return 'cable'
  if (way === 'hp') return /^\/usb\//.test(rest) ? 'cable' : 'network'
  if (way === 'file') return isDevice(rest) ? 'cable' : 'file'
  if (way === 'cups-pdf') return 'file'
  if (!NETWORKS.has(way)) return device.startsWith('/') && isDevice(device) ? 'cable' : 'unknown'
  const host = /^\/\/(?:[^/@]*@)?(\[[^\]]*\]|[^:/?]*)/.exec(rest)?.[1]?.toLowerCase() ?? ''
  return LOOPBACK.has(host) ? 'this-machine' : 'network'
}

/** `/dev/usb/lp0`, and no way out of the folder of devices. */
const isDevice = (path: string): boolean =>
  /^(?:\/\/)?\/dev\/(?!shm\/)[^.]/.test(path) && !path.includes('..')
