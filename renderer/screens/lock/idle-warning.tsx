import { useEffect, useState } from 'react'
import { useMainEvent } from '../../boundary/use-event.ts'
import { formatCount } from '../../design/quantity.ts'
import classes from './idle-warning.module.css'

/** Said before the screen covers itself. Any key puts it off. */
export function IdleWarning() {
  const [left, setLeft] = useState<number | null>(null)
  useMainEvent('app.idle', ({ secondsLeft }) => setLeft(secondsLeft))
  const isWarned = left !== null
  useEffect(() => {
    if (!isWarned) return
    const clock = setInterval(() => setLeft(before => before && Math.max(before - 1, 1)), 1000)
    return () => clearInterval(clock)
  }, [isWarned])
  if (left === null) return null
  return (
    <aside className={classes.warning} aria-label="The screen will be covered">
      <p role="status">
        The screen covers itself soon, because nobody is working here. Nothing is lost. Press any
        key to go on.
      </p>
      <p>In {formatCount(left, 'second')}.</p>
    </aside>
  )
}
