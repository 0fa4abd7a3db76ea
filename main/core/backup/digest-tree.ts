import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { CheckFileProblem } from '../../../shared/codes/index.ts'
import { type KeyclaveError, refuse } from '../../../shared/errors.ts'
import { findHeaderEnd, HEADER_LIMIT, PAYLOAD_NONCE, SEALED_CHUNK } from '../age/index.ts'
import { canonicalJson, parseCanonical } from '../text/index.ts'

/**
 * A tree of digests over a backup as it lies on the drive: which of its blocks are as they were written, without
 * a key (FORMAT: 8.7 Check file). Block 0 is the age header with the payload's nonce, block n is chunk n - 1.
 *
 * Source of the tree: RFC 6962, section 2.1.
 */

export const DIGEST = 32
const LEAF = Buffer.of(0)
const NODE = Buffer.of(1)

export interface DigestTree {
  /** Bytes of the backup. */
  readonly size: number
  /** Its first block: a second copy of what nothing in the backup replaces. */
  readonly head: Buffer
  /** The digest of each block, one after the other. */
  readonly leaves: Buffer
  /** In hex: what stands on the label and in the log. */
  readonly root: string
}

export const leafOf = (block: Uint8Array): Buffer =>
  createHash('sha256').update(LEAF).update(block).digest()

/** The digest over all leaves; a node without a neighbour rises as it is. */
function rootOf(leaves: Buffer): Buffer {
  let level = leaves
  while (level.length > DIGEST) {
    const parts: Buffer[] = []
    for (let at = 0; at < level.length; at += 2 * DIGEST) {
      const pair = level.subarray(at, at + 2 * DIGEST)
      const isPair = pair.length === 2 * DIGEST
      parts.push(isPair ? createHash('sha256').update(NODE).update(pair).digest() : pair)
    }
    level = Buffer.concat(parts)
  }
  return level
}

/** Where a block lies: from, to before. */
export function blockAt(head: number, block: number, size: number): readonly [number, number] {
  if (block === 0) return [0, head]
  const from = head + (block - 1) * SEALED_CHUNK
  return [from, Math.min(from + SEALED_CHUNK, size)]
}

export const blocksIn = ({
  size,
  head,
}: {
  readonly size: number
  readonly head: number
}): number => 1 + Math.ceil(Math.max(0, size - head) / SEALED_CHUNK)

/** Makes the tree of a backup whose bytes are shown to it in order. */
export class DigestTreeBuilder {
  readonly #leaves: Buffer[] = []
  #head: Buffer | null = null
  #waiting: Buffer[] = []
  #length = 0
  #size = 0

  add(bytes: Buffer): void {
    this.#size += bytes.length
    if (this.#head === null) this.#begin(bytes)
    else this.#go(bytes)
  }

  #begin(bytes: Buffer): void {
    const seen = Buffer.concat([...this.#waiting, bytes])
    const end = findHeaderEnd(seen)
    if (end === null && seen.length > HEADER_LIMIT)
      throw refuse('AGE_HEADER', { problem: 'too-long' })
    this.#waiting = [seen]
    if (end === null || seen.length < end + PAYLOAD_NONCE) return
    this.#head = Buffer.from(seen.subarray(0, end + PAYLOAD_NONCE))
    this.#leaves.push(leafOf(this.#head))
    this.#waiting = []
    this.#go(seen.subarray(this.#head.length))
  }

  #go(bytes: Buffer): void {
    for (let rest = bytes; rest.length > 0; ) {
      const part = rest.subarray(0, SEALED_CHUNK - this.#length)
      rest = rest.subarray(part.length)
      // What is shown may be overwritten afterwards.
      this.#waiting.push(rest.length > 0 || part.length === SEALED_CHUNK ? part : Buffer.from(part))
      this.#length += part.length
      if (this.#length === SEALED_CHUNK) this.#leaf()
    }
  }

  #leaf(): void {
    const hash = createHash('sha256').update(LEAF)
    for (const part of this.#waiting) hash.update(part)
    this.#leaves.push(hash.digest())
    this.#waiting = []
    this.#length = 0
  }

  /** @throws AGE_HEADER when that was no age file */
  end(): DigestTree {
    if (this.#head === null) throw refuse('AGE_HEADER', { problem: 'endless' })
    if (this.#length > 0) this.#leaf()
    const leaves = Buffer.concat(this.#leaves)
    const root = rootOf(leaves).toString('hex')
    return { size: this.#size, head: this.#head, leaves, root }
  }
}

const KIND = 'keyclave check 1'

const factsSchema = z.strictObject({
  head: z.string().max(2 * HEADER_LIMIT),
  keyclave: z.literal(KIND),
  root: z.string().regex(/^[0-9a-f]{64}$/),
  size: z.int().min(1),
})

/** The bytes of a check file: a line of canonical JSON, and the leaves. */
export function writeCheckFile({ size, head, leaves, root }: DigestTree): Buffer {
  const facts = { keyclave: KIND, head: head.toString('base64'), root, size }
  return Buffer.concat([Buffer.from(`${canonicalJson(facts)}\n`), leaves])
}

/**
 * Reads a check file.
 *
 * @throws BACKUP_CHECK_FILE
 */
export function readCheckFile(bytes: Buffer): DigestTree {
  const broken = (problem: CheckFileProblem): KeyclaveError =>
    refuse('BACKUP_CHECK_FILE', { problem })
  const line = bytes.indexOf('\n')
  const json = line === -1 ? null : parseCanonical(bytes.subarray(0, line))
  const { success, data } = factsSchema.safeParse(json && 'value' in json ? json.value : null)
  if (!success) throw broken('form')
  const head = Buffer.from(data.head, 'base64')
  const leaves = bytes.subarray(line + 1)
  const { size, root } = data
  if (head.toString('base64') !== data.head || head.length > size) throw broken('form')
  if (leaves.length !== blocksIn({ size, head: head.length }) * DIGEST) throw broken('length')
  if (!leafOf(head).equals(leaves.subarray(0, DIGEST))) throw broken('digests')
  if (rootOf(leaves).toString('hex') !== root) throw broken('digests')
  return { size, head, leaves, root }
}
