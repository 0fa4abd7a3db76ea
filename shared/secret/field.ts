/** Fields of the contract whose value is secret: they cross between window and main side sealed, or not at all. */
import '../no-jit.ts'
import * as z from 'zod'
import type { ChosenMark } from '../chosen.ts'
import { replaceLeaves } from '../schema-leaves.ts'

/**
 * How the window has a secret, beside the bytes that it is on its way and on the main side.
 *
 * text: UTF-8. lines: texts, one a line. digits: small numbers, a byte each. squares: rows of "0" and "1" of a
 * square picture, a byte each.
 */
export type SecretForm = 'text' | 'lines' | 'digits' | 'squares'

/** More than any field of the contract takes, in bytes. */
const LONGEST = 32 * 1024

export declare const SECRET: unique symbol
/** What a secret is to a type: text or numbers that only the window has as such. */
export interface Marked {
  readonly [SECRET]: true
}

/** A value of the contract as the main side has it: each secret is bytes, which the router wipes; each choice a path. */
export type AtMainSide<Value> = Value extends Marked
  ? Uint8Array
  : Value extends ChosenMark
    ? string
    : { [Name in keyof Value]: AtMainSide<Value[Name]> }

/**
 * Marks a schema: what it describes is secret, and never crosses in clear.
 *
 * @returns the same schema for the window; `schemaWithBytes` is what the main side and the way between have
 */
export const secret = <Schema extends z.ZodType>(form: SecretForm, schema: Schema) =>
  schema.meta({ secret: form }) as unknown as z.ZodType<z.output<Schema> & Marked, z.input<Schema>>

const formOf = (schema: z.core.$ZodType): SecretForm | null =>
  (z.globalRegistry.get(schema)?.secret as SecretForm | undefined) ?? null

/** The schema with something else at the place of every secret. */
const replaceSecrets = (
  schema: z.ZodType,
  leaf: (form: SecretForm, schema: z.ZodType) => z.ZodType,
): z.ZodType => replaceLeaves(schema, formOf, leaf)

const bytes = z.instanceof(Uint8Array).refine(value => value.byteLength <= LONGEST)

/** What the main side has: bytes at the place of every secret, and nothing else there. */
export const schemaWithBytes = (schema: z.ZodType): z.ZodType => replaceSecrets(schema, () => bytes)

/** From the window's forms to bytes. */
export const schemaToBytes = (schema: z.ZodType): z.ZodType =>
  replaceSecrets(schema, (form, part) => part.transform(value => FORMS[form].toBytes(value)))

/** From bytes to the window's forms; the bytes are overwritten. */
export const schemaFromBytes = (schema: z.ZodType): z.ZodType =>
  replaceSecrets(schema, (form, part) =>
    bytes
      .transform(value => {
        try {
          return FORMS[form].fromBytes(value)
        } finally {
          value.fill(0)
        }
      })
      .pipe(part),
  )

/** True for a schema in which something is secret. */
export const hasSecrets = (schema: z.ZodType): boolean => schemaWithBytes(schema) !== schema

interface Form {
  readonly toBytes: (value: unknown) => Uint8Array
  readonly fromBytes: (value: Uint8Array) => unknown
}

interface TextCoders {
  readonly TextEncoder: new () => { readonly encode: (text: string) => Uint8Array }
  readonly TextDecoder: new () => { readonly decode: (bytes: Uint8Array) => string }
}
/** In every browser and in Node; the types of neither are here. */
const { TextEncoder, TextDecoder } = globalThis as unknown as TextCoders
const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const decode = (value: Uint8Array): string => new TextDecoder().decode(value)

const FORMS: { readonly [Name in SecretForm]: Form } = {
  text: { toBytes: value => encode(value as string), fromBytes: decode },
  lines: {
    // One place a line, so that what was typed in one cannot move the others.
    toBytes: value =>
      encode((value as readonly string[]).map(line => line.replaceAll(/\s+/g, ' ')).join('\n')),
    fromBytes: value => decode(value).split('\n'),
  },
  digits: {
    toBytes: value => Uint8Array.from(value as readonly number[]),
    fromBytes: value => [...value],
  },
  squares: {
    toBytes: value => Uint8Array.from((value as readonly string[]).join(''), Number),
    fromBytes: value => {
      const size = Math.round(Math.sqrt(value.length))
      return Array.from({ length: size }, (_, row) =>
        value.subarray(row * size, (row + 1) * size).join(''),
      )
    },
  },
}
