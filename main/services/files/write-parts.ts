import type { Buffer } from 'node:buffer'

/** Writing bytes that do not lie side by side. */

/** Writes some of the parts' bytes at the file's end, as the system likes. Returns how many. */
export type WriteSome = (parts: readonly Buffer[]) => Promise<number>

/** Writes all bytes of `parts`, in order. */
export async function writeParts(parts: readonly Buffer[], writeSome: WriteSome): Promise<void> {
  for (let rest = parts; rest.length > 0; ) rest = withoutFirst(rest, await writeSome(rest))
}

/** What is left of `parts` without their first `done` bytes. */
export function withoutFirst(parts: readonly Buffer[], done: number): readonly Buffer[] {
  const rest: Buffer[] = []
  let skip = done
  for (const part of parts) {
    if (skip < part.length) rest.push(part.subarray(skip))
    skip = Math.max(0, skip - part.length)
  }
  return rest
}
