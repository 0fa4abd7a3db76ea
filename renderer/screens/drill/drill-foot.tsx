import { EyeOff } from 'lucide-react'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Row } from '../../design/layout.tsx'
import { Problem } from '../../design/problem.tsx'
import { useDesk } from '../../session/session.tsx'
import { Aids } from '../help/aids.tsx'
import { RoomButton } from '../person/room-roll.tsx'
import { AirGap } from '../status/air-gap.tsx'
import type { DrillState } from './state.ts'

/** Under the steps: what leaving would mean now, and the ways out. */
export function DrillFoot({ state }: { state: DrillState }) {
  const client = useClient()
  const { about, lock, go } = useDesk()
  const end = useAction(async () => {
    await client.call('drill.leave', {})
    await go({ screen: 'workspace', section: 'register' })
  })
  return (
    <>
      <AirGap about={about} />
      <Row>
        <Aids />
      </Row>
      <p>
        {state.step === 'shares'
          ? 'If it stops now: nothing is lost and nothing is recorded. Begin again with the same cards.'
          : state.step === 'held'
            ? 'The drill is over.'
            : 'Nothing has begun yet.'}
      </p>
      {state.step === 'shares' && (
        <>
          <RoomButton />
          <Button
            icon={<EyeOff size={18} aria-hidden="true" />}
            aria-label="Cover the screen; the drill waits"
            onClick={lock}
          >
            Cover the screen
          </Button>
          <Button kind="quiet" busy={end.busy} onClick={() => void end.run()}>
            End the drill
          </Button>
        </>
      )}
      <Problem of={end.problem} />
    </>
  )
}
