import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** Whatever arrives in this network: HTTP by path, other TCP, UDP, names asked of the DNS. */
export interface Trap {
  readonly port: number
  readonly udpPort: number
  /** What arrived since the last time it was asked. */
  readonly take: () => string[]
  readonly close: () => void
}

/**
 * Sets the trap. The DNS trap needs port 53, and to be the system's resolver.
 *
 * @param page what an HTTP request of `/` gets, for the control run
 */
export async function setTrap(page: string): Promise<Trap> {
  let arrived: string[] = []
  const server = createServer(socket => {
    socket.on('error', () => {})
    // The connection counts by itself: a preconnect sends nothing.
    const index = arrived.push('connection') - 1
    socket.once('data', data => {
      const path = /^[A-Z]+ (\S+) HTTP/.exec(data.toString('latin1'))?.[1]
      arrived[index] = path === '/' ? 'page' : (path ?? 'bytes')
      const body = path === '/' ? page : ''
      socket.end(
        `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${body.length}\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n${body}`,
      )
    })
  }).listen(0, '0.0.0.0')
  const udp = createSocket('udp4', () => void arrived.push('udp')).bind(0, '0.0.0.0')
  const dns = createSocket('udp4', message => void arrived.push(`dns ${queriedName(message)}`))
  dns.bind(53, '0.0.0.0')
  await Promise.all([server, udp, dns].map(socket => once(socket, 'listening')))
  return {
    port: (server.address() as { port: number }).port,
    udpPort: udp.address().port,
    take: () => {
      const taken = arrived
      arrived = []
      return taken
    },
    close: () => {
      for (const socket of [server, udp, dns]) socket.close()
    },
  }
}

/** The name in the first question of a DNS message (RFC 1035 §4.1.2). */
function queriedName(message: Buffer): string {
  const labels: string[] = []
  for (let at = 12; (message[at] ?? 0) > 0; at += (message[at] ?? 0) + 1) {
    labels.push(message.subarray(at + 1, at + 1 + (message[at] ?? 0)).toString('latin1'))
  }
  return labels.join('.')
}
