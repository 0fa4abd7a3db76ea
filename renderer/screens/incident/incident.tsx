import { useState } from 'react'
import type { Output } from '../../../shared/contract.ts'
import { useAnswer } from '../../boundary/use-answer.ts'
import { SelectField } from '../../design/field.tsx'
import { Card, Empty, Stack } from '../../design/layout.tsx'
import type { Suspect } from '../../session/session.tsx'
import { words } from '../../words.ts'
import { Answered, Page } from '../section/page.tsx'
import { IncidentCourse } from './incident-course.tsx'

type Listed = Output<'incident.suspects'>['suspects'][number]

const NONE = ''

/** Somebody else may have a key: the course of what to do about it, from the report of it to what is left. */
export function Incident({ suspect }: { suspect: Suspect | null }) {
  const answer = useAnswer('incident.suspects', {})
  return (
    <Page
      title="Incident"
      lead="A key, a backup key or a whole quorum may be in other hands. Six steps, from what happened to what is left to do. You can leave after any of them and come back: the vault keeps how far it is."
    >
      <Answered answer={answer}>
        {({ suspects }) => (
          <Course of={withReported(suspects, suspect)} given={suspect} onChange={answer.askAgain} />
        )}
      </Answered>
    </Page>
  )
}

/** What somebody reports stands in the list, though it be of a quorum that was replaced. */
const withReported = (listed: readonly Listed[], given: Suspect | null): readonly Listed[] =>
  given === null || listed.some(one => idOf(one.suspect) === idOf(given))
    ? listed
    : [{ suspect: given, name: shortName(given), state: null }, ...listed]

interface CourseProps {
  readonly of: readonly Listed[]
  readonly given: Suspect | null
  readonly onChange: () => void
}

function Course({ of: listed, given, onChange }: CourseProps) {
  const [chosen, setChosen] = useState(given === null ? NONE : idOf(given))
  const found = listed.find(one => idOf(one.suspect) === chosen)
  if (listed.length === 0) {
    return (
      <Empty title="Nothing is sealed yet">
        Once a ceremony has closed, its keys and its quorum are listed here.
      </Empty>
    )
  }
  return (
    <Stack roomy>
      <Card title="1. What happened">
        <p>
          Somebody may have seen or copied it, a drive or a card with it is missing, or a machine
          that used it was in other hands. A doubt is enough.
        </p>
        <SelectField
          label="What may be in other hands"
          value={chosen}
          options={[
            { value: NONE, label: 'Choose …' },
            ...listed.map(one => ({ value: idOf(one.suspect), label: nameOf(one) })),
          ]}
          onChange={setChosen}
        />
      </Card>
      {found !== undefined && (
        <IncidentCourse key={chosen} suspect={found.suspect} onChange={onChange} />
      )}
    </Stack>
  )
}

function idOf(suspect: Suspect): string {
  switch (suspect.kind) {
    case 'key':
      return `key ${suspect.id}/${suspect.version}`
    case 'backup-key':
      return `backup-key ${suspect.setId}/${suspect.generation}`
    case 'quorum':
      return `quorum ${suspect.setId}`
  }
}

function shortName(suspect: Suspect): string {
  switch (suspect.kind) {
    case 'key':
      return `${suspect.id}@${suspect.version}`
    case 'backup-key':
      return String(suspect.generation)
    case 'quorum':
      return suspect.setId
  }
}

function nameOf({ suspect, name, state }: Listed): string {
  const said = state === null ? '' : `, ${words.keys.states[state]}`
  switch (suspect.kind) {
    case 'key':
      return `Key ${name}${said}`
    case 'backup-key':
      return `Backup key ${name} of quorum ${suspect.setId}${said}`
    case 'quorum':
      return `The whole quorum ${suspect.setId}, “${name}”`
  }
}
