import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import type { Needle } from './needles.ts'

/** What stands in the memory of another process, read from /proc (Linux). */

const PAGE = 4096
const READ = 4 * 1024 * 1024
/** Entries of /proc/PID/pagemap that are read at once, 8 bytes each. */
const ENTRIES = 65536

interface Find {
  readonly needle: string
  /** The line of /proc/PID/maps that the place lies in. */
  readonly mapping: string
  readonly address: number
}

export interface Searched {
  readonly bytes: number
  readonly finds: readonly Find[]
}

interface Mapping {
  readonly start: number
  readonly end: number
  readonly line: string
}

/**
 * Searches every page of its own that a stopped process has in memory or in swap, whatever the page's
 * protection: so also those that an allocator holds back for later. Pages of files that it has not
 * changed are left out.
 */
export function searchMemory(pid: number, needles: readonly Needle[]): Searched {
  const starts = indexByStart(needles)
  const overlap = Math.max(...needles.map(needle => needle.bytes.length)) - 1
  const memory = openSync(`/proc/${pid}/mem`, 'r')
  const pagemap = openSync(`/proc/${pid}/pagemap`, 'r')
  const block = Buffer.alloc(overlap + READ)
  const finds: Find[] = []
  let bytes = 0
  try {
    for (const mapping of mappingsOf(pid)) {
      let kept = 0 // bytes of the run before, so that nothing hides across two reads
      let expected = -1
      for (const { start, length } of runsOf(mapping, pagemap)) {
        if (start !== expected) kept = 0
        const read = readSync(memory, block, kept, length, start)
        const seen = block.subarray(0, kept + read)
        for (const { needle, at } of findAll(seen, starts)) {
          finds.push({ needle, mapping: mapping.line, address: start - kept + at })
        }
        bytes += read
        expected = start + read
        kept = Math.min(overlap, seen.length)
        block.copyWithin(0, seen.length - kept, seen.length)
      }
    }
  } finally {
    closeSync(memory)
    closeSync(pagemap)
  }
  return { bytes, finds }
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

/** The runs of pages of a mapping that are worth reading, at most `READ` bytes each. */
function* runsOf(
  { start, end, line }: Mapping,
  pagemap: number,
): Generator<{ readonly start: number; readonly length: number }> {
  // Memory that processes share has a name like a file's, and is in no file.
  const ofFile = / \/(?!memfd:|dev\/shm\/|dev\/zero|SYSV)/.test(line)
  // The highest byte of an entry (proc_pid_pagemap(5)): in memory, in swap, of a file or shared.
  const isOwn = (flags: number): boolean =>
    (flags & 0xc0) !== 0 && !(ofFile && (flags & 0x20) !== 0)
  const entries = Buffer.alloc(8 * ENTRIES)
  for (let at = start; at < end; at += ENTRIES * PAGE) {
    const count = Math.min(ENTRIES, (end - at) / PAGE)
    const read = readSync(pagemap, entries, 0, 8 * count, (at / PAGE) * 8) / 8
    for (let i = 0; i < read; i += 1) {
      const first = i
      while (i < read && isOwn(entries[8 * i + 7] ?? 0) && (i - first) * PAGE < READ) i += 1
      if (i === first) continue
      yield { start: at + first * PAGE, length: (i - first) * PAGE }
      i -= 1
    }
  }
}

/** Needles by their first four bytes, and for each two bytes whether a needle begins with them. */
interface Starts {
  readonly begins: Uint8Array
  readonly needles: ReadonlyMap<number, readonly Needle[]>
}

const START = 4

function indexByStart(needles: readonly Needle[]): Starts {
  const begins = new Uint8Array(0x10000)
  const byStart = new Map<number, Needle[]>()
  for (const needle of needles) {
    const start = needle.bytes.readUInt32BE()
    begins[start >>> 16] = 1
    byStart.set(start, [...(byStart.get(start) ?? []), needle])
  }
  return { begins, needles: byStart }
}

/**
 * Every place of every needle, in one pass however many needles there are: two bytes are looked up at each place, and
 * four where those are some needle's. Many words begin with the same two letters, in a program's own text as well.
 */
function findAll(
  bytes: Buffer,
  { begins, needles }: Starts,
): readonly { readonly needle: string; readonly at: number }[] {
  const found: { needle: string; at: number }[] = []
  let pair = bytes[0] ?? 0
  for (let at = 0; at + START <= bytes.length; at += 1) {
    pair = ((pair & 0xff) << 8) | (bytes[at + 1] as number)
    if (begins[pair] === 0) continue
    const start = pair * 0x10000 + ((bytes[at + 2] as number) << 8) + (bytes[at + 3] as number)
    for (const { name, bytes: pattern } of needles.get(start) ?? []) {
      if (standsAt(bytes, at, pattern)) found.push({ needle: name, at })
    }
  }
  return found
}

/** Written out, because most candidates differ in the third byte: a slice of each would take seconds. */
function standsAt(bytes: Buffer, at: number, pattern: Buffer): boolean {
  for (let i = 0; i < pattern.length; i += 1) {
    if (bytes[at + i] !== pattern[i]) return false
  }
  return true
}

/** The names of the needles that stand in `bytes`. */
export const searchBytes = (bytes: Buffer, needles: readonly Needle[]): readonly string[] =>
  findAll(bytes, indexByStart(needles)).map(find => find.needle)
