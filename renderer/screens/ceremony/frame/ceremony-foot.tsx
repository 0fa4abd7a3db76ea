import { EyeOff, NotebookPen, OctagonX } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../design/button.tsx'
import { Row } from '../../../design/layout.tsx'
import { useDesk } from '../../../session/session.tsx'
import { Aids } from '../../help/aids.tsx'
import { RoomButton } from '../../person/room-roll.tsx'
import { AirGap } from '../../status/air-gap.tsx'
import { AbortDialog } from './abort-dialog.tsx'
import { NoteDialog } from './note-dialog.tsx'
import { expectedBy } from './plan-people.ts'
import type { CeremonyState } from './state.ts'

/** Under the steps: what a crash would mean now, and the ways out. */
export function CeremonyFoot({ state }: { state: CeremonyState }) {
  const { about, lock } = useDesk()
  const [aborting, setAborting] = useState(false)
  const ended = state.step === 'closed' || state.step === 'void'
  const [noting, setNoting] = useState(false)
  const running = state.step !== 'none' && !ended
  return (
    <>
      <AirGap about={about} />
      <Row>
        <Aids />
      </Row>
      <p>{ifItStopsNow(state)}</p>
      {running && (
        <>
          <RoomButton expected={expectedBy(state.agreed.plan)} />
          <Button
            kind="quiet"
            icon={<NotebookPen size={18} aria-hidden="true" />}
            onClick={() => setNoting(true)}
          >
            Note for the record…
          </Button>
        </>
      )}
      {running && (
        <Button
          icon={<EyeOff size={18} aria-hidden="true" />}
          aria-label="Cover the screen; the ceremony waits"
          onClick={lock}
        >
          Cover the screen
        </Button>
      )}
      {running && (
        <Button
          kind="way-out"
          icon={<OctagonX size={18} aria-hidden="true" />}
          onClick={() => setAborting(true)}
        >
          Abort the ceremony…
        </Button>
      )}
      {noting && running && <NoteDialog state={state} onClose={() => setNoting(false)} />}
      {aborting && <AbortDialog onClose={() => setAborting(false)} />}
    </>
  )
}

function ifItStopsNow({ step }: CeremonyState): string {
  switch (step) {
    case 'none':
      return 'Nothing has begun yet. You can leave and come back.'
    case 'room':
    case 'entropy':
    case 'passphrase':
      return 'If the power fails now: nothing has been made yet. Begin again with the same plan.'
    case 'closed':
      return 'The ceremony is closed. What it made is in force.'
    case 'void':
      return 'This ceremony is void. What was in force before it still is.'
    default:
      return 'If the power fails now: nothing of this ceremony counts, every card handed out is void, and what was in force before still is.'
  }
}
