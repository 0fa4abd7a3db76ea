import { Tag } from '../../../design/tag.tsx'
import type { CustodianShare } from '../frame/state.ts'
import classes from './custodians.module.css'

const STATES = {
  waiting: { kind: 'waiting', text: 'waiting' },
  shown: { kind: 'caution', text: 'shown, not read back yet' },
  'read-back': { kind: 'good', text: 'read back' },
} as const

/** Who has a card already. */
export function Custodians({
  shares,
  current,
}: {
  shares: readonly CustodianShare[]
  current: number | null
}) {
  return (
    <ol className={classes.custodians} aria-label="Custodians">
      {shares.map(({ index, custodian, state }) => (
        <li
          key={index}
          className={classes.custodian}
          aria-current={index === current ? 'step' : undefined}
        >
          <span className={classes.index} aria-hidden="true">
            {index}
          </span>
          <span className={classes.name}>{custodian}</span>
          <Tag kind={STATES[state].kind}>{STATES[state].text}</Tag>
        </li>
      ))}
    </ol>
  )
}
