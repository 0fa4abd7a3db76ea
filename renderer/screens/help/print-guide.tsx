import { FileDown, Printer as PrinterIcon } from 'lucide-react'
import { useState } from 'react'
import type { HelpDocument } from '../../../shared/help/sections.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Problem } from '../../design/problem.tsx'
import { Picker } from '../files/picker.tsx'
import { PaperField, usePaper } from '../printing/paper-field.tsx'
import { PrinterDialog } from '../printing/printer-dialog.tsx'

/** The document that is read, on paper or as a PDF: it and nothing else of what stands on the screen. */
export function PrintGuide({ of: { topic, title } }: { of: HelpDocument }) {
  const client = useClient()
  const [paper, setPaper] = usePaper()
  const [asking, setAsking] = useState<'file' | 'printer' | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const save = useAction(async (out: string) => {
    setDone(null)
    const { path } = await client.call('help.save', { topic, out, paper })
    setDone(`Saved as ${path}.`)
  })
  return (
    <>
      <span role="status">{done}</span>
      <Button
        kind="quiet"
        busy={save.busy}
        icon={<FileDown size={18} aria-hidden="true" />}
        onClick={() => setAsking('file')}
      >
        Save as PDF…
      </Button>
      <Button
        kind="quiet"
        icon={<PrinterIcon size={18} aria-hidden="true" />}
        onClick={() => setAsking('printer')}
      >
        Print…
      </Button>
      <Problem of={save.problem} />
      {asking === 'file' && (
        <Picker
          title={`Where to save “${title}”`}
          wanted={{ kind: 'new-file', name: `keyclave-${topic}.pdf` }}
          onCancel={() => setAsking(null)}
          onChoose={([out]) => {
            setAsking(null)
            if (out !== undefined) void save.run(out)
          }}
        />
      )}
      {asking === 'printer' && (
        <PrinterDialog
          title={`Print “${title}”`}
          secret={false}
          intro={<p>Nothing in it is secret, so any printer will do.</p>}
          onCancel={() => setAsking(null)}
          onPrint={async printer => {
            await client.call('help.print', { topic, printer, paper })
            setDone(`Printed on “${printer}”.`)
            setAsking(null)
          }}
        >
          <PaperField value={paper} onChange={setPaper} />
        </PrinterDialog>
      )}
    </>
  )
}
