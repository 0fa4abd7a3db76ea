import type { DeliveryFile } from '../../../shared/delivery-file.ts'
import { type NotJson, readJson } from '../text/index.ts'
import { notTooLarge, unfit } from '../wrapping/index.ts'

/** JSON that a command of the other side printed. */

export type Fields = { readonly [name: string]: unknown }

/** Reads a JSON object. @throws DELIVERY_FILE {not-text, not-json, field-twice, not-object} */
export function readFields(given: Uint8Array, file: DeliveryFile): Fields {
  const read = readJson(notTooLarge(given, file))
  if ('not' in read) throw unfit(file, problemOf(read.not))
  const { value } = read
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw unfit(file, 'not-object')
  }
  return value as Fields
}

const problemOf = (not: NotJson): 'not-text' | 'field-twice' | 'not-json' => {
  if (not === 'not-utf8' || not === 'half-character') return 'not-text'
  return not === 'field-twice' || not === 'forbidden-field' ? 'field-twice' : 'not-json'
}

/** A text of it. @throws DELIVERY_FILE {field-missing, field-not-text} */
export function textField(fields: Fields, name: string, file: DeliveryFile): string {
  if (!Object.hasOwn(fields, name)) throw unfit(file, 'field-missing', name)
  const value = fields[name]
  if (typeof value !== 'string') throw unfit(file, 'field-not-text', name)
  return value
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

/** A moment, as ISO 8601 or as seconds since 1970. @throws DELIVERY_FILE {field-missing, not-time} */
export function timeField(fields: Fields, name: string, file: DeliveryFile): Date {
  if (!Object.hasOwn(fields, name)) throw unfit(file, 'field-missing', name)
  const value = fields[name]
  const time =
    typeof value === 'number'
      ? new Date(value * 1000)
      : new Date(typeof value === 'string' && ISO.test(value) ? value : Number.NaN)
  if (Number.isNaN(time.getTime()) || time.getUTCFullYear() < 2000)
    throw unfit(file, 'not-time', name)
  return time
}
