import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** The imports of a tree as they stand in its files: what the house is, whatever a rule's pattern says. */

/** One file names another of the tree. */
export interface Import {
  /** From the root of the tree, with slashes. */
  readonly from: string
  readonly to: string
  /** What it takes; empty for a side effect, a worker or a style. */
  readonly names: readonly string[]
}

const NAMED =
  /(?:^|\n)\s*(?:import|export)(?:\s+type)?\s+(?:\{([^}]*)\}|\*\s+as\s+\w+|\w+)\s+from\s+'(\.[^']+)'/g
/** Workers, dynamic imports, imports for their effect. */
const UNNAMED = /(?:new URL\(|import\(|import )\s*'(\.[^']+)'/g

/** @param rooms folders of the root, such as `main` */
export function importsOf(root: string, rooms: readonly string[]): Import[] {
  const files = globSync(`{${rooms.join(',')}}/**/*.{ts,tsx,cts}`, { cwd: root })
    .map(file => file.replaceAll(path.sep, '/'))
    .sort()
  const known = new Set(files)
  return files.flatMap(from => {
    const text = readFileSync(path.join(root, from), 'utf8')
    const named = [...text.matchAll(NAMED)].map(([, names = '', to = '']) => ({
      to,
      names: names.split(',').flatMap(name => nameOf(name)),
    }))
    const unnamed = [...text.matchAll(UNNAMED)].map(([, to = '']) => ({ to, names: [] }))
    return [...named, ...unnamed]
      .map(({ to, names }) => ({ from, to: path.posix.join(path.posix.dirname(from), to), names }))
      .filter(({ to }) => known.has(to))
  })
}

/** `type AuditEntry as Entry` → `AuditEntry` */
const nameOf = (written: string): string[] => {
  const [name = ''] = written
    .trim()
    .replace(/^type /, '')
    .split(' as ')
  return name === '' ? [] : [name]
}

/**
 * The rings of a graph: groups of which each reaches each other (Tarjan).
 *
 * @returns groups of two or more, each sorted
 */
export function ringsOf(arrows: Iterable<readonly [string, string]>): string[][] {
  const next = new Map<string, Set<string>>()
  for (const [from, to] of arrows) {
    if (from === to) continue
    next.set(from, (next.get(from) ?? new Set()).add(to))
    if (!next.has(to)) next.set(to, new Set())
  }
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const open: string[] = []
  const rings: string[][] = []
  const visit = (node: string): number => {
    const mine = order.size
    order.set(node, mine)
    lowest.set(node, mine)
    open.push(node)
    for (const other of next.get(node) ?? []) {
      const reached = order.has(other)
        ? open.includes(other)
          ? (order.get(other) ?? mine)
          : mine
        : visit(other)
      lowest.set(node, Math.min(lowest.get(node) ?? mine, reached))
    }
    if (lowest.get(node) === mine) {
      const ring = open.splice(open.indexOf(node))
      if (ring.length > 1) rings.push(ring.sort())
    }
    return lowest.get(node) ?? mine
  }
  for (const node of next.keys()) if (!order.has(node)) visit(node)
  return rings
}
