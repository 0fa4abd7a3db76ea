import type { Chosen } from '../../../shared/chosen.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Row } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { useDraft } from '../../session/drafts.tsx'
import { useApprovals } from '../approval/approvals.tsx'
import { PathChoice } from '../files/path-choice.tsx'
import { PaperField, usePaper } from '../printing/paper-field.tsx'
import { CheckedFacts } from './checked-delivery.tsx'
import type { CheckedDelivery, MadeDelivery } from './delivery-words.ts'

interface MakeDeliveryProps {
  readonly of: CheckedDelivery
  readonly onMade: (made: MadeDelivery) => Promise<void>
  /** It is not to be made after all. */
  readonly onForget: () => void
}

/** The quorum is open: people sign for what was checked, and the package is written. */
export function MakeDelivery({ of, onMade, onForget }: MakeDeliveryProps) {
  const client = useClient()
  const { signIfPeople } = useApprovals()
  const [out, setOut, forgetOut] = useDraft<Chosen | null>('delivery, new folder', null)
  const [paper, setPaper] = usePaper()
  const make = useAction(async (to: Chosen) => {
    const { draft } = await client.call('deliveries.plan', {})
    const approved = await signIfPeople({ action: 'key.deliver', draft })
    if (approved === null) return
    const made = await client.call('deliveries.make', { out: to, paper, ...approved })
    forgetOut()
    await onMade(made)
  })
  const forget = useAction(async () => {
    await client.call('deliveries.forget', {})
    onForget()
  })
  return (
    <>
      <CheckedFacts of={of} />
      <PathChoice
        label="New folder for the package"
        hint="On the drive that goes over the gap."
        wanted={{ kind: 'new-folder', name: `for-${of.destination}` }}
        path={out}
        onChoose={setOut}
      />
      <PaperField value={paper} onChange={setPaper} />
      {of.form === 'plain' && (
        <Notice kind="danger">
          <p>
            The key will lie in that folder in the clear: whoever has the drive has the key. Carry
            it so, and destroy it afterwards.
          </p>
        </Notice>
      )}
      <Problem of={make.problem ?? forget.problem} />
      <Row>
        <Button
          kind="primary"
          busy={make.busy}
          disabled={out === null}
          onClick={() => out !== null && void make.run(out)}
        >
          Hand it over…
        </Button>
        <Button busy={forget.busy} onClick={() => void forget.run()}>
          Do not hand it over
        </Button>
      </Row>
    </>
  )
}
