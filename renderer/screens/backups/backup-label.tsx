import { FileDown, Printer as PrinterIcon } from 'lucide-react'
import { useState } from 'react'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Row, Stack } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { Picker } from '../files/picker.tsx'
import { PreviewButton } from '../preview/preview-dialog.tsx'
import { PaperField, usePaper } from '../printing/paper-field.tsx'
import { PrinterDialog } from '../printing/printer-dialog.tsx'

interface BackupLabelProps {
  /** Its id in the catalogue. */
  readonly backup: string
  readonly fileName: string
}

/** The page that is kept with a backup's drive: saved as a PDF, or printed. */
export function BackupLabel({ backup, fileName }: BackupLabelProps) {
  const client = useClient()
  const [paper, setPaper] = usePaper()
  const [asking, setAsking] = useState<'file' | 'printer' | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const draw = () => client.call('page.draw', { of: { page: 'backup-label', backup }, paper })
  const save = useAction(async (out: string) => {
    setDone(null)
    const { path } = await client.call('backup.saveLabel', { backup, out, paper })
    setDone(`The label was saved as ${path}.`)
  })
  return (
    <Stack>
      <p>
        One page, nothing on it secret: which backup this is, its SHA-256, how it is opened and
        checked, and where the audit log stands now. Keep it with the drive.
      </p>
      <PaperField value={paper} onChange={setPaper} />
      <Row>
        <PreviewButton title="Backup label" draw={draw} />
        <Button
          icon={<FileDown size={18} aria-hidden="true" />}
          busy={save.busy}
          onClick={() => setAsking('file')}
        >
          Save the label as a PDF…
        </Button>
        <Button
          icon={<PrinterIcon size={18} aria-hidden="true" />}
          onClick={() => setAsking('printer')}
        >
          Print the label…
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
          title="Where to save the label"
          wanted={{
            kind: 'new-file',
            name: `${fileName.replace(/(\.tar\.zst)?\.age$/, '')}-label.pdf`,
          }}
          onCancel={() => setAsking(null)}
          onChoose={([out]) => {
            setAsking(null)
            if (out !== undefined) void save.run(out)
          }}
        />
      )}
      {asking === 'printer' && (
        <PrinterDialog
          title="Print the label"
          secret={false}
          intro={<p>Nothing on it is secret, so any printer will do.</p>}
          preview={draw}
          onCancel={() => setAsking(null)}
          onPrint={async printer => {
            await client.call('backup.printLabel', { backup, printer, paper })
            setDone(`The label was printed on “${printer}”.`)
            setAsking(null)
          }}
        >
          {null}
        </PrinterDialog>
      )}
    </Stack>
  )
}
