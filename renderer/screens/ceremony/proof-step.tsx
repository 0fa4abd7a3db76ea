import { useState } from 'react'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { useTask } from '../../boundary/use-task.ts'
import { Button } from '../../design/button.tsx'
import { Facts } from '../../design/facts.tsx'
import { SecretField } from '../../design/field.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { Progress } from '../../design/progress.tsx'
import { formatCount } from '../../design/quantity.ts'
import { Step } from '../../design/steps.tsx'
import { type At, useCeremony } from './state.ts'

/** Recovery is proved from what was read back from the cards, before anything counts. */
export function ProofStep({ state }: { state: At<'shares' | 'proving' | 'proved'> }) {
  const client = useClient()
  const { follow, reread } = useCeremony()
  const { progress, cancel, reset } = useTask('proof')
  const [passphrase, setPassphrase] = useState('')
  const prove = useAction(async () => {
    reset()
    try {
      follow(await client.call('ceremony.prove', { passphrase }))
      setPassphrase('')
    } catch (error) {
      await reread()
      throw error
    }
  })

  if (state.step === 'proved') return <Proved proof={state.proof} />
  if (prove.busy || state.step === 'proving') {
    return (
      <Step
        instruction="Keyclave recovers from every set of cards that must be enough."
        next="the ceremony can be closed."
        actions={
          <Button large onClick={cancel}>
            Cancel the proof
          </Button>
        }
      >
        <Progress title="Proving recovery" of={progress} />
      </Step>
    )
  }
  const { threshold, custodians } = state.agreed.plan.quorum
  const wrong = prove.problem?.code.startsWith('PASSPHRASE_') === true
  return (
    <Step
      instruction="The recovery officer enters the passphrase again, from what was written down."
      alone="the recovery officer"
      next={`Keyclave tries every set of ${threshold} of the ${custodians.length} cards.`}
      actions={
        <Button kind="primary" large disabled={passphrase === ''} onClick={() => void prove.run()}>
          Prove recovery
        </Button>
      }
    >
      <SecretField
        label="Passphrase"
        value={passphrase}
        problem={wrong ? prove.problem : null}
        onChange={setPassphrase}
        onPaste={event => event.preventDefault()}
        onKeyDown={event => {
          if (event.key === 'Enter' && passphrase !== '') void prove.run()
        }}
      />
      <Problem of={wrong ? null : prove.problem} />
    </Step>
  )
}

function Proved({ proof }: { proof: At<'proved'>['proof'] }) {
  const { goOnFrom } = useCeremony()
  return (
    <Step
      instruction="Recovery works. It was done from the cards themselves."
      next="the kit and the record are saved in two places, and everything comes into force."
      actions={
        <Button kind="primary" large onClick={() => goOnFrom('proof')}>
          Go on to the close
        </Button>
      }
    >
      <Notice kind="done" live>
        <p>{formatCount(proof.subsets, 'set')} of cards tried, and every one opened the quorum.</p>
      </Notice>
      <Facts
        of={[
          ['Possible sets', Number(proof.possible).toLocaleString('en')],
          [
            'Tried',
            proof.exhaustive
              ? 'all of them'
              : `${proof.subsets.toLocaleString('en')}, chosen so that every card is in some`,
          ],
        ]}
      />
    </Step>
  )
}
