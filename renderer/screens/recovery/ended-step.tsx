import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Facts } from '../../design/facts.tsx'
import { Problem } from '../../design/problem.tsx'
import { formatList, formatMoment } from '../../design/quantity.ts'
import { Step } from '../../design/steps.tsx'
import { homeOf, useDesk } from '../../session/session.tsx'
import { MemoryNotice } from '../renewal/memory-notice.tsx'
import { Deeds } from './deeds.tsx'
import { type At, nameOfShare } from './state.ts'

const REASONS = {
  asked: 'it was ended here',
  'window-closed': 'the window was closed',
} as const

/** What was opened, by whom, and what is true of the memory that the shares were in. */
export function EndedStep({ state: { summary } }: { state: At<'ended'> }) {
  const client = useClient()
  const { go, refresh, session } = useDesk()
  const { by, opened, began, ended, reason, setId, incident = null } = summary
  const goesOn = incident !== null && session.vault !== null
  const leave = useAction(async () => {
    await client.call('recovery.leave', {})
    const now = await refresh()
    if (incident === null || now.vault === null) return await go(homeOf(now))
    await go({ screen: 'workspace', section: 'incident', suspect: incident })
  })
  return (
    <Step
      instruction="The recovery is over."
      next="the custodians take their cards back to their safe places."
      actions={
        <Button kind="primary" large busy={leave.busy} onClick={() => void leave.run()}>
          {goesOn ? 'Go on with the incident' : 'Leave'}
        </Button>
      }
    >
      <Facts
        of={[
          [
            'Opened by',
            by.length === 0 ? 'nobody: it was never opened' : formatList(by.map(nameOfShare)),
          ],
          ['Set id', setId ?? 'none'],
          ['Began', formatMoment(began)],
          ['Ended', `${formatMoment(ended)}, because ${REASONS[reason]}`],
        ]}
      />
      <MemoryNotice />
      {opened.length === 0 ? (
        <p>Nothing was opened.</p>
      ) : (
        <Deeds of={opened} title="What was opened" />
      )}
      <Problem of={leave.problem} />
    </Step>
  )
}
