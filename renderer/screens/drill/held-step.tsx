import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Facts, Moment } from '../../design/facts.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { formatCount, formatDay, formatList } from '../../design/quantity.ts'
import { Step } from '../../design/steps.tsx'
import { useDesk } from '../../session/session.tsx'
import { nameOfShare } from '../recovery/state.ts'
import { MemoryNotice } from '../renewal/memory-notice.tsx'
import type { At } from './state.ts'

/** What the drill proved, and when the next one is due. */
export function HeldStep({ state }: { state: At<'held'> }) {
  const client = useClient()
  const { go } = useDesk()
  const leave = useAction(async () => {
    await client.call('drill.leave', {})
    await go({ screen: 'workspace', section: 'register' })
  })
  const { items, backup, recorded, next } = state
  return (
    <Step
      instruction="The drill is over. Everything would open, and nothing was taken out."
      next="the custodians take their cards back to their safe places, sealed again."
      actions={
        <Button kind="primary" large busy={leave.busy} onClick={() => void leave.run()}>
          Leave
        </Button>
      }
    >
      <Facts
        of={[
          ['Held', <Moment key="held" of={state.held} />],
          ['With the cards of', formatList(state.shares.map(nameOfShare))],
          ['Would open', formatCount(items, 'sealed item')],
          ['A backup', backup ? 'this quorum could open it' : 'none was looked at'],
          ['Next drill', next === null ? 'not recorded' : `by ${formatDay(next)}`],
        ]}
      />
      <Notice kind={recorded ? 'done' : 'caution'}>
        <p>
          {recorded
            ? 'It is recorded in the vault.'
            : 'It was not recorded: no vault that may be written to is open.'}
        </p>
      </Notice>
      <MemoryNotice />
      <Problem of={leave.problem} />
    </Step>
  )
}
