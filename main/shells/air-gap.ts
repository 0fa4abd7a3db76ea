import { readdirSync, readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import path from 'node:path'
import type { About } from '../../shared/contract.ts'

/** Where Linux shows network interfaces: this process's own, and the machine's. */
export interface NetworkFiles {
  /** Lists the interfaces of the reading process's network namespace. */
  readonly ofProcess: string
  /** Belongs to the namespace that mounted it, so the machine's stay visible from inside another. */
  readonly ofMachine: string
}

export const LINUX_NETWORK_FILES: NetworkFiles = {
  ofProcess: '/proc/self/net/dev',
  ofMachine: '/sys/class/net',
}

/**
 * The air gap as it is now, measured and not assumed.
 *
 * @param files `null` where the system has no such files: then nothing isolates the process
 */
export function readAirGap(files: NetworkFiles | null): About['airGap'] {
  if (files === null) return { isolated: false, interfaces: externalInterfaces() }
  const own = [...readFileSync(files.ofProcess, 'utf8').matchAll(/^\s*([^\s:]+):/gm)]
  return {
    isolated: own.every(([, name]) => name === 'lo'),
    interfaces: readdirSync(files.ofMachine)
      .filter(name => name !== 'lo' && isUp(path.join(files.ofMachine, name)))
      .sort(),
  }
}

const externalInterfaces = (): string[] =>
  Object.entries(networkInterfaces())
    .filter(([, addresses]) => addresses?.some(address => !address.internal))
    .map(([name]) => name)
    .sort()

/** Tunnels report `unknown` while they carry traffic: only `down` counts as down. */
function isUp(folder: string): boolean {
  try {
    return readFileSync(path.join(folder, 'operstate'), 'utf8').trim() !== 'down'
  } catch {
    return false // an entry that is no interface (bonding_masters)
  }
}
