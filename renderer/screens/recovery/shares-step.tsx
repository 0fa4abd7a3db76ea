import { useState } from 'react'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Row, Stack } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { formatCount, formatList } from '../../design/quantity.ts'
import { Step } from '../../design/steps.tsx'
import { Picker } from '../files/picker.tsx'
import { CardEntry } from '../share/card-entry.tsx'
import { useCardWords } from '../share/use-card-words.ts'
import { countFilled } from '../share/word-entry.ts'
import { CorrectionsStep } from './corrections-step.tsx'
import { SharesHere } from './shares-here.tsx'
import { type AddedShare, type At, type Corrections, nameOfShare, useRecovery } from './state.ts'

/** One card after the other; each is judged at once, by name where the kit is there. */
export function SharesStep({ state }: { state: At<'shares'> }) {
  const client = useClient()
  const { follow, setSharesDone } = useRecovery()
  const card = useCardWords()
  const [picking, setPicking] = useState(false)
  const [corrections, setCorrections] = useState<Corrections | null>(null)
  const [welcomed, setWelcomed] = useState<string | null>(null)

  const take = (added: AddedShare): void => {
    if (added.kind === 'proposal') {
      setCorrections(added.corrections)
    } else {
      card.clear()
      setCorrections(null)
      setWelcomed(nameOfShare(added.share))
    }
    follow(added.state)
  }
  const add = useAction(async () => {
    setWelcomed(null)
    const words = [...card.words]
    take(await client.call('recovery.addShare', { card: { kind: 'words', words } }))
  })
  const addFile = useAction(async (path: string) => {
    setWelcomed(null)
    add.forget()
    take(await client.call('recovery.addShare', { card: { kind: 'file', path } }))
  })

  if (state.proposal) {
    return (
      <CorrectionsStep
        corrections={corrections}
        typed={card.words}
        onTaken={take}
        onRejected={rejected => {
          setCorrections(null)
          follow(rejected)
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
          <Button kind="primary" large onClick={() => setSharesDone(true)}>
            Go on to the passphrase
          </Button>
        ) : (
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
      {!state.complete && (
        <Stack>
          <CardEntry card={card} onFinish={() => whole && void add.run()} />
          <Problem of={add.problem ?? addFile.problem} />
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
          title="The file of a share"
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

function instructionFor(state: At<'shares'>): string {
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

const haveText = ({ shares, need }: At<'shares'>): string =>
  need === null
    ? `${formatCount(shares.length, 'share')} so far.`
    : `${shares.length} of ${need}: ${formatList(shares.map(nameOfShare))}.`
