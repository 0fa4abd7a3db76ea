/**
 * Taking the network away from a process, by the kernel (Linux): it, and everything it starts, sees
 * no interface but a loopback of its own.
 */
import { spawnSync } from 'node:child_process'

/** Commands that run another one without a network, best first. */
const WAYS = [
  // For root, who needs no namespace of users.
  ['unshare', '--net', '--'],
  ['unshare', '--user', '--map-current-user', '--net', '--'],
  // Where unprivileged namespaces are closed but bwrap is let through (AppArmor).
  ['bwrap', '--dev-bind', '/', '/', '--unshare-net', '--'],
] as const

/** The first way that works here, or `null`: then nothing takes the network away. */
export function findIsolation(platform: NodeJS.Platform): readonly string[] | null {
  if (platform !== 'linux') return null
  return (
    WAYS.find(([command, ...args]) => spawnSync(command, [...args, 'true']).status === 0) ?? null
  )
}
