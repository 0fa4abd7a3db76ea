/** What a tree of processes has open on the network, read from /proc (Linux). */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** `pid` and everything below it. */
export function processTree(pid: number): number[] {
  const parents = new Map<number, number[]>()
  for (const entry of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    const parent = parentOf(Number(entry))
    if (parent !== null) parents.set(parent, [...(parents.get(parent) ?? []), Number(entry)])
  }
  const below = (id: number): number[] => [id, ...(parents.get(id) ?? []).flatMap(below)]
  return below(pid)
}

function parentOf(pid: number): number | null {
  try {
    return Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  } catch {
    return null // it ended meanwhile
  }
}

/** TCP sockets that listen or are connected, and all UDP sockets, of the processes. */
export function networkSockets(pids: readonly number[]): string[] {
  const own = new Set(pids.flatMap(socketInodes))
  return pids.slice(0, 1).flatMap(pid =>
    ['tcp', 'tcp6', 'udp', 'udp6', 'raw', 'raw6'].flatMap(kind =>
      unlessEnded(() => readFileSync(`/proc/${pid}/net/${kind}`, 'utf8'))
        .split('\n')
        .slice(1)
        .map(line => line.trim().split(/\s+/))
        .filter(fields => own.has(fields[9] ?? ''))
        .map(([, local, remote, state]) => `${kind} ${local} ${remote} ${state}`),
    ),
  )
}

function socketInodes(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap(fd => {
      const inode = /^socket:\[(\d+)\]$/.exec(target(`/proc/${pid}/fd/${fd}`))?.[1]
      return inode === undefined ? [] : [inode]
    })
  } catch {
    return []
  }
}

const target = (link: string): string => unlessEnded(() => readlinkSync(link))

/** The program of a process; empty when it has ended. */
export const programOf = (pid: number): string => target(`/proc/${pid}/exe`)

/** A process that has ended meanwhile has nothing open. */
function unlessEnded(read: () => string): string {
  try {
    return read()
  } catch {
    return ''
  }
}
