import { RefreshCw, TriangleAlert } from 'lucide-react'
import type { Payload } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import classes from '../../design/alone.module.css'
import { Button } from '../../design/button.tsx'
import { Heading } from '../../design/heading.tsx'
import { Lead } from '../../design/layout.tsx'
import { Problem } from '../../design/problem.tsx'

/** What covers this window while a new one opens in its place: nothing of the work stands here any more. */
export function RenewingScreen({ of: { failed } }: { of: Payload<'app.renewing'> }) {
  const client = useClient()
  const close = useAction(async () => {
    await client.call('app.close', {})
  })
  if (!failed) {
    return (
      <main className={classes.page}>
        <RefreshCw size={48} strokeWidth={1.5} aria-hidden="true" />
        <Heading>A new window opens</Heading>
        <Lead>
          This one is ended, with what was typed and shown in it. It takes a second or two.
        </Lead>
      </main>
    )
  }
  return (
    <main className={classes.page}>
      <TriangleAlert size={48} strokeWidth={1.5} aria-hidden="true" />
      <Heading>No new window could be opened</Heading>
      <Lead>
        What was typed and shown is still in the memory of this one. Close it, and start Keyclave
        again: what was done is done, and files and vault are as they should be.
      </Lead>
      <Button kind="primary" large busy={close.busy} onClick={() => void close.run()}>
        Close the window
      </Button>
      <Problem of={close.problem} />
    </main>
  )
}
