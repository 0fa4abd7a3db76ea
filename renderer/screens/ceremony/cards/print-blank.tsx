import { useState } from 'react'
import { useClient } from '../../../boundary/client.tsx'
import { Button } from '../../../design/button.tsx'
import { Notice } from '../../../design/notice.tsx'
import { PaperField, usePaper } from '../../printing/paper-field.tsx'
import { PrinterDialog } from '../../printing/printer-dialog.tsx'

/** An empty card, so that the words are written by hand and no printer sees them. */
export function PrintBlank() {
  const client = useClient()
  const [choosing, setChoosing] = useState(false)
  const [paper, setPaper] = usePaper()
  const [printer, setPrinter] = useState<string | null>(null)
  return (
    <>
      <Button large onClick={() => setChoosing(true)}>
        Print an empty card…
      </Button>
      {printer !== null && (
        <Notice kind="done" live>
          <p>An empty card was printed on “{printer}”.</p>
        </Notice>
      )}
      {choosing && (
        <PrinterDialog
          title="Print an empty card"
          secret={false}
          preview={() => client.call('page.draw', { of: { page: 'blank-card' }, paper })}
          onCancel={() => setChoosing(false)}
          onPrint={async name => {
            await client.call('printing.blankCard', { printer: name, paper })
            setPrinter(name)
            setChoosing(false)
          }}
          intro={<p>It has 40 numbered boxes and no secret, so any printer will do.</p>}
        >
          <PaperField value={paper} onChange={setPaper} />
        </PrinterDialog>
      )}
    </>
  )
}
