import './no-jit.ts'
import * as z from 'zod'

type Schema = z.ZodType

/**
 * The schema with something else at the place of every part that is marked; the schema itself where it has none.
 *
 * @param markOf what a part is marked with; null: it is not
 * @param leaf   what stands at its place
 */
export function replaceLeaves<Mark>(
  schema: Schema,
  markOf: (schema: Schema) => Mark | null,
  leaf: (mark: Mark, schema: Schema) => Schema,
): Schema {
  const mark = markOf(schema)
  if (mark !== null) return leaf(mark, schema)
  const { def } = schema as unknown as { readonly def: Definition }
  const replaced = (one: Schema): Schema => replaceLeaves(one, markOf, leaf)
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
  | { readonly type: 'object'; readonly shape: { readonly [name: string]: Schema } }
  | { readonly type: 'array'; readonly element: Schema }
  | { readonly type: 'union'; readonly options: readonly Schema[] }
  | { readonly type: 'optional' | 'nullable'; readonly innerType: Schema }
  | { readonly type: 'string' }

const rebuilt = (schema: Schema, def: Definition): Schema =>
  z.core.clone(schema, def as unknown as typeof schema._zod.def)
