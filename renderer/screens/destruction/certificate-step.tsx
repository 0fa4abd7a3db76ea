import { Printer as PrinterIcon } from 'lucide-react'
import { useState } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { TextField } from '../../design/field.tsx'
import { Card, Row } from '../../design/layout.tsx'
import { Notice, SavedAs } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { useDraft } from '../../session/drafts.tsx'
import { usePeople } from '../../session/people.tsx'
import { Picker } from '../files/picker.tsx'
import { PaperField, usePaper } from '../printing/paper-field.tsx'
import { PrinterDialog } from '../printing/printer-dialog.tsx'
import { ClockDoubt } from './clock-doubt.tsx'
import { type StepProps, useDestruction } from './use-destruction.ts'

type Form = 'json' | 'pdf'

/** The certificate: signed, then saved as a file that anybody verifies, and as pages to sign in ink. */
export function CertificateStep({ item, setId, readOnly, onDone }: Omit<StepProps, 'of'>) {
  const client = useClient()
  const { profile } = usePeople()
  const [observer, setObserver] = useDraft(`observer of ${item}`, '')
  const [isSigned, setSigned] = useState(false)
  const [saving, setSaving] = useState<Form | null>(null)
  const [saved, setSaved] = useState<string | null>(null)
  const [printing, setPrinting] = useState(false)
  const [printed, setPrinted] = useState<string | null>(null)
  const destroying = useDestruction(() => {
    setSigned(true)
    onDone()
  })
  const [paper, setPaper] = usePaper()
  const save = useAction(async (file: Chosen, as: Form) => {
    const { path } = await client.call('destruction.save', { file, as, paper })
    setSaved(path)
  })
  const { problem, busy, run } = destroying.action
  const isObserver = problem?.code === 'DESTRUCTION_NOTE'
  return (
    <Card title="4. The certificate">
      <p>
        It says what was destroyed, what became of every copy that is known, and first of all what
        was not destroyed. It can be issued again when more is known.
      </p>
      <TextField
        label="Observer"
        hint="Somebody else who watched, if there was one."
        value={observer}
        maxLength={200}
        problem={isObserver ? problem : null}
        onChange={setObserver}
      />
      <ClockDoubt of={destroying} />
      <Problem of={isObserver ? null : problem} />
      <Row>
        <Button
          kind={isSigned ? 'secondary' : 'primary'}
          busy={busy}
          disabled={readOnly}
          onClick={() =>
            void run({ kind: 'certify', item, setId, observer: observer.trim() || null })
          }
        >
          {profile === null ? 'Issue the certificate' : 'Ask for signatures'}
        </Button>
      </Row>
      {isSigned && (
        <Notice kind="done">
          <p>The certificate is issued. Save it, print its pages and sign them in ink.</p>
          <PaperField value={paper} onChange={setPaper} />
          <Row>
            <Button busy={save.busy} onClick={() => setSaving('json')}>
              Save the certificate…
            </Button>
            <Button busy={save.busy} onClick={() => setSaving('pdf')}>
              Save the pages as a PDF…
            </Button>
            <Button
              icon={<PrinterIcon size={18} aria-hidden="true" />}
              onClick={() => setPrinting(true)}
            >
              Print the pages…
            </Button>
          </Row>
          <SavedAs path={saved} />
          {printed !== null && <p role="status">The pages were printed on “{printed}”.</p>}
          <Problem of={save.problem} />
        </Notice>
      )}
      {printing && (
        <PrinterDialog
          title="Print the certificate"
          secret={false}
          intro={<p>Nothing on it is secret, so any printer will do.</p>}
          onCancel={() => setPrinting(false)}
          onPrint={async printer => {
            await client.call('destruction.print', { printer, paper })
            setPrinted(printer)
            setPrinting(false)
          }}
        >
          {null}
        </PrinterDialog>
      )}
      {saving !== null && (
        <Picker
          title={saving === 'json' ? 'Save the certificate' : 'Save its pages'}
          wanted={{ kind: 'new-file', name: `destruction-certificate.${saving}` }}
          onCancel={() => setSaving(null)}
          onChoose={([file]) => {
            const as = saving
            setSaving(null)
            if (file !== undefined) void save.run(file, as)
          }}
        />
      )}
    </Card>
  )
}
