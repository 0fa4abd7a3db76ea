import type { ReactNode } from 'react'
import type { Answer } from '../../boundary/use-answer.ts'
import { Heading } from '../../design/heading.tsx'
import { Lead, Stack } from '../../design/layout.tsx'
import { Problem } from '../../design/problem.tsx'
import classes from './page.module.css'
import { useWindowTitle } from './window-title.ts'

interface PageProps {
  readonly title: string
  /** What the title of the window says of it, if not its own title. */
  readonly place?: string
  readonly lead: string
  readonly action?: ReactNode
  readonly children: ReactNode
}

/** One part of the vault. */
export function Page({ title, place = title.toLowerCase(), lead, action, children }: PageProps) {
  useWindowTitle(place)
  return (
    <Stack roomy>
      <header className={classes.head}>
        <div className={classes.title}>
          <Heading>{title}</Heading>
          <Lead>{lead}</Lead>
        </div>
        {action}
      </header>
      {children}
    </Stack>
  )
}

/** What was asked of the main side, once it is here. */
export function Answered<Value>({
  answer,
  children,
}: {
  answer: Answer<Value>
  children: (value: Value) => ReactNode
}) {
  if (answer.state === 'refused') return <Problem of={answer.problem} />
  return answer.state === 'ready' ? children(answer.value) : null
}
