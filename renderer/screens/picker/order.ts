import type { Output } from '../../../shared/contract.ts'

export type Entry = Output<'picker.list'>['entries'][number]
export type Order = 'name' | 'newest' | 'largest'

export const ORDERS = [
  { value: 'name', label: 'Name' },
  { value: 'newest', label: 'Newest first' },
  { value: 'largest', label: 'Largest first' },
] as const satisfies readonly { value: Order; label: string }[]

export interface Shown {
  readonly entries: readonly Entry[]
  /** Files that are not what is looked for. */
  readonly others: number
}

export const isFolder = ({ kind, leadsTo }: Entry): boolean =>
  kind === 'folder' || leadsTo === 'folder'

/**
 * Folders first, each kind in an order.
 *
 * @param entries by name, as the main side lists them
 * @param ends    how the names of files end that are looked for, `#` being any digit; empty: every file is
 */
export function wantedFirst(
  entries: readonly Entry[],
  order: Order,
  ends: readonly string[],
): Shown {
  const isWanted = (entry: Entry): boolean =>
    ends.length === 0 || isFolder(entry) || ends.some(end => endsAs(entry.name.toLowerCase(), end))
  const wanted = entries.filter(isWanted)
  const sorted = wanted.toSorted(
    (a, b) => Number(isFolder(b)) - Number(isFolder(a)) || compare[order](a, b),
  )
  return { entries: sorted, others: entries.length - wanted.length }
}

/** Whether a name ends so, `#` standing for any digit. */
const endsAs = (name: string, end: string): boolean =>
  name.length >= end.length &&
  [...end].every((sign, i) => {
    const found = name.charAt(name.length - end.length + i)
    return sign === '#' ? /\d/.test(found) : found === sign
  })

const compare: { readonly [order in Order]: (a: Entry, b: Entry) => number } = {
  name: () => 0,
  newest: (a, b) => (b.modified ?? '').localeCompare(a.modified ?? ''),
  largest: (a, b) => (b.size ?? 0) - (a.size ?? 0),
}
