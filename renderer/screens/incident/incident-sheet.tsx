import { FileDown, Printer as PrinterIcon } from 'lucide-react'
import { useState } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import type { Input } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Row, Stack } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { Picker } from '../files/picker.tsx'
import { PaperField, usePaper } from '../printing/paper-field.tsx'
import { PrinterDialog } from '../printing/printer-dialog.tsx'

/** The sheet of a compromise, for those who act on it: saved as a PDF, or printed. */
export function IncidentSheet({ suspect }: { suspect: Input<'incident.report'>['suspect'] }) {
  const client = useClient()
  const [paper, setPaper] = usePaper()
  const [asking, setAsking] = useState<'file' | 'printer' | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const save = useAction(async (out: Chosen) => {
    setDone(null)
    const { path } = await client.call('incident.saveSheet', { suspect, out, paper })
    setDone(`The sheet was saved as ${path}.`)
  })
  return (
    <Stack>
      <p>
        What stands below, as a page to tick off. Nothing on it is secret, but it says where to
        look: give it to those who act on it.
      </p>
      <PaperField value={paper} onChange={setPaper} />
      <Row>
        <Button
          icon={<FileDown size={18} aria-hidden="true" />}
          busy={save.busy}
          onClick={() => setAsking('file')}
        >
          Save the sheet as a PDF…
        </Button>
        <Button
          icon={<PrinterIcon size={18} aria-hidden="true" />}
          onClick={() => setAsking('printer')}
        >
          Print the sheet…
        </Button>
      </Row>
      {done !== null && (
        <Notice kind="done" live>
          <p>{done}</p>
        </Notice>
      )}
      <Problem of={save.problem} />
      {asking === 'file' && (
        <Picker
          title="Where to save the sheet"
          wanted={{ kind: 'new-file', name: 'compromise.pdf' }}
          onCancel={() => setAsking(null)}
          onChoose={([out]) => {
            setAsking(null)
            if (out !== undefined) void save.run(out)
          }}
        />
      )}
      {asking === 'printer' && (
        <PrinterDialog
          title="Print the sheet"
          secret={false}
          intro={<p>Nothing on it is secret, so any printer will do.</p>}
          onCancel={() => setAsking(null)}
          onPrint={async printer => {
            await client.call('incident.printSheet', { suspect, printer, paper })
            setDone(`The sheet was printed on “${printer}”.`)
            setAsking(null)
          }}
        >
          {null}
        </PrinterDialog>
      )}
    </Stack>
  )
}
