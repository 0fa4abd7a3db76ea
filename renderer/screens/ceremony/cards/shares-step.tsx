import { useState } from 'react'
import { useAction } from '../../../boundary/use-action.ts'
import { Button } from '../../../design/button.tsx'
import { Step } from '../../../design/steps.tsx'
import { type At, useCeremony } from '../frame/state.ts'
import { BagNumbers, useBags } from './bag-numbers.tsx'
import { Custodians } from './custodians.tsx'
import { ReadBack } from './read-back.tsx'
import { SealedTurn } from './sealed-turn.tsx'
import { ShareTurn } from './share-turn.tsx'

/** One custodian at a time: see the share, put it on a card, read it back from the card. */
export function SharesStep({ state }: { state: At<'shares'> }) {
  const { shares, turn } = state
  const [reading, setReading] = useState<number | null>(null)
  const current =
    shares.find(share => share.index === turn) ?? shares.find(share => share.state !== 'read-back')
  if (current === undefined) return <AllReadBack state={state} />
  const following = shares.find(
    share => share.state !== 'read-back' && share.index !== current.index,
  )
  const next =
    following === undefined
      ? 'the proof that recovery works.'
      : `${following.custodian} comes to the screen.`
  if (current.sealed !== undefined) {
    const of = { ...current, sealed: current.sealed }
    return <SealedTurn key={`seal-${current.index}`} {...{ of, shares, next }} />
  }
  // A card that was shown before the window was drawn anew is read back, or shown once more.
  return reading === current.index ? (
    <ReadBack
      key={`read-${current.index}`}
      of={current}
      pictures={state.agreed.plan.options?.pictures ?? false}
      next={next}
      onBack={() => setReading(null)}
    />
  ) : (
    <ShareTurn
      key={`show-${current.index}`}
      of={current}
      shares={shares}
      onRead={() => setReading(current.index)}
    />
  )
}

/** Every card is back; the numbers of their bags go into the record with going on. */
function AllReadBack({ state: { shares, agreed } }: { state: At<'shares'> }) {
  const { goOnFrom } = useCeremony()
  const bags = useBags(agreed.planHash, shares)
  const goOn = useAction(async () => {
    await bags.noteAll()
    goOnFrom('cards')
  })
  return (
    <Step
      instruction={
        shares.some(({ sealed }) => sealed !== undefined)
          ? 'Every card has been read back, and every sealed share. Each custodian in the room keeps the card, sealed.'
          : 'Every card has been read back and is sound. Each custodian keeps the card, sealed.'
      }
      next="the recovery officer enters the passphrase again, and Keyclave proves that recovery works."
      actions={
        <Button kind="primary" large busy={goOn.busy} onClick={() => void goOn.run()}>
          Go on to the proof
        </Button>
      }
    >
      <Custodians shares={shares} current={null} />
      <BagNumbers
        {...{ bags, goOn }}
        shares={shares.filter(({ sealed }) => sealed === undefined)}
      />
    </Step>
  )
}
