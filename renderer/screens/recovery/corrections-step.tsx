import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Table } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { formatCount } from '../../design/quantity.ts'
import { Step } from '../../design/steps.tsx'
import type { TypedWords } from '../share/word-entry.ts'
import type { AddedShare, Corrections, RecoveryState } from './state.ts'

interface CorrectionsStepProps {
  /** Null after the window was drawn anew: they are not told twice. */
  readonly corrections: Corrections | null
  readonly typed: TypedWords
  readonly onTaken: (added: AddedShare) => void
  readonly onRejected: (state: RecoveryState) => void
}

/** The check words can put some words right; the person compares each with the card first. */
export function CorrectionsStep({ corrections, typed, onTaken, onRejected }: CorrectionsStepProps) {
  const client = useClient()
  const confirm = useAction(async () =>
    onTaken(await client.call('recovery.confirmCorrections', {})),
  )
  const reject = useAction(async () =>
    onRejected(await client.call('recovery.rejectCorrections', {})),
  )
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
        <Table name="Words to compare with the card" columns={['Word', 'Typed', 'Should be']}>
          {corrections.map(({ word, to }) => (
            <tr key={word}>
              <th scope="row">{word}</th>
              <td>
                <code>{typed[word - 1] || '?'}</code>
              </td>
              <td>
                <code>{to}</code>
              </td>
            </tr>
          ))}
        </Table>
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
