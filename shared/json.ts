/**
 * JSON values: what crosses the boundary between window and main side, and nothing richer.
 *
 * Schemas alone do not say this: to them a Date or a Map is an object without unknown fields.
 */

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json }

const MAX_DEPTH = 32
const MAX_NODES = 100_000

/**
 * True for a JSON value of plain objects and dense arrays, at most 32 levels and 100,000 values.
 *
 * @param isOther what else may stand in it
 */
export function isJson(
  value: unknown,
  isOther: (value: object) => boolean = () => false,
): value is Json {
  let nodes = 0
  const visit = (item: unknown, depth: number): boolean => {
    nodes += 1
    if (nodes > MAX_NODES || depth > MAX_DEPTH) return false
    if (item === null || typeof item === 'boolean' || typeof item === 'string') return true
    if (typeof item === 'number') return Number.isFinite(item)
    if (typeof item !== 'object') return false
    if (isOther(item)) return true
    if (Array.isArray(item)) return isDense(item) && item.every(entry => visit(entry, depth + 1))
    return isPlain(item) && Object.values(item).every(entry => visit(entry, depth + 1))
  }
  return visit(value, 0)
}

const isDense = (array: readonly unknown[]): boolean =>
  Reflect.ownKeys(array).length === array.length + 1

/** An object literal, by prototype, whose own properties are visible data with names. */
function isPlain(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object)
  if (prototype !== Object.prototype && prototype !== null) return false
  return Reflect.ownKeys(object).every(key => {
    if (typeof key !== 'string' || key === '__proto__') return false
    const property = Object.getOwnPropertyDescriptor(object, key)
    return property?.enumerable === true && 'value' in property
  })
}
