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

/** A label or a file name: in one piece where it fits, hyphens and all. */
export const Whole = ({ children }: { children: string }) => (
  <span className={children.length > WHOLE_LENGTH ? classes.long : classes.whole}>{children}</span>
)

/** What a column of a table has room for. */
const WHOLE_LENGTH = 32

/**
 * Hex digits in groups of four, to be compared with paper by reading aloud. A line holds sixteen groups,
 * eight or four, whatever the width: no single group is left over.
 */
export function Fingerprint({ of }: { of: string }) {
  const groups = of.replace(/\s+/g, '').match(/.{1,4}/g) ?? []
  if (groups.length < 4) return <span className={classes.short}>{groups.join(' ')}</span>
  return (
    <span className={classes.fingerprint}>
      {inParts(groups, 8).map(line => (
        <Fragment key={line.at}>
          {line.at > 0 && ' '}
          <span>
            {inParts(line.groups, 4).map(four => (
              <Fragment key={four.at}>
                {four.at > 0 && ' '}
                <span>{four.groups.join(' ')}</span>
              </Fragment>
            ))}
          </span>
        </Fragment>
      ))}
    </span>
  )
}

const inParts = (groups: readonly string[], length: number) =>
  Array.from({ length: Math.ceil(groups.length / length) }, (_, part) => ({
    at: part * length,
    groups: groups.slice(part * length, (part + 1) * length),
  }))
