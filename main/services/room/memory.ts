import { type Finding, failed, NOT_TOLD, passed } from './finding.ts'
import type { SystemFiles } from './system-files.ts'

/** Ways in which memory, and secrets with it, reaches a disk (Linux). */

interface Swap {
  readonly name: string
  /** In memory itself: compressed, never on a disk. */
  readonly inMemory: boolean
}

/** The swap areas in use; null when the system does not tell. */
async function swapsOf(files: SystemFiles): Promise<readonly Swap[] | null> {
  const text = await files.read('proc/swaps')
  if (text === null) return null
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map(line => line.split(/\s+/)[0] ?? '')
    .map(name => ({
      // Where on a disk somebody keeps a swap file does not go into the record.
      name: name.startsWith('/dev/') ? name : 'a swap file',
      inMemory: /^\/dev\/zram\d+$/.test(name),
    }))
}

/** Swap writes memory pages to a disk while the program runs. */
export async function checkSwap(files: SystemFiles): Promise<Finding> {
  const swaps = await swapsOf(files)
  if (swaps === null) return NOT_TOLD
  const onDisk = swaps.filter(swap => !swap.inMemory).map(swap => swap.name)
  if (onDisk.length > 0) return failed({ kind: 'swap-on', names: onDisk })
  return passed({ kind: swaps.length > 0 ? 'swap-in-memory' : 'no-swap' })
}

/** A program named after "|" gets the core whatever the limit is (core(5)); these throw it away. */
const DISCARDS = /^\|\s*\/(?:usr\/)?bin\/(?:false|true)\b/

/** A crashing program's memory is written to a file, or handed to a collector. */
export async function checkCoreDumps(files: SystemFiles): Promise<Finding> {
  const [limits, pattern] = await Promise.all([
    files.read('proc/self/limits'),
    files.read('proc/sys/kernel/core_pattern'),
  ])
  const soft = /^Max core file size\s+(\S+)/m.exec(limits ?? '')?.[1]
  if (pattern === null || soft === undefined) return NOT_TOLD
  const collector = pattern.trim()
  if (DISCARDS.test(collector)) return passed({ kind: 'cores-discarded', collector })
  if (collector.startsWith('|')) {
    return failed({ kind: 'cores-collected', collector })
  }
  return soft === '0'
    ? passed({ kind: 'cores-off' })
    : failed({ kind: 'cores-on', limit: soft, pattern: collector })
}

/** Hibernation writes all of memory to the swap area. */
export async function checkHibernation(files: SystemFiles): Promise<Finding> {
  const state = await files.read('sys/power/state')
  const disk = (await files.read('sys/power/disk'))?.trim() ?? ''
  const swaps = await swapsOf(files)
  if (state === null && swaps === null) return NOT_TOLD
  const able = (state ?? '').split(/\s+/).includes('disk') && !disk.includes('[disabled]')
  if (!able) return passed({ kind: 'no-hibernation' })
  const onDisk = swaps?.filter(swap => !swap.inMemory).map(swap => swap.name) ?? []
  return onDisk.length > 0
    ? failed({ kind: 'hibernates-to', names: onDisk })
    : passed({ kind: 'nowhere-to-hibernate' })
}
