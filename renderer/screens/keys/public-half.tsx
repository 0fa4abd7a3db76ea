import { FileDown } from 'lucide-react'
import { useState } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import { PAIR_NAMES } from '../../../shared/key-pairs.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { useAnswer } from '../../boundary/use-answer.ts'
import { Button } from '../../design/button.tsx'
import { CodeBlock } from '../../design/code-block.tsx'
import { Dialog, DialogButtons } from '../../design/dialog.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { Picker } from '../files/picker.tsx'
import { Answered } from '../section/page.tsx'
import { type KeyVersion, nameOf } from './key-words.ts'

/** The public half of a version of a key pair: shown, and saved as PEM. Nobody opens or signs anything for it. */
export function PublicHalf({ of }: { of: KeyVersion }) {
  const [shown, setShown] = useState(false)
  return (
    <>
      <Button aria-label={`Public half: ${nameOf(of)}`} onClick={() => setShown(true)}>
        Public half…
      </Button>
      {shown && <PublicHalfDialog of={of} onClose={() => setShown(false)} />}
    </>
  )
}

function PublicHalfDialog({
  of,
  onClose,
}: {
  readonly of: KeyVersion
  readonly onClose: () => void
}) {
  const client = useClient()
  const { id: key, version, algorithm } = of
  const half = useAnswer('keys.publicHalf', { key, version })
  const [choosing, setChoosing] = useState(false)
  const [saved, setSaved] = useState<string | null>(null)
  const save = useAction(async (out: Chosen) => {
    setSaved(null)
    setSaved((await client.call('keys.savePublicHalf', { key, version, out })).path)
  })
  return (
    <Dialog title={`The public half of ${nameOf(of)}`} wide onCancel={onClose}>
      <p>
        {algorithm !== null && `${PAIR_NAMES[algorithm]}. `}Anybody may have it: it checks what the
        private half signed, or encrypts what only the private half opens. Compare the fingerprint
        with {of.fingerprint} where it is used.
      </p>
      <Answered answer={half}>{({ pem }) => <CodeBlock whole>{pem}</CodeBlock>}</Answered>
      {saved !== null && (
        <Notice kind="done" live>
          <p>It was saved as {saved}.</p>
        </Notice>
      )}
      <Problem of={save.problem} />
      <DialogButtons>
        <Button onClick={onClose}>Close</Button>
        <Button
          kind="primary"
          icon={<FileDown size={18} aria-hidden="true" />}
          busy={save.busy}
          onClick={() => setChoosing(true)}
        >
          Save it as PEM…
        </Button>
      </DialogButtons>
      {choosing && (
        <Picker
          title="Where to save the public half"
          wanted={{ kind: 'new-file', name: `${of.label}-${version}.pub.pem` }}
          onCancel={() => setChoosing(false)}
          onChoose={([out]) => {
            setChoosing(false)
            if (out !== undefined) void save.run(out)
          }}
        />
      )}
    </Dialog>
  )
}
