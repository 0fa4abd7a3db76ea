import { type ReactNode, useLayoutEffect, useRef } from 'react'
import classes from './heading.module.css'

/** The heading of a screen. It takes the focus when the screen opens: a screen reader begins there. */
export function Heading({
  children,
  readAloud = false,
}: {
  children: ReactNode
  readAloud?: boolean
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  // With the layout, before another key can arrive: whoever tabs on at once keeps the place.
  useLayoutEffect(() => heading.current?.focus(), [])
  return (
    <h1 ref={heading} tabIndex={-1} className={readAloud ? classes.readAloud : undefined}>
      {children}
    </h1>
  )
}
