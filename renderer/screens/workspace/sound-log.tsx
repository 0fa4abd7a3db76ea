import type { Output } from '../../../shared/contract.ts'
import { Fingerprint } from '../../design/facts.tsx'
import { HashWords } from '../../design/hash-words.tsx'
import { Card } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { formatCount } from '../../design/quantity.ts'

/** A log that is whole, and where it ends. */
export function SoundLog({
  of: { size, hash, words, clockSteps },
}: {
  of: Output<'audit.verify'>
}) {
  return (
    <>
      <Notice kind="done" live>
        <p>
          The log is whole: {formatCount(size, 'entry', 'entries')}. Note its head elsewhere; it
          proves where the log ends:
        </p>
        <p>
          <Fingerprint of={hash} />
        </p>
      </Notice>
      {words !== undefined && (
        <Card title={`The head in words: ${size}, then`}>
          <HashWords name="The head of the log" words={words} />
        </Card>
      )}
      {clockSteps.length > 0 && (
        <Notice kind="caution">
          <p>
            The clock was set back before {formatCount(clockSteps.length, 'entry', 'entries')}:{' '}
            {clockSteps.join(', ')}.
          </p>
        </Notice>
      )}
    </>
  )
}
