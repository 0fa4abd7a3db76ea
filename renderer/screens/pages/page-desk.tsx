import { FileDown, Printer as PrinterIcon } from 'lucide-react'
import { useState } from 'react'
import type { Input } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Row, Table } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { Picker } from '../files/picker.tsx'
import { PreviewButton } from '../preview/preview-dialog.tsx'
import { PaperField, usePaper } from '../printing/paper-field.tsx'
import { PrinterDialog } from '../printing/printer-dialog.tsx'

/** A page that can be drawn, and what it is for. */
export interface DeskPage {
  readonly of: Input<'page.draw'>['of']
  readonly title: string
  /** What stands on it. */
  readonly text: string
  /** What its file is called. */
  readonly name: string
}

/** Pages to look at, to save and to print; none of them has a secret on it. */
export function PageDesk({ pages }: { pages: readonly DeskPage[] }) {
  const client = useClient()
  const [paper, setPaper] = usePaper()
  const [saving, setSaving] = useState<DeskPage | null>(null)
  const [printing, setPrinting] = useState<DeskPage | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const save = useAction(async ({ of, title }: DeskPage, out: string) => {
    setDone(null)
    const { path } = await client.call('page.save', { of, paper, out })
    setDone(`${title}: saved as ${path}.`)
  })
  return (
    <>
      <PaperField value={paper} onChange={setPaper} />
      <Table name="Pages" columns={['Page', 'What stands on it', 'What to do']}>
        {pages.map(page => (
          <tr key={page.title}>
            <th scope="row">{page.title}</th>
            <td>{page.text}</td>
            <td>
              <Row>
                <PreviewButton
                  title={page.title}
                  draw={() => client.call('page.draw', { of: page.of, paper })}
                />
                <Button
                  aria-label={`Save: ${page.title}`}
                  icon={<FileDown size={18} aria-hidden="true" />}
                  busy={save.busy}
                  onClick={() => setSaving(page)}
                >
                  Save…
                </Button>
                <Button
                  aria-label={`Print: ${page.title}`}
                  icon={<PrinterIcon size={18} aria-hidden="true" />}
                  onClick={() => setPrinting(page)}
                >
                  Print…
                </Button>
              </Row>
            </td>
          </tr>
        ))}
      </Table>
      {done !== null && (
        <Notice kind="done" live>
          <p>{done}</p>
        </Notice>
      )}
      <Problem of={save.problem} />
      {saving !== null && (
        <Picker
          title={`Where to save: ${saving.title}`}
          wanted={{ kind: 'new-file', name: saving.name }}
          onCancel={() => setSaving(null)}
          onChoose={([out]) => {
            const page = saving
            setSaving(null)
            if (out !== undefined) void save.run(page, out)
          }}
        />
      )}
      {printing !== null && (
        <PrinterDialog
          title={`Print: ${printing.title}`}
          secret={false}
          preview={() => client.call('page.draw', { of: printing.of, paper })}
          intro={<p>Nothing on it is secret, so any printer will do.</p>}
          onCancel={() => setPrinting(null)}
          onPrint={async printer => {
            await client.call('page.print', { of: printing.of, paper, printer })
            setDone(`${printing.title}: printed on “${printer}”.`)
            setPrinting(null)
          }}
        >
          <PaperField value={paper} onChange={setPaper} />
        </PrinterDialog>
      )}
    </>
  )
}
