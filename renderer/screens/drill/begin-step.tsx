import { useState } from 'react'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { useAnswer } from '../../boundary/use-answer.ts'
import { Button } from '../../design/button.tsx'
import { Choice } from '../../design/choice.tsx'
import { Card } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { Step } from '../../design/steps.tsx'
import { type LockedPerson, useDesk } from '../../session/session.tsx'
import { Answered } from '../section/page.tsx'
import type { DrillState } from './state.ts'

interface BeginStepProps {
  readonly setId: string | null
  readonly unlocks: LockedPerson | null
  readonly onBegun: (state: DrillState) => void
}

/** What a drill is, or what unlocking takes, and of which quorum. */
export function BeginStep({ setId, unlocks, onBegun }: BeginStepProps) {
  const client = useClient()
  const { go } = useDesk()
  const overview = useAnswer('vault.overview', {})
  const [chosen, setChosen] = useState(setId)
  const quorums =
    overview.state === 'ready'
      ? overview.value.quorums.filter(({ state }) => state === 'in-force')
      : []
  const of = quorums.find(quorum => quorum.setId === chosen)?.setId ?? quorums[0]?.setId ?? null
  const begin = useAction(async () => {
    if (of === null) return
    onBegun(await client.call('drill.begin', { kit: { kind: 'vault', setId: of } }))
  })
  return (
    <Step
      instruction={
        unlocks === null
          ? 'We rehearse a recovery today. Nothing will be opened.'
          : `We let ${unlocks.name} try again. Nothing will be opened.`
      }
      next="the custodians enter their share cards, one after the other."
      actions={
        <>
          <Button large onClick={() => void go({ screen: 'workspace', section: 'register' })}>
            Leave
          </Button>
          <Button
            kind="primary"
            large
            busy={begin.busy}
            disabled={of === null}
            onClick={() => void begin.run()}
          >
            {unlocks === null ? 'Begin the drill' : 'Begin'}
          </Button>
        </>
      }
    >
      {unlocks === null ? <WhatADrillIs /> : <WhatUnlockingIs name={unlocks.name} />}
      <Answered answer={overview}>
        {() =>
          of === null ? (
            <Notice kind="caution">
              <p>No quorum is in force in this vault: there is nothing to open.</p>
            </Notice>
          ) : (
            <Choice
              legend="Which quorum"
              value={of}
              options={quorums.map(({ setId: value, title, threshold, count }) => ({
                value,
                title,
                hint: `${threshold} of ${count} cards · set ${value}`,
              }))}
              onChange={setChosen}
            />
          )
        }
      </Answered>
      <Problem of={begin.problem} />
    </Step>
  )
}

const WhatADrillIs = () => (
  <Card title="What happens">
    <p>
      Enough custodians enter their cards, and the recovery officer the passphrase. Keyclave proves
      from them that everything which is sealed would open. No key, no backup and no passphrase is
      shown to anybody. At the end Keyclave wipes what it worked with, and ends the window in which
      it was typed.
    </p>
    <p>The result is recorded with the names of those who took part, also when it fails.</p>
  </Card>
)

const WhatUnlockingIs = ({ name }: { name: string }) => (
  <Card title="What happens">
    <p>
      Enough custodians enter their cards, a recovery officer signs and enters the passphrase. Then
      the ten wrong entries count no more, and {name} may try again. Nothing else is opened, and it
      is recorded whose cards did it.
    </p>
    <p>
      The key stays the same: if {name} has forgotten the PIN or passphrase, this does not help, and
      an administrator and a witness have to give {name} a new key.
    </p>
  </Card>
)
