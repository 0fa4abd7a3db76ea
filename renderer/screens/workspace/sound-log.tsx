import type { Output } from '../../../shared/contract.ts'
import { Fingerprint } from '../../design/facts.tsx'
import { HashWords } from '../../design/hash-words.tsx'
import { Card } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { formatCount } from '../../design/quantity.ts'

/** A log that is whole, and where it ends. */
export function SoundLog({
  of: { size, hash, words, clockSteps, part },
}: {
  of: Output<'audit.verify'>
}) {
  return (
    <>
      {part === undefined ? (
        <Notice kind="done" live>
          <p>
            The log is whole: {formatCount(size, 'entry', 'entries')}. Note its head elsewhere; it
            proves where the log ends:
          </p>
          <p>
            <Fingerprint of={hash} />
          </p>
        </Notice>
      ) : (
        <SoundPart of={part} />
      )}
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

/** What a part of a log proves, and what it does not. */
function SoundPart({
  of: { first, last, log, linkedBy },
}: {
  of: NonNullable<Output<'audit.verify'>['part']>
}) {
  return (
    <>
      <Notice kind="done" live>
        <p>
          {first === last ? `Entry ${first}` : `Entries ${first} to ${last}`} of a log: none of them
          was changed, dropped, added or moved, and each signature is by the key that it names.
        </p>
        {linkedBy === 'vault' && <p>The open vault has every one of them.</p>}
      </Notice>
      {linkedBy !== 'vault' && (
        <Notice kind="caution">
          <p>
            Nothing shows yet that they are of your log: open its vault and check the file again. A
            part does not prove whose keys these are and who might sign, which stands before it, nor
            what came before and after. It says it is of the log with this id:
          </p>
          <p>
            <Fingerprint of={log} />
          </p>
        </Notice>
      )}
    </>
  )
}
