import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { formatCount } from '../../design/quantity.ts'
import { Step } from '../../design/steps.tsx'
import { stateOf, type TypedWords } from '../share/word-entry.ts'
import { type Taken, useShareDesk } from './share-desk.ts'
import type { Corrections } from './state.ts'

interface CorrectionsStepProps {
  /** Null after the window was drawn anew: they are not told twice. */
  readonly corrections: Corrections | null
  readonly typed: TypedWords
  readonly onTaken: (taken: Taken) => void
  /** With what draws the words again. */
  readonly onRejected: (show: () => void) => void
}

/** The check words can put some words right; the person compares each with the card first. */
export function CorrectionsStep({ corrections, typed, onTaken, onRejected }: CorrectionsStepProps) {
  const desk = useShareDesk()
  const confirm = useAction(async () => onTaken(await desk.confirm()))
  const reject = useAction(async () => onRejected(await desk.reject()))
  const count = corrections?.length ?? 0
  return (
    <Step
      instruction={
        corrections === null
          ? 'A card was being corrected when the window was left. Enter it again.'
          : `${formatCount(count, 'word')} can be put right. Does the card say what stands here?`
      }
      alone="the holder of the card"
      next="the card is added, or you look at the words again."
      actions={
        <>
          <Button large busy={reject.busy} onClick={() => void reject.run()}>
            No: back to the words
          </Button>
          {corrections !== null && (
            <Button kind="primary" large busy={confirm.busy} onClick={() => void confirm.run()}>
              Yes, the card says so
            </Button>
          )}
        </>
      }
    >
      {corrections !== null && (
        <ul aria-label="Words to compare with the card">
          {corrections.map(({ word, to }) => (
            <li key={word}>
              Word {word}: you typed{' '}
              {stateOf(typed[word - 1] ?? '') === 'word' ? (
                <code>{typed[word - 1]}</code>
              ) : (
                'nothing valid'
              )}
              ; the card most likely says <code>{to}</code> — look again.
            </li>
          ))}
        </ul>
      )}
      <Notice>
        <p>
          Nothing is taken in before you say so. If the card says something else, it may be the card
          of another quorum, or forged.
        </p>
      </Notice>
      <Problem of={confirm.problem ?? reject.problem} />
    </Step>
  )
}
