import type { ReactNode } from 'react'
import type { Client } from '../../../shared/client.ts'
import type { Action } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { formatList } from '../../design/quantity.ts'
import { Step } from '../../design/steps.tsx'
import { PassphraseEntry } from '../passphrase-entry.tsx'
import { nameOfShare } from '../recovery/state.ts'
import type { At } from './state.ts'

interface PassphraseStepProps {
  readonly state: At<'shares'>
  readonly next: string
  /** What the main button says. */
  readonly verb: string
  readonly run: Action<readonly []>
  readonly canGoBack: boolean
  readonly onBack: () => void
  readonly passphrase: string
  readonly onPassphrase: (typed: string) => void
  readonly children?: ReactNode
}

/** The cards are here; the passphrase is entered, and something is done with both. */
export function PassphraseStep(props: PassphraseStepProps) {
  const { state, next, verb, run, canGoBack, onBack, passphrase, onPassphrase, children } = props
  return (
    <Step
      instruction="The recovery officer enters the passphrase. Everybody else looks away."
      alone="the recovery officer"
      next={next}
      actions={
        <>
          <Button large disabled={!canGoBack} onClick={onBack}>
            Back to the cards
          </Button>
          <Button
            kind="primary"
            large
            busy={run.busy}
            disabled={passphrase === ''}
            onClick={() => void run.run()}
          >
            {verb}
          </Button>
        </>
      }
    >
      <p>Cards here: {formatList(state.shares.map(nameOfShare))}.</p>
      <PassphraseEntry
        value={passphrase}
        onChange={onPassphrase}
        run={run}
        ready={passphrase !== ''}
      >
        {children}
      </PassphraseEntry>
    </Step>
  )
}

/** Until when those who signed for the cards that are here keep their leave; null: nobody has. */
export async function leaveUntil(client: Client): Promise<string | null> {
  const now = await client.call('drill.state', {})
  return now.step === 'shares' ? now.leaveUntil : null
}
