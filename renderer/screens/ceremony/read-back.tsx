import { useClient } from '../../boundary/client.tsx'
import { asProblem } from '../../boundary/problem.ts'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Problem } from '../../design/problem.tsx'
import { Step } from '../../design/steps.tsx'
import { CardEntry } from '../share/card-entry.tsx'
import { useCardWords } from '../share/use-card-words.ts'
import { countFilled } from '../share/word-entry.ts'
import { type CustodianShare, useCeremony } from './state.ts'

interface ReadBackProps {
  readonly of: CustodianShare
  readonly next: string
  readonly onBack: () => void
}

/** The custodian types the 40 words from the card, not from the screen. */
export function ReadBack({ of: { index, custodian }, next, onBack }: ReadBackProps) {
  const client = useClient()
  const { follow } = useCeremony()
  const card = useCardWords()
  const check = useAction(async () => {
    try {
      const words = [...card.words]
      follow(await client.call('ceremony.readBackShare', { index, words }))
    } catch (error) {
      card.mark(asProblem(error))
      throw error
    }
  })
  const whole = countFilled(card.words) === card.words.length
  return (
    <Step
      instruction={`${custodian}, type the 40 words from your card.`}
      alone={custodian}
      next={next}
      actions={
        <>
          <Button large onClick={onBack}>
            Back to the share
          </Button>
          <Button
            kind="primary"
            large
            busy={check.busy}
            disabled={!whole}
            onClick={() => void check.run()}
          >
            Check the card
          </Button>
        </>
      }
    >
      <CardEntry card={card} onFinish={() => whole && void check.run()} />
      <Problem of={check.problem} />
    </Step>
  )
}
