import { useState } from 'react'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { type LockedPerson, useDesk } from '../../session/session.tsx'
import { useApprovals } from '../approval/approvals.tsx'
import { leaveUntil, PassphraseStep } from './passphrase-step.tsx'
import type { At } from './state.ts'

interface UnlockStepProps {
  readonly state: At<'shares'>
  readonly unlocks: LockedPerson
  readonly onBack: () => void
}

/** The passphrase; then somebody whose key was locked may try again. */
export function UnlockStep({ state, unlocks, onBack }: UnlockStepProps) {
  const client = useClient()
  const { go } = useDesk()
  const { signUnlessKept } = useApprovals()
  const [passphrase, setPassphrase] = useState('')
  const { person, name } = unlocks
  const run = useAction(async () => {
    const deed = { action: 'person.unlock', person, setId: state.kit.setId } as const
    const approved = await signUnlessKept(() => leaveUntil(client), deed)
    if (approved === null) return
    await client.call('drill.unlock', { person, passphrase, ...approved })
    await go({ screen: 'workspace', section: 'people' })
  })
  return (
    <PassphraseStep
      {...{ state, run, onBack, passphrase }}
      next={`${name} may try again; find out who made the wrong entries.`}
      verb="Unlock the key"
      canGoBack={!run.busy}
      onPassphrase={setPassphrase}
    />
  )
}
