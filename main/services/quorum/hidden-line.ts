import type { Buffer } from 'node:buffer'
import type { Writable } from 'node:stream'
import type { ReadStream } from 'node:tty'
import { refuse } from '../../../shared/errors.ts'
import { allocSecret, copySecret, wipe } from '../../core/bytes/index.ts'

/** A terminal that somebody types at, and where the question is shown. */
export interface TypingPlace {
  readonly keyboard: ReadStream
  readonly screen: Writable
  /** Ends the wait when a signal arrives. */
  readonly signal: AbortSignal
}

/**
 * Asks for one line that is not shown as it is typed. The terminal is as before when this returns or
 * throws. Backspace takes a character back, Ctrl-U all of them.
 *
 * @param limit bytes at most; what is typed beyond is refused
 * @returns the line as it was typed, as UTF-8, without its end; the caller wipes it
 * @throws CANCELLED on Ctrl-C, or when the terminal goes away; FILE_TOO_LARGE beyond `limit`
 */
export async function askHidden(
  question: string,
  limit: number,
  { keyboard, screen, signal }: TypingPlace,
): Promise<Buffer> {
  const line = new HiddenLine(limit)
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const cancel = (): void => reject(refuse('CANCELLED', {}))
  const take = (typed: Buffer): void => {
    try {
      const state = line.take(typed)
      if (state === 'cancelled') cancel()
      if (state === 'whole') resolve()
    } catch (error) {
      reject(error)
    } finally {
      wipe(typed)
    }
  }
  if (signal.aborted) throw refuse('CANCELLED', {})
  // First of all: what is typed from here on is not shown.
  keyboard.setRawMode(true)
  signal.addEventListener('abort', cancel)
  keyboard.on('data', take).on('end', cancel).resume()
  screen.write(question)
  try {
    await promise
    return line.copy()
  } finally {
    keyboard.off('data', take).off('end', cancel).pause()
    signal.removeEventListener('abort', cancel)
    keyboard.setRawMode(false)
    screen.write('\n')
    line.wipe()
  }
}

const CTRL_C = 0x03
const CTRL_D = 0x04
const CTRL_U = 0x15
const ESCAPE = 0x1b
const SPACE = 0x20
const BACKSPACES: readonly number[] = [0x08, 0x7f]
const LINE_ENDS: readonly number[] = [0x0a, 0x0d, CTRL_D]

/** What has been typed so far, in memory that is wiped. */
class HiddenLine {
  readonly #bytes: Buffer
  #length = 0

  constructor(limit: number) {
    this.#bytes = allocSecret(limit)
  }

  /** @throws FILE_TOO_LARGE */
  take(typed: Buffer): 'unfinished' | 'whole' | 'cancelled' {
    for (const byte of typed) {
      if (byte === CTRL_C) return 'cancelled'
      if (LINE_ENDS.includes(byte)) return 'whole'
      // An arrow or another key that types nothing: it comes in one piece.
      if (byte === ESCAPE) return 'unfinished'
      if (BACKSPACES.includes(byte)) this.#takeBack()
      else if (byte === CTRL_U) this.wipe()
      else if (byte >= SPACE) this.#add(byte)
    }
    return 'unfinished'
  }

  copy(): Buffer {
    return copySecret(this.#bytes.subarray(0, this.#length))
  }

  wipe(): void {
    wipe(this.#bytes)
    this.#length = 0
  }

  #add(byte: number): void {
    const limit = this.#bytes.length
    if (this.#length === limit) {
      throw refuse('FILE_TOO_LARGE', { path: { stream: 'typed-line' }, have: limit + 1, limit })
    }
    this.#bytes[this.#length] = byte
    this.#length += 1
  }

  /** One character, of one to four bytes (RFC 3629): those that follow its first begin with 10. */
  #takeBack(): void {
    while (this.#length > 0) {
      this.#length -= 1
      const byte = this.#bytes[this.#length] ?? 0
      this.#bytes[this.#length] = 0
      if ((byte & 0xc0) !== 0x80) return
    }
  }
}
