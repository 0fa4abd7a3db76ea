import type { Buffer } from 'node:buffer'

/** Where bytes come from. */
export interface ByteSource {
  /** Reads at least one byte and at most `into.length`; 0 means that there are no more. */
  read(into: Buffer): Promise<number>
}

/** Reads until `into` is full or the source has ended. Returns the number of bytes read. */
export async function fill(source: ByteSource, into: Buffer): Promise<number> {
  let length = 0
  while (length < into.length) {
    const read = await source.read(into.subarray(length))
    if (read === 0) break
    length += read
  }
  return length
}

/**
 * Copies `from` to the start of `to`, which is at least as long. With `fill`, because that is memcpy:
 * V8's own copy of shared memory goes byte by byte when the two are not aligned, eight times as slowly.
 */
export function copyBytes(from: Buffer, to: Buffer): void {
  if (from.length > 0) to.fill(from, 0, from.length)
}

export const lengthOf = (parts: readonly Buffer[]): number =>
  parts.reduce((sum, part) => sum + part.length, 0)

/** A source that gives `head` first and then what `tail` gives. */
export function prepend(head: Buffer, tail: ByteSource): ByteSource {
  let rest = head
  return {
    read: async into => {
      if (rest.length === 0) return tail.read(into)
      const part = rest.subarray(0, into.length)
      into.set(part)
      rest = rest.subarray(part.length)
      return part.length
    },
  }
}
