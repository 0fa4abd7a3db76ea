import { idIn } from '../../../shared/log-subjects.ts'
import { nameKey } from '../../core/text/index.ts'
import type { Turn } from '../replay/index.ts'

/** Each card that came into force when a ceremony closed, with its bag and its holder, in the order of its table. */
export function cardsOf({
  subject,
  details: { set, bags = [] },
  table,
}: Pick<Turn<'ceremony.closed'>, 'subject' | 'details' | 'table'>): readonly {
  readonly set: string
  readonly index: number
  /** Which of the vault’s people holds it; null: none of them. */
  readonly person: string | null
  readonly bag: string | null
}[] {
  const numbers = new Map(bags.map(({ index, bag }) => [index, bag]))
  const everybody = table('people').where(() => true)
  const ids = new Map(everybody.map(({ name_key: name, id }) => [name, String(id)]))
  return table('quorums')
    .where(({ ceremony }) => ceremony === idIn(subject))
    .flatMap(quorum =>
      table('share_register')
        .where(row => row.set_id === quorum.set_id)
        .map(row => ({
          set: String(row.set_id),
          index: Number(row.share_index),
          person: ids.get(nameKey(String(row.custodian))) ?? null,
          bag: (row.set_id === set && numbers.get(Number(row.share_index))) || null,
        }))
        .toSorted((a, b) => a.index - b.index),
    )
}
