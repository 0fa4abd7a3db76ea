import type { CupsTools } from './cups.ts'

/** Where CUPS listens on each system that has it. */
const SOCKETS: { readonly [platform: string]: string } = {
  linux: '/run/cups/cups.sock',
  darwin: '/private/var/run/cupsd',
}

/**
 * The print system of this machine; null where Keyclave knows of none (Windows).
 *
 * @param user   names the user that this process runs as; throws for one that the system does not know
 * @param server the path of a socket that stands for the usual one; a name of another machine does not
 */
export function printSystemOf(
  platform: NodeJS.Platform,
  user: () => string,
  server?: string,
): CupsTools | null {
  const socket = server?.startsWith('/') ? server : SOCKETS[platform]
  return socket === undefined ? null : { socket, user: nameOf(user) }
}

function nameOf(user: () => string): string {
  try {
    return user()
  } catch {
    return 'anonymous'
  }
}
