import { idIn } from '../../../shared/log-subjects.ts'
import type { Turn } from '../replay/index.ts'

/** Each card that came into force when a ceremony closed, with its bag, in the order of its table. */
export function cardsOf({
  subject,
  details: { set, bags = [] },
  table,
}: Pick<Turn<'ceremony.closed'>, 'subject' | 'details' | 'table'>): readonly {
  readonly set: string
  readonly index: number
  readonly custodian: string
  readonly bag: string | null
}[] {
  const numbers = new Map(bags.map(({ index, bag }) => [index, bag]))
  return table('quorums')
    .where(({ ceremony }) => ceremony === idIn(subject))
    .flatMap(quorum =>
      table('share_register')
        .where(row => row.set_id === quorum.set_id)
        .map(row => ({
          set: String(row.set_id),
          index: Number(row.share_index),
          custodian: String(row.custodian),
          bag: (row.set_id === set && numbers.get(Number(row.share_index))) || null,
        }))
        .toSorted((a, b) => a.index - b.index),
    )
}
