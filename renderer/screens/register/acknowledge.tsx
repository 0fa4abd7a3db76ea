import { acknowledgementIn } from '../../../shared/sealed-shares.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Dialog, DialogButtons } from '../../design/dialog.tsx'
import { TextField } from '../../design/field.tsx'
import { HashWords } from '../../design/hash-words.tsx'
import { Problem } from '../../design/problem.tsx'
import { useDraft } from '../../session/drafts.tsx'
import { usePeople } from '../../session/people.tsx'
import { useApprovals } from '../approval/approvals.tsx'
import type { Register, RegisteredShare } from './register.ts'

interface AcknowledgeProps {
  readonly setId: string
  readonly share: RegisteredShare
  readonly onClose: () => void
  readonly onRecorded: (register: Register) => void
}

/** What the holder of a sealed share sent or read out once they had opened it. */
export function Acknowledge({ setId, share, onClose, onRecorded }: AcknowledgeProps) {
  const client = useClient()
  const { profile } = usePeople()
  const { signIfPeople } = useApprovals()
  const { index, custodian, sealed } = share
  const [text, setText, forget] = useDraft(`acknowledgement of ${setId}/${index}`, '')
  const said = acknowledgementIn(text)
  const record = useAction(async () => {
    if (said === null) return
    const what = { setId, index, acknowledgement: said }
    const approved = await signIfPeople({ action: 'share.acknowledge', ...what })
    if (approved === null) return
    const register = await client.call('register.acknowledge', { ...what, ...approved })
    forget()
    onRecorded(register)
  })
  return (
    <Dialog title={`${custodian} has opened share ${index}`} wide onCancel={onClose}>
      <p>
        {custodian} opens the sealed file with their own program, and sends or reads out what{' '}
        <code>keyclave share acknowledge</code> prints: 64 digits that nobody else can say, and that
        say nothing of the share. Until it has come, count on the other shares alone.
      </p>
      {sealed !== null && (
        <>
          <p>It was sealed to the key with these words:</p>
          <HashWords name={`The key of ${custodian} in words`} words={sealed.recipientWords} />
        </>
      )}
      <TextField
        label="What they say"
        hint="64 digits, 0 to 9 and a to f, with or without spaces."
        value={text}
        maxLength={200}
        problem={record.problem?.code === 'SHARE_NOT_ACKNOWLEDGED' ? record.problem : null}
        onChange={setText}
      />
      <Problem of={record.problem?.code === 'SHARE_NOT_ACKNOWLEDGED' ? null : record.problem} />
      <DialogButtons>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          kind="primary"
          busy={record.busy}
          disabled={said === null}
          onClick={() => void record.run()}
        >
          {profile === null ? 'Record it' : 'Ask for a signature'}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
