import * as z from 'zod'

/** A schema as `z.toJSONSchema` writes it, as far as tests look. */
export interface JsonSchema {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly properties?: { readonly [name: string]: JsonSchema }
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  /** Of a tuple. */
  readonly prefixItems?: readonly JsonSchema[]
  readonly minItems?: number
  readonly minLength?: number
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly examples?: readonly unknown[]
  readonly additionalProperties?: unknown
}

/** Values that fit a schema: every word of a closed list and every branch of a union stands in one of them. */
export const samplesOf = (schema: z.ZodType): readonly unknown[] =>
  samples(z.toJSONSchema(schema) as JsonSchema)

function samples(schema: JsonSchema): readonly unknown[] {
  if (schema.examples !== undefined) return schema.examples
  if ('const' in schema) return [schema.const]
  if (schema.enum !== undefined) return schema.enum
  const branches = schema.anyOf ?? schema.oneOf
  if (branches !== undefined) return branches.flatMap(samples)
  switch (schema.type) {
    case 'object':
      return objects(schema)
    case 'array': {
      if (schema.prefixItems !== undefined) return tuples(schema.prefixItems.map(samples))
      const items = samples(schema.items ?? {})
      return [items.slice(0, 1), [...items, ...items].slice(0, 2), items]
    }
    case 'string':
      return ['Ada']
    case 'integer':
    case 'number':
      return [1, 3]
    case 'boolean':
      return [true, false]
    default:
      return [null]
  }
}

/** As many tuples as the place with most values has values. */
const tuples = (places: readonly (readonly unknown[])[]): readonly unknown[] =>
  Array.from({ length: Math.max(...places.map(values => values.length)) }, (_, round) =>
    places.map(values => values[round % values.length]),
  )

/** As many objects as the field with most values has values, with and without what may be absent. */
function objects({ properties = {}, required = [] }: JsonSchema): readonly unknown[] {
  const fields = Object.entries(properties).map(
    ([name, schema]) => [name, samples(schema), required.includes(name)] as const,
  )
  const rounds = Math.max(1, ...fields.map(([, values]) => values.length))
  const least = fields.filter(([, , needed]) => needed)
  return Array.from({ length: rounds }, (_, round) =>
    [fields, least].map(chosen =>
      Object.fromEntries(chosen.map(([name, values]) => [name, values[round % values.length]])),
    ),
  ).flat()
}
