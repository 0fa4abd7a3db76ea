import { useId } from 'react'
import classes from './progress.module.css'
import { formatBytes, formatDuration } from './quantity.ts'

interface ProgressProps {
  readonly title: string
  /** `null` before the first report, and where there is nothing to measure. */
  readonly of: {
    readonly done: number
    readonly total: number | null
    readonly unit: 'bytes' | 'shares' | 'subsets' | 'items'
    readonly perSecond: number | null
    readonly secondsLeft: number | null
  } | null
}

const UNITS = { bytes: '', shares: ' shares', subsets: ' sets of shares', items: ' items' } as const

/** How far long work is: part of the whole, rate and time left. */
export function Progress({ title, of }: ProgressProps) {
  const id = useId()
  const known = of !== null && of.total !== null && of.total > 0
  const percent = known ? Math.floor((100 * of.done) / (of.total ?? 1)) : null
  return (
    <div className={classes.progress}>
      <div className={classes.line}>
        <strong id={id}>{title}</strong>
        {percent !== null && <span>{percent} %</span>}
      </div>
      <progress
        className={classes.bar}
        aria-labelledby={id}
        {...(known ? { value: of.done, max: of.total ?? 1 } : {})}
      />
      <div className={classes.detail}>{of === null ? '' : detailOf(of)}</div>
    </div>
  )
}

function detailOf({
  done,
  total,
  unit,
  perSecond,
  secondsLeft,
}: NonNullable<ProgressProps['of']>): string {
  const amount = unit === 'bytes' ? formatBytes : (count: number) => count.toLocaleString('en')
  const parts = [
    `${amount(done)}${total === null ? '' : ` of ${amount(total)}`}${UNITS[unit]}`,
    perSecond !== null && unit === 'bytes' && `${formatBytes(perSecond)} a second`,
    secondsLeft !== null && secondsLeft >= 1 && `about ${formatDuration(secondsLeft)} left`,
  ]
  return parts.filter(Boolean).join(' · ')
}
