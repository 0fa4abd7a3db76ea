import { DESTROYED } from '../../../shared/destroyed-card.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Problem } from '../../design/problem.tsx'
import { formatDay } from '../../design/quantity.ts'
import { Tag } from '../../design/tag.tsx'
import { useApprovals } from '../approval/approvals.tsx'
import { isDestroyed, type Register, type RegisteredShare } from './register.ts'

interface DestroyedProps {
  readonly setId: string
  readonly share: RegisteredShare
  readonly readOnly: boolean
  readonly onNoted: (register: Register) => void
}

/** A card of a replaced quorum, to be ticked off once somebody has seen it destroyed; signed, and in the log. */
export function Destroyed({ setId, share, readOnly, onNoted }: DestroyedProps) {
  const client = useClient()
  const { signIfPeople } = useApprovals()
  const note = useAction(async () => {
    const where = { setId, index: share.index, place: DESTROYED, bag: null }
    const approved = await signIfPeople({ action: 'custody.change', ...where })
    if (approved === null) return
    onNoted(await client.call('register.note', { ...where, ...approved }))
  })
  if (isDestroyed(share)) {
    return <Tag kind="good">destroyed{share.noted !== null && `, ${formatDay(share.noted)}`}</Tag>
  }
  return (
    <>
      <Button
        busy={note.busy}
        disabled={readOnly}
        aria-label={`Card ${share.index} is destroyed`}
        onClick={() => void note.run()}
      >
        Destroyed
      </Button>
      <Problem of={note.problem} />
    </>
  )
}
