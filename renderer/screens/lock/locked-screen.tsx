import { LockKeyhole } from 'lucide-react'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Heading } from '../../design/heading.tsx'
import { Lead } from '../../design/layout.tsx'
import { Problem } from '../../design/problem.tsx'
import classes from './locked-screen.module.css'

/** Nothing of the work shows here, and nothing answers but Unlock. */
export function LockedScreen({
  reason,
  onUnlocked,
}: {
  reason: 'asked' | 'idle' | null
  onUnlocked: () => Promise<void>
}) {
  const client = useClient()
  const unlock = useAction(async () => {
    await client.call('app.unlock', {})
    await onUnlocked()
  })
  return (
    <main className={classes.page}>
      <LockKeyhole size={48} strokeWidth={1.5} aria-hidden="true" />
      <Heading>Keyclave is locked</Heading>
      <Lead>
        {reason === 'idle' && 'Nobody worked here for a while. '}
        The vault is closed, and a recovery that was going on has ended: its shares and passphrase
        are forgotten. A ceremony waits where it was.
      </Lead>
      <Button kind="primary" large busy={unlock.busy} onClick={() => void unlock.run()}>
        Unlock
      </Button>
      <Problem of={unlock.problem} />
    </main>
  )
}
