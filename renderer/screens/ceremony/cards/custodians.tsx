import { Tag } from '../../../design/tag.tsx'
import type { CustodianShare } from '../frame/state.ts'
import classes from './custodians.module.css'

const STATES = {
  waiting: { kind: 'waiting', text: 'waiting' },
  shown: { kind: 'caution', text: 'shown, not read back yet' },
  'read-back': { kind: 'good', text: 'read back' },
} as const
const SEALED = {
  waiting: { kind: 'waiting', text: 'absent: to be sealed' },
  shown: { kind: 'caution', text: 'sealed, not read back yet' },
  'read-back': { kind: 'good', text: 'absent, by sealed share' },
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
      {shares.map(({ index, custodian, state, sealed }) => (
        <li
          key={index}
          className={classes.custodian}
          aria-current={index === current ? 'step' : undefined}
        >
          <span className={classes.index} aria-hidden="true">
            {index}
          </span>
          <span className={classes.name}>{custodian}</span>
          <Tag kind={STATES[state].kind}>
            {(sealed === undefined ? STATES : SEALED)[state].text}
          </Tag>
        </li>
      ))}
    </ol>
  )
}
