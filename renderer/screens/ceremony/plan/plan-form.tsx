import { FileText } from 'lucide-react'
import { useState } from 'react'
import type { Chosen } from '../../../../shared/chosen.ts'
import type { Action } from '../../../boundary/use-action.ts'
import { Button } from '../../../design/button.tsx'
import { CheckField, TextField } from '../../../design/field.tsx'
import { Card } from '../../../design/layout.tsx'
import { Notice } from '../../../design/notice.tsx'
import { Problem } from '../../../design/problem.tsx'
import { Step } from '../../../design/steps.tsx'
import { usePeople } from '../../../session/people.tsx'
import { homeOf, useDesk } from '../../../session/session.tsx'
import { Picker } from '../../files/picker.tsx'
import { PLANS } from '../../files/wanted.ts'
import type { Plan } from '../frame/plan-people.ts'
import { AbsentRows } from './absent-rows.tsx'
import type { OldQuorum } from './checked-plan.ts'
import { hasPlace, problemAt } from './draft.ts'
import { ImportRows } from './import-rows.tsx'
import { KeyRows } from './key-rows.tsx'
import { LanguagesForm } from './languages-form.tsx'
import { LeaveOutForm } from './leave-out-form.tsx'
import { PeopleForm } from './people-form.tsx'
import { PolicyForm } from './policy-form.tsx'
import { ProtectionForm } from './protection-form.tsx'
import { WhereRecorded } from './where-recorded.tsx'

interface PlanFormProps {
  readonly plan: Plan
  /** The quorum that a re-issue replaces; null: a new ceremony. */
  readonly old: OldQuorum | null
  readonly check: Action<[plan: Plan]>
  readonly read: Action<[path: Chosen]>
  readonly onChange: (plan: Plan) => void
}

/** The plan as a form. Whoever has it as a file opens that instead. */
export function PlanForm({ plan, old, check, read, onChange }: PlanFormProps) {
  const { go, refresh } = useDesk()
  const { people } = usePeople()
  const [picking, setPicking] = useState(false)
  const { problem } = check
  const homeless = problem !== null && !hasPlace(problem, plan) ? problem : null
  return (
    <Step
      instruction={
        old === null
          ? 'Say what this ceremony is for, and who will hold a share.'
          : 'Say why the cards are issued anew, and who will hold one from now on.'
      }
      next="the plan is read aloud, and everybody in the room agrees to it."
      actions={
        <>
          <Button large onClick={() => void refresh().then(session => go(homeOf(session)))}>
            Leave
          </Button>
          <Button kind="primary" large busy={check.busy} onClick={() => void check.run(plan)}>
            Check the plan
          </Button>
        </>
      }
    >
      {old !== null && (
        <Notice>
          <p>
            This replaces the quorum of “{old.title}”, set <code>{old.setId}</code>. Everything that
            is sealed to it, but for keys left out below, is sealed again to the new one, keys under
            their old names. It is the old one that counts until the ceremony closes.
          </p>
        </Notice>
      )}
      <Button
        icon={<FileText size={18} aria-hidden="true" />}
        busy={read.busy}
        onClick={() => setPicking(true)}
      >
        Open a plan file (YAML)…
      </Button>
      <Problem of={read.problem} />
      <Problem of={homeless} />
      <Card title="Ceremony">
        <TextField
          label="Title"
          hint="For example: Root key ceremony 2026"
          value={plan.title}
          problem={problemAt(problem, 'title')}
          onChange={title => onChange({ ...plan, title })}
        />
        <TextField
          label="Organisation"
          value={plan.organisation}
          problem={problemAt(problem, 'organisation')}
          onChange={organisation => onChange({ ...plan, organisation })}
        />
        <TextField
          label="Whom to call (optional)"
          hint="Printed on every card, for whoever finds one: an office, a number that will still be answered, an address."
          value={plan.contact ?? ''}
          problem={problemAt(problem, 'contact')}
          onChange={contact => {
            const { contact: _, ...without } = plan
            onChange(contact === '' ? without : { ...plan, contact })
          }}
        />
        <CheckField
          label="This is a rehearsal"
          hint="Everything is done as on the day, and counts for nothing: every page and file says REHEARSAL, VOID. No vault records it, and Keyclave opens nothing with it."
          checked={plan.rehearsal ?? false}
          onChange={rehearsal => {
            const { rehearsal: _, ...real } = plan
            onChange(rehearsal ? { ...real, rehearsal } : real)
          }}
        />
        <WhereRecorded />
      </Card>
      {people !== null && plan.people !== undefined ? (
        <PeopleForm
          vault={people}
          plan={{ ...plan, people: plan.people }}
          problem={problem}
          onChange={onChange}
        />
      ) : (
        <PolicyForm
          quorum={plan.quorum}
          problem={problem}
          onChange={quorum => onChange({ ...plan, quorum })}
        />
      )}
      <AbsentRows plan={plan} problem={problem} onChange={onChange} />
      {old !== null && old.keys.length > 0 && (
        <LeaveOutForm keys={old.keys} plan={plan} onChange={onChange} />
      )}
      <KeyRows keys={plan.keys} problem={problem} onChange={keys => onChange({ ...plan, keys })} />
      <ImportRows
        imports={plan.imports}
        problem={problem}
        onChange={imports => onChange({ ...plan, imports })}
      />
      <ProtectionForm quorum={plan.quorum} onChange={quorum => onChange({ ...plan, quorum })} />
      <LanguagesForm plan={plan} onChange={onChange} />
      <Card title="Reading back">
        <CheckField
          label="A picture or a PDF may stand for a card when it is read back"
          hint="For rehearsals. Otherwise each card is held in front of the camera, or its words are typed: that is what shows that the paper can be read."
          checked={plan.options?.pictures ?? false}
          onChange={pictures => {
            const { options: _, ...strict } = plan
            onChange(pictures ? { ...strict, options: { pictures } } : strict)
          }}
        />
      </Card>
      {picking && (
        <Picker
          title="Open a plan file"
          wanted={PLANS}
          onCancel={() => setPicking(false)}
          onChoose={([path]) => {
            setPicking(false)
            if (path !== undefined) void read.run(path)
          }}
        />
      )}
    </Step>
  )
}
