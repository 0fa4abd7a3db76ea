import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

/**
 * The client's side of a WebSocket (RFC 6455), as much of it as WebDriver BiDi takes: texts both ways.
 *
 * Node's own WebSocket hashes with SHA-1, which the guard of BoringSSL refuses in every test; the answer that SHA-1
 * stands for says only that the other side speaks the protocol.
 */

const TEXT = 1
const CLOSE = 8
const PING = 9
const PONG = 10

export class TextSocket {
  readonly #socket: Socket
  #bytes = Buffer.alloc(0)
  #message = Buffer.alloc(0)
  #open: PromiseWithResolvers<void> | null = Promise.withResolvers<void>()
  readonly #onText: (text: string) => void

  private constructor(socket: Socket, onText: (text: string) => void) {
    this.#socket = socket
    this.#onText = onText
    socket.on('data', bytes => {
      this.#bytes = Buffer.concat([this.#bytes, bytes])
      this.#take()
    })
    socket.on('error', error => this.#open?.reject(error))
  }

  /**
   * @param url     ws://HOST:PORT/PATH
   * @param onText  what comes
   * @param onClose when nothing more comes
   */
  static async connect(
    url: string,
    onText: (text: string) => void,
    onClose: () => void,
  ): Promise<TextSocket> {
    const { hostname, port, host, pathname } = new URL(url)
    const socket = connect(Number(port), hostname)
    socket.on('close', onClose)
    const made = new TextSocket(socket, onText)
    const key = randomBytes(16).toString('base64')
    socket.write(
      `GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    )
    await made.#open?.promise
    return made
  }

  send(text: string): void {
    this.#write(TEXT, Buffer.from(text))
  }

  end(): void {
    this.#socket.destroy()
  }

  /** One frame, masked as a client's is (section 5.3). */
  #write(opcode: number, payload: Buffer): void {
    const long = payload.length > 65_535
    const length = Buffer.alloc(long ? 8 : payload.length > 125 ? 2 : 0)
    if (length.length === 2) length.writeUInt16BE(payload.length)
    if (long) length.writeBigUInt64BE(BigInt(payload.length))
    const size = long ? 127 : length.length === 2 ? 126 : payload.length
    const mask = randomBytes(4)
    const masked = payload.map((byte, i) => byte ^ (mask[i % 4] ?? 0))
    this.#socket.write(
      Buffer.concat([Buffer.from([0x80 | opcode, 0x80 | size]), length, mask, masked]),
    )
  }

  #take(): void {
    if (this.#open !== null) {
      const end = this.#bytes.indexOf('\r\n\r\n')
      if (end === -1) return
      const head = this.#bytes.toString('latin1', 0, end)
      this.#bytes = this.#bytes.subarray(end + 4)
      if (/^HTTP\/1\.1 101 /.test(head)) this.#open.resolve()
      else this.#open.reject(new Error(`no WebSocket: ${head}`))
      this.#open = null
    }
    for (let frame = this.#frame(); frame !== null; frame = this.#frame()) {
      if (frame.opcode === PING) this.#write(PONG, frame.payload)
      else if (frame.opcode === CLOSE) this.#socket.end()
      else if (frame.opcode <= TEXT) {
        this.#message = Buffer.concat([this.#message, frame.payload])
        if (!frame.last) continue
        const text = this.#message.toString()
        this.#message = Buffer.alloc(0)
        this.#onText(text)
      }
    }
  }

  /** The next whole frame, or null (section 5.2). */
  #frame(): { readonly opcode: number; readonly last: boolean; readonly payload: Buffer } | null {
    const bytes = this.#bytes
    if (bytes.length < 2) return null
    const [first, size] = [bytes.readUInt8(0), bytes.readUInt8(1)]
    const start = size === 127 ? 10 : size === 126 ? 4 : 2
    if (bytes.length < start) return null
    const length =
      size === 127 ? Number(bytes.readBigUInt64BE(2)) : size === 126 ? bytes.readUInt16BE(2) : size
    if (bytes.length < start + length) return null
    this.#bytes = bytes.subarray(start + length)
    return {
      ...{ opcode: first & 0x0f, last: first >= 0x80 },
      payload: bytes.subarray(start, start + length),
    }
  }
}
