/**
 * Taking the network away from a process, by the kernel (Linux): it, and everything it starts, sees
 * no interface but a loopback of its own.
 */
import { spawnSync } from 'node:child_process'

type Way = readonly [string, ...string[]]

/** Commands that run another one without a network, best first. */
const WAYS: readonly Way[] = [
  // For root, who needs no namespace of users.
  ['unshare', '--net', '--'],
  ['unshare', '--user', '--map-current-user', '--net', '--'],
  // Where unprivileged namespaces are closed but bwrap is let through (AppArmor).
  ['bwrap', '--dev-bind', '/', '/', '--unshare-net', '--'],
]

/** Everything of the machine's taken away that bwrap can take away, and nothing may be written. */
const ALONE: Way = [
  'bwrap',
  ...['--unshare-all', '--die-with-parent', '--new-session'],
  ...['--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc', '--'],
]

const works = ([command, ...args]: readonly string[]): boolean =>
  command !== undefined && spawnSync(command, [...args, 'true']).status === 0

/** The first way that works here, or `null`: then nothing takes the network away. */
export function findIsolation(platform: NodeJS.Platform): readonly string[] | null {
  if (platform !== 'linux') return null
  return WAYS.find(works) ?? null
}

/** How a process that reads what strangers made is started here. */
export interface Confinement {
  /** Whether the system has the limits. */
  readonly limited: boolean
  /** A command that runs another one, confined; empty where the system has none. */
  readonly alone: readonly string[]
}

/**
 * The best way to confine a process here, tried out.
 *
 * @param limits prlimit and what it is given
 */
export function findConfinement(platform: NodeJS.Platform, limits: readonly string[]): Confinement {
  if (platform !== 'linux') return { limited: false, alone: [] }
  return { limited: works(limits), alone: [ALONE, ...WAYS].find(works) ?? [] }
}
