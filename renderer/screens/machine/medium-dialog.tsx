import { useEffect, useState } from 'react'
import type { Output } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Dialog, DialogButtons } from '../../design/dialog.tsx'
import { Facts, Fingerprint } from '../../design/facts.tsx'
import { HashWords } from '../../design/hash-words.tsx'
import { Row } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'

/** The media with an image of Keyclave that are plugged in, and the words of one: also of the next stick. */
export function MediumDialog({ version, onClose }: { version: string; onClose: () => void }) {
  const client = useClient()
  const [media, setMedia] = useState<readonly string[] | null>(null)
  const [hashed, setHashed] = useState<Output<'machine.hashMedium'> | null>(null)
  const look = useAction(async () => {
    setHashed(null)
    setMedia((await client.call('machine.media', {})).media)
  })
  const { run } = look
  useEffect(() => void run(), [run])
  const hash = useAction(async (medium: string) => {
    setHashed(null)
    setHashed(await client.call('machine.hashMedium', { medium }))
  })
  return (
    <Dialog wide title="Which medium is this?" onCancel={onClose}>
      <p>
        Keyclave {version} was loaded into memory from a medium with an image of Keyclave. Here the
        medium is read once more, from its first byte to its last.
      </p>
      <Notice kind="caution">
        <p>
          A medium that is asked about itself proves nothing: what counts are the words that another
          machine has said of it. The same is done here for a stick that is to be checked before
          somebody else starts from it.
        </p>
      </Notice>
      {media?.length === 0 && (
        <p>
          None is plugged in. The medium may have been pulled out; this machine does not need it.
        </p>
      )}
      <Row>
        {media?.map(medium => (
          <Button key={medium} busy={hash.busy} onClick={() => void hash.run(medium)}>
            Say the words of {medium}
          </Button>
        ))}
        <Button kind="quiet" data-first busy={look.busy} onClick={() => void look.run()}>
          Look again
        </Button>
      </Row>
      <Problem of={look.problem ?? hash.problem} />
      {hashed !== null && (
        <div role="status">
          <Facts
            of={[
              ['Name', hashed.name ?? 'none'],
              ['Length', `${hashed.length} bytes`],
              ['SHA-256', <Fingerprint key="sha256" of={hashed.sha256} />],
            ]}
          />
          <HashWords name="The medium in words" words={hashed.words} />
        </div>
      )}
      <DialogButtons>
        <Button onClick={onClose}>Close</Button>
      </DialogButtons>
    </Dialog>
  )
}
