import { useState } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import type { Output } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { TextField } from '../../design/field.tsx'
import { Card, Row } from '../../design/layout.tsx'
import { Notice, SavedAs } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { formatCount } from '../../design/quantity.ts'
import { useDraft } from '../../session/drafts.tsx'
import { Picker } from '../files/picker.tsx'
import { PaperField, usePaper } from '../printing/paper-field.tsx'

const DAY = /^\d{4}-\d{2}-\d{2}$/

/** What the vault records of a period, for an auditor, into a new folder. */
export function ComplianceReport() {
  const client = useClient()
  const [{ from, to }, setDays] = useDraft('days of a compliance report', { from: '', to: '' })
  const [paper, setPaper] = usePaper()
  const [saving, setSaving] = useState(false)
  const [made, setMade] = useState<Output<'compliance.report'> | null>(null)
  const make = useAction(async (out: Chosen) => {
    setMade(null)
    setMade(await client.call('compliance.report', { from, to, out, paper }))
  })
  return (
    <Card title="Report for an auditor">
      <p>
        Keys, cryptoperiods, deeds, people, drills and exceptions of a period, clause by clause of
        what NIST, PCI and ISO ask for, as a page, JSON and tables. It is evidence and no
        certificate: Keyclave is no validated module.
      </p>
      <Row>
        <TextField
          label="First day of the period"
          type="date"
          value={from}
          onChange={day => setDays({ from: day, to })}
        />
        <TextField
          label="Last day of the period"
          type="date"
          value={to}
          onChange={day => setDays({ from, to: day })}
        />
      </Row>
      <PaperField value={paper} onChange={setPaper} />
      <Problem of={make.problem} />
      <SavedAs path={made?.path ?? null} />
      {made !== null && (
        <Notice>
          <p>
            It holds {formatCount(made.keys, 'key')}, {formatCount(made.deeds, 'deed')} and{' '}
            {formatCount(made.exceptions, 'exception')}.
          </p>
        </Notice>
      )}
      <Button
        busy={make.busy}
        disabled={!DAY.test(from) || !DAY.test(to)}
        onClick={() => setSaving(true)}
      >
        Make the report…
      </Button>
      {saving && (
        <Picker
          title="Save the report"
          wanted={{ kind: 'new-folder', name: `compliance-${to}` }}
          onCancel={() => setSaving(false)}
          onChoose={([path]) => {
            setSaving(false)
            if (path !== undefined) void make.run(path)
          }}
        />
      )}
    </Card>
  )
}
