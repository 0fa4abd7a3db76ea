import { EyeOff } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Heading } from '../../design/heading.tsx'
import { Lead } from '../../design/layout.tsx'
import { Problem } from '../../design/problem.tsx'
import type { Session } from '../../session/session.tsx'
import classes from './covered-screen.module.css'

interface CoveredScreenProps {
  readonly session: Session
  readonly reason: 'asked' | 'idle' | null
  readonly onUncovered: () => Promise<void>
}

/** Nothing of the work shows here, and all of it is kept. A dialog, so that it covers open dialogs, too. */
export function CoveredScreen({ session, reason, onUncovered }: CoveredScreenProps) {
  const client = useClient()
  const cover = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const before = document.activeElement
    cover.current?.showModal()
    cover.current?.querySelector<HTMLElement>('h1')?.focus()
    return () => {
      // The next key belongs where the last one did.
      if (before instanceof HTMLElement) requestAnimationFrame(() => before.focus())
    }
  }, [])
  const show = useAction(async () => {
    await client.call('app.unlock', {})
    await onUncovered()
  })
  return (
    <dialog
      ref={cover}
      className={classes.cover}
      aria-label="The screen is covered"
      onCancel={event => event.preventDefault()}
    >
      <main className={classes.page}>
        <EyeOff size={48} strokeWidth={1.5} aria-hidden="true" />
        <Heading>The screen is covered</Heading>
        <Lead>
          {reason === 'idle' && 'Nobody worked here for a while. '}
          {sentences(session).join(' ')}
        </Lead>
        <p>The cover asks for no password: anybody who is here can take it away.</p>
        <Button kind="primary" large busy={show.busy} onClick={() => void show.run()}>
          Show the screen again
        </Button>
        <Problem of={show.problem} />
      </main>
    </dialog>
  )
}

/** What waits behind it, and for how long. */
function sentences({ kept, signedOut }: Session): readonly string[] {
  const said = [
    kept.includes('ceremony') && 'The ceremony waits where it was, with everybody in the room.',
    kept.includes('recovery') &&
      'The recovery waits where it was: cards and passphrase that were entered are kept in memory until somebody ends it.',
    kept.includes('drill') &&
      'The drill waits where it was: the cards that were entered are kept in memory until somebody ends it.',
    kept.includes('vault') && 'The vault is still open.',
    signedOut && kept.includes('vault') && 'Everybody was signed out.',
    'Nothing that was typed is lost; it is kept until the window is closed.',
  ]
  return said.filter(sentence => sentence !== false)
}
