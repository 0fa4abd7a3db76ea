/** Fields of the contract whose value is secret: they cross between window and main side sealed, or not at all. */
import '../no-jit.ts'
import * as z from 'zod'

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

/** A value of the contract as the main side has it: each secret is bytes, which the router wipes. */
export type WithSecretBytes<Value> = Value extends Marked
  ? Uint8Array
  : { [Name in keyof Value]: WithSecretBytes<Value[Name]> }

/**
 * Marks a schema: what it describes is secret, and never crosses in clear.
 *
 * @returns the same schema for the window; `schemaWithBytes` is what the main side and the way between have
 */
export const secret = <Schema extends z.ZodType>(form: SecretForm, schema: Schema) =>
  schema.meta({ secret: form }) as unknown as z.ZodType<z.output<Schema> & Marked, z.input<Schema>>

const formOf = (schema: z.core.$ZodType): SecretForm | null =>
  (z.globalRegistry.get(schema)?.secret as SecretForm | undefined) ?? null

/** What stands at the place of a secret. */
type Leaf = (form: SecretForm, schema: z.ZodType) => z.ZodType

/** The schema with something else at the place of every secret; the schema itself where it has none. */
function replaceSecrets(schema: z.ZodType, leaf: Leaf): z.ZodType {
  const form = formOf(schema)
  if (form !== null) return leaf(form, schema)
  const { def } = schema as unknown as { readonly def: Definition }
  const replaced = (one: z.ZodType): z.ZodType => replaceSecrets(one, leaf)
  switch (def.type) {
    case 'object': {
      const shape = Object.entries(def.shape)
      const parts = shape.map(([name, part]) => [name, replaced(part)] as const)
      if (parts.every(([name, part]) => part === def.shape[name])) return schema
      return rebuilt(schema, { ...def, shape: Object.fromEntries(parts) })
    }
    case 'array': {
      const element = replaced(def.element)
      return element === def.element ? schema : rebuilt(schema, { ...def, element })
    }
    case 'union': {
      const options = def.options.map(replaced)
      if (options.every((option, i) => option === def.options[i])) return schema
      return rebuilt(schema, { ...def, options })
    }
    case 'optional':
    case 'nullable': {
      const innerType = replaced(def.innerType)
      return innerType === def.innerType ? schema : rebuilt(schema, { ...def, innerType })
    }
    default:
      return schema
  }
}

type Definition =
  | { readonly type: 'object'; readonly shape: { readonly [name: string]: z.ZodType } }
  | { readonly type: 'array'; readonly element: z.ZodType }
  | { readonly type: 'union'; readonly options: readonly z.ZodType[] }
  | { readonly type: 'optional' | 'nullable'; readonly innerType: z.ZodType }
  | { readonly type: 'string' }

const rebuilt = (schema: z.ZodType, def: Definition): z.ZodType =>
  z.core.clone(schema, def as unknown as typeof schema._zod.def)

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
