import { useState } from 'react'
import type { KeyclaveError } from '../../../../shared/errors.ts'
import { useClient } from '../../../boundary/client.tsx'
import { asProblem } from '../../../boundary/problem.ts'
import { useAction } from '../../../boundary/use-action.ts'
import { Button } from '../../../design/button.tsx'
import { Choice } from '../../../design/choice.tsx'
import { SecretField } from '../../../design/field.tsx'
import { Progress } from '../../../design/progress.tsx'
import { Step } from '../../../design/steps.tsx'
import { ProblemOrAbsent } from '../frame/absent.tsx'
import { useCeremony } from '../frame/state.ts'
import { PrintPassphrase } from './print-passphrase.tsx'
import { SuggestedPassphrase } from './suggested-passphrase.tsx'

interface PassphraseStepProps {
  /** Who is expected in the room. */
  readonly expected: readonly string[]
  /** Whether a quorum is replaced, whose passphrase can be kept. */
  readonly reissue: boolean
}

/** The recovery officer chooses the passphrase and enters it twice; then everything is made. */
export function PassphraseStep({ expected, reissue }: PassphraseStepProps) {
  const client = useClient()
  const { follow, reread } = useCeremony()
  const [way, setWay] = useState<'made' | 'own' | 'keep'>('made')
  const [first, setFirst] = useState('')
  const [again, setAgain] = useState('')
  const [judged, setJudged] = useState<KeyclaveError | null>(null)

  const judge = async (): Promise<void> => {
    if (first === '' || way === 'keep') return
    setJudged(await client.call('ceremony.judgePassphrase', { passphrase: first }).catch(asProblem))
  }
  const found = useAction(async () => {
    try {
      const keep = way === 'keep' ? { keep: true } : {}
      follow(await client.call('ceremony.found', { passphrase: first, again, ...keep }))
    } catch (error) {
      await reread()
      throw error
    }
  })
  const back = useAction(async () => follow(await client.call('ceremony.back', {})))

  if (found.busy) return <Making />
  const differs = found.problem?.code === 'PASSPHRASE_DIFFERS'
  const weak = found.problem?.code.startsWith('PASSPHRASE_') === true && !differs
  return (
    <Step
      instruction="The recovery officer chooses the passphrase. Everybody else looks away."
      alone="the recovery officer"
      next="Keyclave makes the quorum, its keys and the shares. It takes some seconds."
      actions={
        <>
          <Button large busy={back.busy} onClick={() => void back.run()}>
            Back
          </Button>
          <Button
            kind="primary"
            large
            disabled={first === '' || again === ''}
            onClick={() => void found.run()}
          >
            Make the keys
          </Button>
        </>
      }
    >
      <Choice
        legend="Passphrase"
        value={way}
        onChange={setWay}
        options={[
          {
            value: 'made',
            title: 'Let Keyclave make one (recommended)',
            hint: 'Seven words. Write them down by hand, and keep them away from every share card.',
          },
          {
            value: 'own',
            title: 'Choose one yourself',
            hint: 'At least 14 characters that nobody would guess. Keyclave judges it.',
          },
          ...(reissue
            ? [
                {
                  value: 'keep' as const,
                  title: 'Keep the old passphrase',
                  hint: 'Only if nobody knows it who should not. It then opens the new quorum, and is not destroyed.',
                },
              ]
            : []),
        ]}
      />
      {way === 'made' && <SuggestedPassphrase />}
      <SecretField
        label="Passphrase"
        value={first}
        problem={weak ? found.problem : judged}
        onChange={text => {
          setFirst(text)
          setJudged(null)
        }}
        onBlur={() => void judge()}
      />
      <PrintPassphrase passphrase={first} />
      <SecretField
        label="Passphrase, once more"
        hint="From what was written down, not from memory of a moment ago."
        value={again}
        problem={differs ? found.problem : null}
        onChange={setAgain}
        onPaste={event => event.preventDefault()}
      />
      <ProblemOrAbsent
        of={weak || differs ? back.problem : (found.problem ?? back.problem)}
        expected={expected}
        onBack={found.forget}
      />
    </Step>
  )
}

const Making = () => (
  <Step
    instruction="Keyclave makes the quorum, its keys and the shares."
    next="the fingerprints of the keys are read aloud."
    actions={null}
  >
    <Progress title="Working on the passphrase, which is slow on purpose" of={null} />
  </Step>
)
