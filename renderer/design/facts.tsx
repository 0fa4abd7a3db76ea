import { Fragment, type ReactNode } from 'react'
import classes from './facts.module.css'
import { formatExactMoment, formatMoment } from './quantity.ts'

/** Names and values, one under the other. */
export function Facts({ of }: { of: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className={classes.facts}>
      {of.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  )
}

/** An instant that does not break over two lines. */
export const Moment = ({ of, exact = false }: { of: string; exact?: boolean }) => (
  <time className={classes.moment} dateTime={of}>
    {exact ? formatExactMoment(of) : formatMoment(of)}
  </time>
)

/** Hex digits in groups of four, to be compared with paper by reading aloud. */
export function Fingerprint({ of }: { of: string }) {
  const groups = of.replace(/\s+/g, '').match(/.{1,4}/g) ?? []
  return (
    <span className={groups.length < 4 ? classes.short : classes.fingerprint}>
      {groups.join(' ')}
    </span>
  )
}
