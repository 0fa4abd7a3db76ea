import { LockKeyhole } from 'lucide-react'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import classes from '../../design/alone.module.css'
import { Button } from '../../design/button.tsx'
import { Heading } from '../../design/heading.tsx'
import { Lead } from '../../design/layout.tsx'
import { Problem } from '../../design/problem.tsx'
import type { Session } from '../../session/session.tsx'

/** Nothing of the work shows here, and nothing answers but Unlock. */
export function LockedScreen({
  session,
  reason,
  onUnlocked,
}: {
  session: Session
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
        {sentences(session).join(' ')}
      </Lead>
      <Button kind="primary" large busy={unlock.busy} onClick={() => void unlock.run()}>
        Unlock
      </Button>
      <Problem of={unlock.problem} />
    </main>
  )
}

/** What was really there, and where it is now. */
function sentences({ putAway, ceremony }: Session): readonly string[] {
  const said = [
    putAway.includes('recovery') &&
      'The recovery has ended: its shares and the passphrase are forgotten.',
    putAway.includes('drill') &&
      'The drill has ended: its shares and the passphrase are forgotten.',
    putAway.includes('vault') && 'The vault is closed.',
    ceremony && 'The ceremony waits where it was.',
  ].filter(sentence => sentence !== false)
  return said.length > 0 ? said : ['Nothing was open.']
}
