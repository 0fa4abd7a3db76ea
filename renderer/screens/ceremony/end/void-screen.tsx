import { useClient } from '../../../boundary/client.tsx'
import { useAction } from '../../../boundary/use-action.ts'
import { Button } from '../../../design/button.tsx'
import { Facts } from '../../../design/facts.tsx'
import { Notice } from '../../../design/notice.tsx'
import { Problem } from '../../../design/problem.tsx'
import { Step } from '../../../design/steps.tsx'
import { homeOf, useDesk } from '../../../session/session.tsx'
import { words } from '../../../words.ts'
import { MemoryNotice } from '../../renewal/memory-notice.tsx'
import type { At } from '../frame/state.ts'

const CAUSES: { readonly [Cause in At<'void'>['cause']]: string } = {
  'person-missing': 'somebody who is needed was not here',
  'card-lost': 'a card was lost',
  'card-seen': 'a card was seen by somebody else',
  'plan-wrong': 'the plan was wrong',
  'machine-distrusted': 'the machine is not to be trusted',
  other: 'another reason',
  failed: 'a step failed',
  'window-closed': 'the window was closed',
}

/** The end of a ceremony that did not close: what to destroy. */
export function VoidScreen({ state }: { state: At<'void'> }) {
  const client = useClient()
  const { go, refresh } = useDesk()
  const leave = useAction(async () => {
    await client.call('ceremony.leave', {})
    await go(homeOf(await refresh()))
  })
  const { custodians } = state.agreed.plan.quorum
  const cards = state.shown.map(index => ({
    index,
    custodian: custodians[index - 1] ?? `custodian ${index}`,
  }))
  return (
    <Step
      instruction={
        cards.length === 0
          ? 'This ceremony is void. Nobody holds a card of it.'
          : `This ceremony is void. Destroy ${words.cards.names(cards)} now.`
      }
      next="everything is as it was before. Begin again when the reason is out of the way."
      actions={
        <Button kind="primary" large busy={leave.busy} onClick={() => void leave.run()}>
          Leave
        </Button>
      }
    >
      <Facts
        of={[
          ['Why', CAUSES[state.cause]],
          ['Cards to destroy', cards.length === 0 ? 'none' : words.cards.names(cards)],
        ]}
      />
      <MemoryNotice />
      {state.leftBehind.length > 0 && (
        <Notice kind="caution">
          <p>These saved cards could not be removed. Delete them:</p>
          <ul>
            {state.leftBehind.map(path => (
              <li key={path}>
                <code>{path}</code>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <Problem of={leave.problem} />
    </Step>
  )
}
