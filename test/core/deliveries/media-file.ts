/** Media files in a few bytes, as far as their descriptions go. */

/** A box of ISO/IEC 14496-12. */
export function box(type: string, ...content: readonly Uint8Array[]): Buffer {
  const size = Buffer.alloc(4)
  const body = Buffer.concat(content)
  size.writeUInt32BE(body.length + 8)
  return Buffer.concat([size, Buffer.from(type, 'latin1'), body])
}

const zeros = (length: number): Buffer => Buffer.alloc(length)
const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
const VERSION_1 = Buffer.from([1, 0, 0, 0])

export const tenc = (kid: string): Buffer =>
  box('tenc', zeros(6), Buffer.from([1, 8]), Buffer.from(kid, 'hex'))
export const pssh = (...kids: readonly string[]): Buffer =>
  box(
    'pssh',
    ...[VERSION_1, zeros(16), number(kids.length)],
    ...kids.map(kid => Buffer.from(kid, 'hex')),
    number(0),
  )
/** Keys that change within a track. */
export const seig = (...kids: readonly string[]): Buffer =>
  box(
    'sgpd',
    ...[VERSION_1, Buffer.from('seig'), number(20), number(kids.length)],
    ...kids.map(kid => Buffer.concat([Buffer.from([0, 0, 1, 8]), Buffer.from(kid, 'hex')])),
  )

const track = (entry: Buffer): Buffer =>
  box('trak', box('mdia', box('minf', box('stbl', box('stsd', zeros(4), number(1), entry)))))
const protectedBy = (...kids: readonly string[]): Buffer =>
  box('sinf', box('frma', Buffer.from('avc1')), box('schi', ...kids.map(tenc)))

/** A film with a picture and a sound under a key each, its data behind them. */
export const film = (picture: string, sound: string, ...more: readonly Buffer[]): Buffer =>
  Buffer.concat([
    box('ftyp', Buffer.from('isom')),
    box(
      'moov',
      track(box('encv', zeros(78), box('avcC', zeros(9)), protectedBy(picture))),
      track(box('enca', zeros(28), protectedBy(sound))),
    ),
    ...more,
    box('mdat', zeros(1000)),
  ])
