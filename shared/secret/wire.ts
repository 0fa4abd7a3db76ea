/**
 * Secrets on their way between window and main side: where one stands, there stands its ciphertext. What
 * carries a call (the driver's pipe, the browser's process) has that and no more (THREATS: What is between
 * the window and the main side).
 */
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import * as z from 'zod'

/** Beside the fields of a call that has secrets, or is answered with some: with what they are sealed. */
export const SEALED_WITH = 'sealedWith'

export const sealedWithSchema = z.strictObject({
  /** Which key of the main side, as `seal.offer` named it. */
  offer: z.string().regex(/^[0-9a-f]{32}$/),
  /** The window's own key for this call, X25519, 64 hex digits. */
  publicKey: z.string().regex(/^[0-9a-f]{64}$/),
})
export type SealedWith = z.infer<typeof sealedWithSchema>

/** Nonce, ciphertext, tag, in hex digits. */
interface Box {
  readonly sealed: string
}

/** A box has nothing beside: what people sign has a member of that name among others, and is none. */
const isBox = (value: object): value is Box =>
  Object.keys(value).length === 1 &&
  'sealed' in value &&
  typeof value.sealed === 'string' &&
  /^(?:[0-9a-f]{2})+$/.test(value.sealed)

/** A copy of a value with a box at the place of all bytes. */
export const sealIn = (value: unknown, seal: (bytes: Uint8Array) => Uint8Array): unknown =>
  replaced(value, part => (part instanceof Uint8Array ? { sealed: bytesToHex(seal(part)) } : null))

/** A copy of a value with bytes at the place of all boxes. */
export const openIn = (value: unknown, open: (sealed: Uint8Array) => Uint8Array): unknown =>
  replaced(value, part => (isBox(part) ? open(hexToBytes(part.sealed)) : null))

/** As `sealIn` and `openIn`, where sealing and opening take time: all at once, each in its place. */
export async function inTheirPlaces(
  way: typeof sealIn | typeof openIn,
  value: unknown,
  work: (bytes: Uint8Array) => Promise<Uint8Array>,
): Promise<unknown> {
  const parts: Uint8Array[] = []
  way(value, part => {
    parts.push(part)
    return part
  })
  const done = await Promise.all(parts.map(work))
  return way(value, () => done.shift() ?? new Uint8Array())
}

/** A copy of JSON and bytes, with what `by` gives at the place of each object for which it is not null. */
function replaced(value: unknown, by: (part: object) => object | null): unknown {
  if (typeof value !== 'object' || value === null) return value
  const other = by(value)
  if (other !== null) return other
  if (Array.isArray(value)) return value.map(item => replaced(item, by))
  const entries = Object.entries(value).map(([name, part]) => [name, replaced(part, by)] as const)
  return Object.fromEntries(entries)
}
