import { useState } from 'react'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { CheckField, TextField } from '../../design/field.tsx'
import { Card, Row, Stack } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { useDraft } from '../../session/drafts.tsx'
import { useDesk } from '../../session/session.tsx'
import { words } from '../../words.ts'
import { CheckedFacts } from './checked-delivery.tsx'
import type { CheckedDelivery } from './delivery-words.ts'
import { Instructions } from './instructions.tsx'

interface CheckedStepProps {
  readonly of: CheckedDelivery
  /** Checks again, against what somebody read out. @throws DELIVERY_FINGERPRINT */
  readonly onCompare: (typed: string) => Promise<void>
}

/** Nothing speaks against it: the wrapping key is compared with the other side, and then the quorum is opened for it. */
export function CheckedStep({ of, onCompare }: CheckedStepProps) {
  const client = useClient()
  const { go, session } = useDesk()
  const [typed, setTyped] = useDraft(`delivery of ${of.key.id}@${of.key.version}, fingerprint`, '')
  const [same, setSame] = useState(of.under === null)
  const compare = useAction(async () => {
    setSame(false)
    await onCompare(typed)
    setSame(true)
  })
  const open = useAction(async () => {
    if (!session.recovery) {
      await client.call('recovery.begin', { kit: { kind: 'vault', setId: of.setId } })
    }
    await go({ screen: 'recovery' })
  })
  const { name } = words.deliveries.destinations[of.destination]
  return (
    <Stack roomy>
      <Card title={`It can go to ${name}`}>
        <CheckedFacts of={of} />
        {of.under !== null && (
          <>
            <Notice kind="caution">
              <p>
                Compare the fingerprint now with the one that the other side reads out from its own
                screen, by telephone or in person. This is the one step that keeps somebody from
                putting their own key in its place.
              </p>
            </Notice>
            <TextField
              label={words.deliveries.asked.options.fingerprint.label}
              hint={words.deliveries.asked.options.fingerprint.hint}
              value={typed}
              problem={compare.problem}
              onChange={next => {
                setTyped(next)
                compare.forget()
              }}
            />
            <Row>
              <Button disabled={typed.trim() === ''} onClick={() => void compare.run()}>
                Compare
              </Button>
            </Row>
            <CheckField
              label="All its words were compared aloud with the other side, and they are the same."
              checked={same}
              onChange={setSame}
            />
          </>
        )}
        <details>
          <summary>What is done on the other side</summary>
          <Instructions of={of.instructions} />
        </details>
      </Card>
      {of.form === 'nothing' ? (
        <Notice>
          <p>No secret leaves for it: there is no package to make. Do there what stands above.</p>
        </Notice>
      ) : (
        <Card title="4. Open the quorum">
          <p>
            Custodians enter their cards, then the passphrase; what was checked waits for that, and
            is looked at once more. A recovery officer and a witness sign, the key is wrapped in
            memory, and the package is written to a drive.
          </p>
          <Problem of={open.problem} />
          <Row>
            <Button
              kind="primary"
              disabled={!same || session.vault?.readOnly === true}
              busy={open.busy}
              onClick={() => void open.run()}
            >
              {session.recovery ? 'Go to the open recovery' : 'Open the quorum for it…'}
            </Button>
          </Row>
        </Card>
      )}
    </Stack>
  )
}
