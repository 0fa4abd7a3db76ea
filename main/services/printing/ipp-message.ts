import { Buffer } from 'node:buffer'

/**
 * IPP messages as bytes (RFC 8010), as far as printing a page needs them: a request with operation and
 * job attributes, and an answer with groups of attributes.
 */

/** Value tags (RFC 8010, 3.5.2). */
const VALUE_TAGS = {
  integer: 0x21,
  boolean: 0x22,
  enum: 0x23,
  text: 0x41,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  charset: 0x47,
  language: 0x48,
  mimeMediaType: 0x49,
} as const

/** Tags between groups (RFC 8010, 3.5.1). */
const OPERATION_GROUP = 0x01
const JOB_GROUP = 0x02
const END = 0x03
const LAST_DELIMITER = 0x0f
const VERSION = 0x0200

type Tag = keyof typeof VALUE_TAGS

/** An attribute of a request; several values of one name make a set. */
export interface IppAttribute {
  readonly name: string
  readonly tag: Tag
  readonly values: readonly (string | number | boolean)[]
}

export const ippAttribute = (
  tag: Tag,
  name: string,
  ...values: readonly (string | number | boolean)[]
): IppAttribute => ({ name, tag, values })

export interface IppRequest {
  /** The number of the operation (RFC 8011, 5.4.15; CUPS's own from 0x4001). */
  readonly operation: number
  readonly attributes: readonly IppAttribute[]
  readonly job?: readonly IppAttribute[]
}

/** The bytes of a request, up to where a document would follow. */
export function ippToBytes({ operation, attributes, job = [] }: IppRequest): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt16BE(VERSION, 0)
  head.writeUInt16BE(operation, 2)
  head.writeUInt32BE(1, 4) // the number of the request: there is one for each connection
  return Buffer.concat([
    head,
    Buffer.of(OPERATION_GROUP),
    ...attributes.map(attributeToBytes),
    ...(job.length === 0 ? [] : [Buffer.of(JOB_GROUP), ...job.map(attributeToBytes)]),
    Buffer.of(END),
  ])
}

/** Further values of a set have an empty name (RFC 8010, 3.1.5). */
const attributeToBytes = ({ name, tag, values }: IppAttribute): Buffer =>
  Buffer.concat(
    values.flatMap((value, i) => [
      Buffer.of(VALUE_TAGS[tag]),
      counted(Buffer.from(i === 0 ? name : '', 'ascii')),
      counted(valueToBytes(value)),
    ]),
  )

function valueToBytes(value: string | number | boolean): Buffer {
  if (typeof value === 'boolean') return Buffer.of(value ? 1 : 0)
  if (typeof value === 'string') return Buffer.from(value, 'utf8')
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

function counted(bytes: Buffer): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bytes.length)
  return Buffer.concat([length, bytes])
}

/** What an attribute says. `null` is a value of a kind that nothing here needs. */
type IppValue = string | number | boolean | null

/** A group of an answer: one printer, or one job. */
export type IppGroup = ReadonlyMap<string, readonly IppValue[]>

export interface IppAnswer {
  /** Below 0x0100 it was done (RFC 8011, appendix B). */
  readonly status: number
  /** In their order, the operation's own first. */
  readonly groups: readonly IppGroup[]
}

/** @throws RangeError when these are not the bytes of an answer */
export function ippFromBytes(bytes: Buffer): IppAnswer {
  const status = bytes.readUInt16BE(2)
  const groups: Map<string, IppValue[]>[] = []
  let values: IppValue[] = []
  let at = 8
  const take = (length: number): Buffer => {
    if (at + length > bytes.length) throw new RangeError('an IPP message ends too early')
    at += length
    return bytes.subarray(at - length, at)
  }
  for (;;) {
    const tag = take(1).readUInt8()
    if (tag === END) return { status, groups }
    if (tag <= LAST_DELIMITER) {
      groups.push(new Map())
      continue
    }
    const name = take(take(2).readUInt16BE()).toString('ascii')
    const value = valueFromBytes(tag, take(take(2).readUInt16BE()))
    if (name !== '') {
      values = []
      groups.at(-1)?.set(name, values)
    }
    values.push(value)
  }
}

const INTEGERS: ReadonlySet<number> = new Set([VALUE_TAGS.integer, VALUE_TAGS.enum])
/** Text and name, each with its language before it (RFC 8010, 3.9). */
const WITH_LANGUAGE: ReadonlySet<number> = new Set([0x35, 0x36])
const FIRST_TEXT = 0x40
const LAST_TEXT = 0x49

function valueFromBytes(tag: number, bytes: Buffer): IppValue {
  if (INTEGERS.has(tag)) return bytes.readInt32BE()
  if (tag === VALUE_TAGS.boolean) return bytes.readUInt8() !== 0
  if (WITH_LANGUAGE.has(tag)) return bytes.subarray(4 + bytes.readUInt16BE()).toString('utf8')
  return tag >= FIRST_TEXT && tag <= LAST_TEXT ? bytes.toString('utf8') : null
}
