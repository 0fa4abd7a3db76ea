import { Button } from '../../../design/button.tsx'
import { Step } from '../../../design/steps.tsx'
import { type At, useCeremony } from '../frame/state.ts'
import { WhatWasMade } from '../frame/what-was-made.tsx'

/** What was made, to be read aloud and written down by the witness. */
export function KeysStep({ state }: { state: At<'shares'> }) {
  const { goOnFrom } = useCeremony()
  return (
    <Step
      instruction="The keys are made and sealed. Read the fingerprints aloud; the witness writes them down."
      next={`${state.shares[0]?.custodian ?? 'the first custodian'} comes to the screen for the first share.`}
      actions={
        <Button kind="primary" large onClick={() => goOnFrom('keys')}>
          They are written down
        </Button>
      }
    >
      <WhatWasMade made={state.made} />
    </Step>
  )
}
