/** In the place of `node:zlib` and `node:stream/promises`: Zstandard of fzstd, which decompresses alone. */
import { Decompress } from 'fzstd'
import { Buffer } from './buffer.ts'

export const constants = { ZSTD_d_windowLogMax: 100 }

/**
 * One whole frame.
 *
 * @param options its content has at most `maxOutputLength` bytes
 * @throws of a frame that is damaged, or holds more
 */
export function zstdDecompressSync(
  frame: Uint8Array,
  { maxOutputLength }: { readonly maxOutputLength: number },
): Buffer {
  const content = new Uint8Array(maxOutputLength)
  let length = 0
  const decompress = new Decompress(part => {
    if (length + part.length > maxOutputLength) throw new RangeError('more content than it says')
    content.set(part, length)
    length += part.length
  })
  decompress.push(frame, true)
  return Buffer.from(content.buffer, 0, length)
}

/** Frames one after the other. Of a window that a frame asks for, fzstd refuses more than 32 MiB. */
class ZstdStream {
  readonly #ready: Uint8Array[] = []
  readonly #decompress = new Decompress(part => {
    // The library's part is a view of memory that it goes on writing to.
    if (part.length > 0) this.#ready.push(part.slice())
  })
  #input: AsyncIterator<Uint8Array> | null = null
  #connected = Promise.withResolvers<void>()
  #done = Promise.withResolvers<void>()

  /** Takes the compressed bytes as they are asked for, and settles when all are read. */
  connect(input: AsyncIterable<Uint8Array>): Promise<void> {
    this.#input = input[Symbol.asyncIterator]()
    this.#connected.resolve()
    return this.#done.promise
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    await this.#connected.promise
    try {
      for (let ended = false; !ended; ) {
        const { value, done } = (await this.#input?.next()) ?? { value: undefined, done: true }
        ended = done === true
        this.#decompress.push(value ?? new Uint8Array(), ended)
        for (let part = this.#ready.shift(); part !== undefined; part = this.#ready.shift()) {
          yield Buffer.from(part.buffer as ArrayBuffer, part.byteOffset, part.length)
        }
      }
      this.#done.resolve()
    } catch (error) {
      this.#done.reject(error)
      throw error
    }
  }

  destroy(): void {
    this.#done.resolve()
  }
}

export const createZstdDecompress = (): ZstdStream => new ZstdStream()

export const pipeline = (input: AsyncIterable<Uint8Array>, into: ZstdStream): Promise<void> =>
  into.connect(input)

/** Nothing is compressed here. */
export const zstdCompressSync = (): never => {
  throw new Error('nothing is compressed in this page')
}
