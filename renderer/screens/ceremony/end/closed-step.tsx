import { useEffect } from 'react'
import { useClient } from '../../../boundary/client.tsx'
import { useAction } from '../../../boundary/use-action.ts'
import { Button } from '../../../design/button.tsx'
import { HashWords } from '../../../design/hash-words.tsx'
import { Card, Table } from '../../../design/layout.tsx'
import { Notice } from '../../../design/notice.tsx'
import { Problem } from '../../../design/problem.tsx'
import { formatList } from '../../../design/quantity.ts'
import { Step } from '../../../design/steps.tsx'
import { usePeople } from '../../../session/people.tsx'
import { homeOf, useDesk } from '../../../session/session.tsx'
import { RecordedSteps } from '../../recorded-steps.tsx'
import { MemoryNotice } from '../../renewal/memory-notice.tsx'
import type { At } from '../frame/state.ts'
import { WhatWasMade } from '../frame/what-was-made.tsx'
import { Replaced } from './replaced.tsx'

/** The ceremony is closed: where the kit lies, and the record step by step. */
export function ClosedStep({ state }: { state: At<'closed'> }) {
  const client = useClient()
  const { go, refresh } = useDesk()
  const { reread } = usePeople()
  // Who holds which card has changed.
  useEffect(() => void reread(), [reread])
  const leave = useAction(async () => {
    await client.call('ceremony.leave', {})
    await go(homeOf(await refresh()))
  })
  const unsaved = state.places.filter(place => place.kit === null || place.record === null)
  return (
    <Step
      instruction="The ceremony is closed. What it made is in force."
      next="each custodian takes the card to a safe place, away from the passphrase and from the other cards."
      actions={
        <Button kind="primary" large busy={leave.busy} onClick={() => void leave.run()}>
          Leave
        </Button>
      }
    >
      {unsaved.map(place => (
        <Notice key={place.folder} kind="danger">
          <p>
            Saving in <code>{place.folder}</code> failed at the last moment. Copy the whole folder{' '}
            <code>{state.bundle.name}</code> there from the other place.
          </p>
        </Notice>
      ))}
      {state.sameDrive && (
        <Notice kind="caution">
          <p>Both copies lie on one drive: one accident takes both. Copy one of them elsewhere.</p>
        </Notice>
      )}
      {state.replaced !== undefined && <Replaced of={state.replaced} />}
      <MemoryNotice />
      <Card title="Kit and record">
        <Table name="Kit and record" columns={['Recovery kit', 'Ceremony record']}>
          {state.places.map(place => (
            <tr key={place.folder}>
              <td>{place.kit === null ? 'not saved' : <code>{place.kit}</code>}</td>
              <td>{place.record === null ? 'not saved' : <code>{place.record}</code>}</td>
            </tr>
          ))}
        </Table>
        <p>
          Beside them, in the folder <code>{state.bundle.name}</code>, lie the pages to print: the
          record, the register of shares, in which each custodian signs, and the recovery sheet, to
          keep with each copy. Every file was read back from its drive.
        </p>
        <p>
          {state.bundle.package === null ? (
            'Keyclave itself is not in it.'
          ) : (
            <>
              Keyclave itself is in it: <code>{state.bundle.package}</code>
            </>
          )}
        </p>
      </Card>
      {state.bundle.lacking.length > 0 && (
        <Notice kind="caution">
          <p>
            This copy of Keyclave came without {formatList(state.bundle.lacking)}, and so the folder
            has no such file. Put it there from another copy with <code>keyclave bundle make</code>.
          </p>
        </Notice>
      )}
      <Card title="The bundle in 32 words">
        <p>
          They stand for its file SHA256SUMS, which names every other file, and are on the recovery
          sheet in it. Print that sheet today and compare: on paper they show later whether somebody
          has changed a file.
        </p>
        <HashWords name="The bundle in 32 words" words={state.bundle.sums.words} />
      </Card>
      <WhatWasMade made={state.made} />
      <Card title="What happened">
        <RecordedSteps of={state.record} />
      </Card>
      <Problem of={leave.problem} />
    </Step>
  )
}
