import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Problem } from '../../design/problem.tsx'
import { formatList } from '../../design/quantity.ts'
import { Tag } from '../../design/tag.tsx'
import { type SharesIn, useShareDesk } from './share-desk.ts'
import classes from './shares-here.module.css'
import { nameOfShare } from './state.ts'

/** "2 of 3": whose cards are here, and who could still bring theirs. */
export function SharesHere({ state }: { state: SharesIn }) {
  const desk = useShareDesk()
  const remove = useAction((index: number) => desk.remove(index))
  const { shares, need, missing, complete } = state
  return (
    <section className={classes.here} aria-label="Shares so far">
      <p className={classes.count}>
        <b>{shares.length}</b> {need === null ? 'so far' : `of ${need}`}
      </p>
      <ul className={classes.people}>
        {shares.map(share => (
          <li key={share.index} className={classes.person}>
            <Tag kind="good">{nameOfShare(share)} is here</Tag>
            <Button
              kind="quiet"
              aria-label={`Take out the share of ${nameOfShare(share)}`}
              onClick={() => void remove.run(share.index)}
            >
              Take out
            </Button>
          </li>
        ))}
        {shares.length === 0 && <li className={classes.person}>No card yet.</li>}
      </ul>
      {!complete && (
        <p className={classes.others}>
          {missing.length > 0
            ? `Could still come: ${formatList(missing.map(({ name }) => name))}.`
            : need === null && 'The first card says how many are needed.'}
        </p>
      )}
      <Problem of={remove.problem} />
    </section>
  )
}
