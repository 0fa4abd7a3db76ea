import { FileText } from 'lucide-react'
import { useState } from 'react'
import type { Action } from '../../../boundary/use-action.ts'
import { Button } from '../../../design/button.tsx'
import { TextField } from '../../../design/field.tsx'
import { Card } from '../../../design/layout.tsx'
import { Problem } from '../../../design/problem.tsx'
import { Step } from '../../../design/steps.tsx'
import { homeOf, useDesk } from '../../../session.tsx'
import { Picker } from '../../files/picker.tsx'
import { hasPlace, type Plan, problemAt } from './draft.ts'
import { ImportRows } from './import-rows.tsx'
import { KeyRows } from './key-rows.tsx'
import { PolicyForm } from './policy-form.tsx'
import { ProtectionForm } from './protection-form.tsx'
import { WhereRecorded } from './where-recorded.tsx'

interface PlanFormProps {
  readonly plan: Plan
  readonly check: Action<[]>
  readonly read: Action<[path: string]>
  readonly onChange: (plan: Plan) => void
}

/** The plan as a form. Whoever has it as a file opens that instead. */
export function PlanForm({ plan, check, read, onChange }: PlanFormProps) {
  const { go, refresh } = useDesk()
  const [picking, setPicking] = useState(false)
  const { problem } = check
  const homeless = problem !== null && !hasPlace(problem, plan) ? problem : null
  return (
    <Step
      instruction="Say what this ceremony is for, and who will hold a share."
      next="the plan is read aloud, and everybody in the room agrees to it."
      actions={
        <>
          <Button large onClick={() => void refresh().then(session => go(homeOf(session)))}>
            Leave
          </Button>
          <Button kind="primary" large busy={check.busy} onClick={() => void check.run()}>
            Check the plan
          </Button>
        </>
      }
    >
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
        <WhereRecorded />
      </Card>
      <PolicyForm
        quorum={plan.quorum}
        problem={problem}
        onChange={quorum => onChange({ ...plan, quorum })}
      />
      <KeyRows keys={plan.keys} problem={problem} onChange={keys => onChange({ ...plan, keys })} />
      <ImportRows
        imports={plan.imports}
        problem={problem}
        onChange={imports => onChange({ ...plan, imports })}
      />
      <ProtectionForm quorum={plan.quorum} onChange={quorum => onChange({ ...plan, quorum })} />
      {picking && (
        <Picker
          title="Open a plan file"
          wanted={{ kind: 'file' }}
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
