import { useState } from 'react'
import { useClient } from '../../../boundary/client.tsx'
import { useAction } from '../../../boundary/use-action.ts'
import { Button } from '../../../design/button.tsx'
import { Card, Row } from '../../../design/layout.tsx'
import { SavedAs } from '../../../design/notice.tsx'
import { Problem } from '../../../design/problem.tsx'
import { Picker } from '../../files/picker.tsx'
import { PreviewButton } from '../../preview/preview-dialog.tsx'
import type { Plan } from '../frame/plan-people.ts'

const NAMES = { file: 'plan.yaml', page: 'plan.pdf' } as const

/** The plan can be agreed to before the day: as a file to open then, as a page to read. */
export function SavePlan({ plan }: { plan: Plan }) {
  const client = useClient()
  const [saving, setSaving] = useState<keyof typeof NAMES | null>(null)
  const [saved, setSaved] = useState<string | null>(null)
  const save = useAction(async (as: keyof typeof NAMES, out: string) => {
    const source = { kind: 'form', plan } as const
    const { path } = await client.call('ceremony.savePlan', { source, out, as, paper: 'a4' })
    setSaved(path)
  })
  return (
    <Card title="Before the day">
      <p>
        Send the plan to those who take part, and agree to it in time. On the day it is opened here,
        and its 32 words are compared.
      </p>
      <Row>
        <Button busy={save.busy} onClick={() => setSaving('file')}>
          Save the plan…
        </Button>
        <Button busy={save.busy} onClick={() => setSaving('page')}>
          Save it as a page to print…
        </Button>
        <PreviewButton
          title="Plan"
          label="Look at the page"
          draw={() =>
            client.call('ceremony.drawPlan', { source: { kind: 'form', plan }, paper: 'a4' })
          }
        />
      </Row>
      <SavedAs path={saved} />
      <Problem of={save.problem} />
      {saving !== null && (
        <Picker
          title="Save the plan"
          wanted={{ kind: 'new-file', name: NAMES[saving] }}
          onCancel={() => setSaving(null)}
          onChoose={([path]) => {
            const as = saving
            setSaving(null)
            if (path !== undefined) void save.run(as, path)
          }}
        />
      )}
    </Card>
  )
}
