/** What stands in the memory of another process, read from /proc (Linux). */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'

const PAGE = 4096
const READ = 4 * 1024 * 1024

/** A pattern, and what it would mean to find it. */
export interface Needle {
  readonly name: string
  readonly bytes: Buffer
}

export interface Find {
  readonly needle: string
  /** The line of /proc/PID/maps that the place lies in. */
  readonly mapping: string
  readonly address: number
}

interface Mapping {
  readonly start: number
  readonly end: number
  readonly line: string
}

interface Searched {
  readonly bytes: number
  readonly finds: readonly Find[]
}

/**
 * Searches every page that a stopped process has in memory or in swap, whatever its protection: pages
 * that an allocator keeps back for later are there as well.
 *
 * The needles stand in the memory of the searching process only.
 */
export function searchMemory(pid: number, needles: readonly Needle[]): Searched {
  const byStart = indexByStart(needles)
  const overlap = Math.max(...needles.map(needle => needle.bytes.length)) - 1
  const memory = openSync(`/proc/${pid}/mem`, 'r')
  const pages = openSync(`/proc/${pid}/pagemap`, 'r')
  const block = Buffer.alloc(overlap + READ)
  const finds: Find[] = []
  let bytes = 0
  try {
    for (const mapping of mappingsOf(pid)) {
      let tail = 0 // bytes of the run's end, kept so that nothing hides across two reads
      let expected = -1
      for (const [start, length] of runs(pages, mapping)) {
        if (start !== expected) tail = 0
        const read = readSync(memory, block, tail, length, start)
        bytes += read
        expected = start + read
        const seen = block.subarray(0, tail + read)
        for (const { needle, at } of findAll(seen, byStart)) {
          finds.push({ needle, mapping: mapping.line, address: start - tail + at })
        }
        const keep = Math.min(overlap, seen.length)
        block.copyWithin(0, seen.length - keep, seen.length)
        tail = keep
      }
    }
  } finally {
    closeSync(memory)
    closeSync(pages)
  }
  return { bytes, finds }
}

/** Needles by their first two bytes, and for each two bytes whether a needle begins with them. */
interface Starts {
  readonly begins: Uint8Array
  readonly needles: ReadonlyMap<number, readonly Needle[]>
}

function indexByStart(needles: readonly Needle[]): Starts {
  const begins = new Uint8Array(0x10000)
  const byStart = new Map<number, Needle[]>()
  for (const needle of needles) {
    const start = needle.bytes.readUInt16BE()
    begins[start] = 1
    byStart.set(start, [...(byStart.get(start) ?? []), needle])
  }
  return { begins, needles: byStart }
}

/** Every place of every needle, in one pass however many needles there are. */
function findAll(bytes: Buffer, { begins, needles }: Starts): { needle: string; at: number }[] {
  const found: { needle: string; at: number }[] = []
  let pair = bytes[0] ?? 0
  for (let at = 0; at + 1 < bytes.length; at += 1) {
    pair = ((pair & 0xff) << 8) | (bytes[at + 1] as number)
    if (begins[pair] === 0) continue
    for (const { name, bytes: pattern } of needles.get(pair) ?? []) {
      if (bytes.subarray(at, at + pattern.length).equals(pattern)) {
        found.push({ needle: name, at })
      }
    }
  }
  return found
}

function mappingsOf(pid: number): readonly Mapping[] {
  return readFileSync(`/proc/${pid}/maps`, 'utf8')
    .split('\n')
    .filter(line => line !== '' && !/\[v(var|var_vclock|syscall)\]$/.test(line))
    .map(line => {
      const [start = '', end = ''] = (line.split(' ')[0] ?? '').split('-')
      return { start: Number.parseInt(start, 16), end: Number.parseInt(end, 16), line }
    })
}

/** The runs of pages of a mapping that are in memory or swap: start and length, at most `READ`. */
function* runs(pages: number, { start, end }: Mapping): Generator<[number, number]> {
  const entries = Buffer.alloc(8 * 65536)
  for (let at = start; at < end; at += (entries.length / 8) * PAGE) {
    const count = Math.min(entries.length / 8, (end - at) / PAGE)
    const read = readSync(pages, entries, 0, count * 8, (at / PAGE) * 8)
    for (let i = 0; i < read / 8; ) {
      const from = i
      // Bit 63: in memory; bit 62: in swap.
      while (i < read / 8 && (entries[8 * i + 7] ?? 0) >= 0x40 && (i - from) * PAGE < READ) i += 1
      if (i > from) yield [at + from * PAGE, (i - from) * PAGE]
      else i += 1
    }
  }
}
