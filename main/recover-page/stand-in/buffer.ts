/** In the place of `node:buffer`: the package of the same name, and what Node has besides. */
import { Buffer } from 'buffer/'

/** The package copies byte by byte, with a division for each; where one array fills another, memory is moved. */
const fill = Buffer.prototype.fill
const fillFast = function (this: Buffer, ...given: readonly unknown[]): Buffer {
  const [value, from = 0, to = this.length] = given
  if (value instanceof Uint8Array && typeof from === 'number' && typeof to === 'number') {
    if (from >= 0 && to <= this.length && value.length === to - from) {
      Uint8Array.prototype.set.call(this, value, from)
      return this
    }
  }
  return Reflect.apply(fill, this, given)
}
Buffer.prototype.fill = fillFast as typeof fill

export { Buffer }

export const isAscii = (bytes: Uint8Array): boolean => bytes.every(byte => byte < 0x80)

export function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}
