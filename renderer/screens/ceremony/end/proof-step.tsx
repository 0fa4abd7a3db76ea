import { useState } from 'react'
import { SUBSET_LIMIT } from '../../../../shared/proof.ts'
import { useClient } from '../../../boundary/client.tsx'
import { useAction } from '../../../boundary/use-action.ts'
import { useTask } from '../../../boundary/use-task.ts'
import { Button } from '../../../design/button.tsx'
import { Facts } from '../../../design/facts.tsx'
import { Notice } from '../../../design/notice.tsx'
import { Progress } from '../../../design/progress.tsx'
import { formatCount } from '../../../design/quantity.ts'
import { Step } from '../../../design/steps.tsx'
import { PassphraseEntry } from '../../passphrase-entry.tsx'
import { type At, useCeremony } from '../frame/state.ts'

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
  const { threshold, custodians } = state.agreed.plan.quorum
  if (prove.busy || state.step === 'proving') {
    return (
      <Step
        instruction={proofOf(threshold, custodians.length)}
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
  return (
    <Step
      instruction="The recovery officer enters the passphrase again, from what was written down."
      alone="the recovery officer"
      next="recovery is tried with the cards as they were read back."
      actions={
        <Button kind="primary" large disabled={passphrase === ''} onClick={() => void prove.run()}>
          Prove recovery
        </Button>
      }
    >
      <PassphraseEntry
        value={passphrase}
        onChange={setPassphrase}
        run={prove}
        ready={passphrase !== ''}
        paste="refused"
      />
    </Step>
  )
}

/** "Keyclave now tries every 3 of the 5 cards." */
function proofOf(threshold: number, count: number): string {
  const sets = setsOf(threshold, count)
  if (sets === 1) return `Keyclave now tries the ${count} cards together.`
  return sets > SUBSET_LIMIT
    ? `Keyclave now tries ${SUBSET_LIMIT.toLocaleString('en')} sets of ${threshold} of the ${count} cards; every card is in some.`
    : `Keyclave now tries every ${threshold} of the ${count} cards.`
}

/** How many ways there are to choose; to the digit as long as they are few. */
const setsOf = (threshold: number, count: number): number =>
  Array.from({ length: threshold }, (_, i) => (count - i) / (threshold - i)).reduce((a, b) => a * b)

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
