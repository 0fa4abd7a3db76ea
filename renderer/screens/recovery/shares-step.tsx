import { Camera } from 'lucide-react'
import { useState } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Row, Stack } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { formatCount, formatList } from '../../design/quantity.ts'
import { Step } from '../../design/steps.tsx'
import { Picker } from '../files/picker.tsx'
import { Scanner } from '../scan/scanner.tsx'
import { CardEntry } from '../share/card-entry.tsx'
import { countFilled } from '../share/word-entry.ts'
import { CorrectionsStep } from './corrections-step.tsx'
import { type CardComingIn, type SharesIn, type Taken, useShareDesk } from './share-desk.ts'
import { SharesHere } from './shares-here.tsx'
import { nameOfShare } from './state.ts'

interface SharesStepProps {
  readonly state: SharesIn
  readonly coming: CardComingIn
}

/** One card after the other; each is judged at once, by name where the kit is there. */
export function SharesStep({ state, coming }: SharesStepProps) {
  const desk = useShareDesk()
  const { card, corrections, setCorrections } = coming
  const [picking, setPicking] = useState(false)
  const [scanning, setScanning] = useState(false)
  const [welcomed, setWelcomed] = useState<string | null>(null)

  const take = ({ added, show }: Taken): void => {
    if (added.kind === 'proposal') {
      setCorrections(added.corrections)
    } else {
      card.clear()
      setCorrections(null)
      setWelcomed(nameOfShare(added.share))
    }
    show()
  }
  const add = useAction(async () => {
    setWelcomed(null)
    const words = [...card.words]
    take(await desk.add({ kind: 'words', words }))
  })
  const addCode = async (text: string): Promise<void> => {
    setWelcomed(null)
    take(await desk.add({ kind: 'qr', text }))
    setScanning(false)
  }
  const addTypedCode = useAction(addCode)
  const addFile = useAction(async (path: Chosen) => {
    setWelcomed(null)
    add.forget()
    take(await desk.add({ kind: 'file', path }))
  })

  if (state.proposal) {
    return (
      <CorrectionsStep
        corrections={corrections}
        typed={card.words}
        onTaken={take}
        onRejected={show => {
          setCorrections(null)
          show()
        }}
      />
    )
  }
  const whole = countFilled(card.words) === card.words.length
  return (
    <Step
      instruction={instructionFor(state)}
      next={
        state.complete
          ? 'the recovery officer enters the passphrase.'
          : 'the next custodian enters a card, until there are enough.'
      }
      actions={
        state.complete ? (
          <Button kind="primary" large onClick={() => desk.goOn()}>
            Go on to the passphrase
          </Button>
        ) : scanning ? null : (
          <Button
            kind="primary"
            large
            busy={add.busy}
            disabled={!whole}
            onClick={() => void add.run()}
          >
            Add this card
          </Button>
        )
      }
    >
      {welcomed !== null && (
        <Notice kind="done" live>
          <p>
            The card of {welcomed} is sound. {haveText(state)}
          </p>
        </Notice>
      )}
      <SharesHere state={state} />
      {!state.complete && scanning && (
        <Scanner onShare={addCode} onWords={() => setScanning(false)} />
      )}
      {!state.complete && !scanning && (
        <Stack>
          <Row>
            <Button
              icon={<Camera size={18} aria-hidden="true" />}
              onClick={() => {
                add.forget()
                addTypedCode.forget()
                addFile.forget()
                setScanning(true)
              }}
            >
              Scan the card with the camera
            </Button>
          </Row>
          <CardEntry
            card={card}
            onFinish={() => whole && void add.run()}
            onCode={text => void addTypedCode.run(text)}
          />
          <Problem of={add.problem ?? addTypedCode.problem ?? addFile.problem} />
          <Row>
            <Button busy={addFile.busy} onClick={() => setPicking(true)}>
              Take the card from a file…
            </Button>
            {countFilled(card.words) > 0 && (
              <Button kind="quiet" onClick={card.clear}>
                Empty all boxes
              </Button>
            )}
          </Row>
        </Stack>
      )}
      {picking && (
        <Picker
          title="A share: its file, a picture of its card, or the card’s PDF"
          wanted={{ kind: 'file' }}
          onCancel={() => setPicking(false)}
          onChoose={([path]) => {
            setPicking(false)
            if (path !== undefined) void addFile.run(path)
          }}
        />
      )}
    </Step>
  )
}

function instructionFor(state: SharesIn): string {
  const { shares, need, missing, complete } = state
  if (complete) return 'There are enough shares. Nobody else needs to enter a card.'
  if (shares.length === 0) return 'The first custodian types the 40 words from the card.'
  const left = (need ?? 0) - shares.length
  const who =
    missing.length === 0
      ? 'the next custodian'
      : new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(
          missing.map(({ name }) => name),
        )
  return left > 0
    ? `${formatCount(left, 'more card is', 'more cards are')} needed: ${who}.`
    : 'The next custodian types the 40 words from the card.'
}

const haveText = ({ shares, need }: SharesIn): string =>
  need === null
    ? `${formatCount(shares.length, 'share')} so far.`
    : `${shares.length} of ${need}: ${formatList(shares.map(nameOfShare))}.`
