import { readFile } from 'node:fs/promises'

/** What is mounted where, as Linux says it. */

/** One line of /proc/self/mounts (fstab(5)). */
export interface Mounted {
  readonly device: string
  readonly path: string
  readonly type: string
  readonly options: readonly string[]
}

export const mountedOf = (text: string): readonly Mounted[] =>
  text.split('\n').flatMap(line => {
    const [device, at, type, options] = line.split(' ').map(unescaped)
    if (device === undefined || at === undefined || type === undefined) return []
    return [{ device, path: at, type, options: (options ?? '').split(',') }]
  })

const unescaped = (field: string): string =>
  field.replaceAll(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)))

const IN_MEMORY: ReadonlySet<string> = new Set(['tmpfs', 'ramfs'])

/** What is mounted at a place: the deepest, and of several there the last. @param at an absolute path */
export function mountOf(at: string, mounted: readonly Mounted[]): Mounted | null {
  const holds = ({ path }: Mounted): boolean =>
    at === path || at.startsWith(path.endsWith('/') ? path : `${path}/`)
  const deepest = Math.max(...mounted.filter(holds).map(({ path }) => path.length))
  return mounted.findLast(one => holds(one) && one.path.length === deepest) ?? null
}

/** What this process sees mounted; nothing where the system does not say. */
export const mountedHere = async (file = '/proc/self/mounts'): Promise<readonly Mounted[]> =>
  mountedOf(await readFile(file, 'utf8').catch(() => ''))

/**
 * Whether what is written there lies in memory alone, and is gone when the machine is switched off: in a file system of
 * memory, or in an overlay whose changes lie in one, as of a system that was started from a stick.
 *
 * @param at an absolute path
 */
export function isInMemory(at: string, mounted: readonly Mounted[]): boolean {
  const mount = mountOf(at, mounted)
  if (mount === null) return false
  if (mount.type !== 'overlay') return IN_MEMORY.has(mount.type)
  const changes = mount.options.find(option => option.startsWith(CHANGES))?.slice(CHANGES.length)
  const others = mounted.filter(other => other !== mount)
  return changes !== undefined && isInMemory(changes, others)
}
const CHANGES = 'upperdir='
