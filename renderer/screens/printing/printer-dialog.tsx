import { Printer as PrinterIcon } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { useAnswer } from '../../boundary/use-answer.ts'
import { Button } from '../../design/button.tsx'
import { Dialog, DialogButtons } from '../../design/dialog.tsx'
import { CheckField } from '../../design/field.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { type DrawPage, PreviewButton } from '../preview/preview-dialog.tsx'
import { isUsable, type Printer, Printers } from './printers.tsx'

interface PrinterDialogProps {
  readonly title: string
  /** A secret page goes to a printer on a cable only, and one that somebody has looked at. */
  readonly secret: boolean
  /** What happens at the printer. */
  readonly intro: ReactNode
  /** Draws the page to be looked at first; a secret on it is covered. */
  readonly preview?: DrawPage
  /** The choice of paper. */
  readonly children: ReactNode
  /** Prints, and closes the dialog when it is done. */
  readonly onPrint: (printer: string) => Promise<void>
  readonly onCancel: () => void
}

/** Chooses a printer, has it confirmed where that is needed, and waits until the page is out. */
export function PrinterDialog({
  title,
  secret,
  intro,
  preview,
  children,
  onPrint,
  onCancel,
}: PrinterDialogProps) {
  const client = useClient()
  const answer = useAnswer('printing.printers', {})
  const [chosen, setChosen] = useState<string | null>(null)
  const [looked, setLooked] = useState(false)
  const printers: readonly Printer[] = answer.state === 'ready' ? answer.value.printers : []
  const printer = printers.find(({ name }) => name === chosen) ?? null
  const unconfirmed = secret && printer !== null && !printer.confirmed
  const print = useAction(async () => {
    if (printer === null) return
    if (unconfirmed) await client.call('printing.confirm', { printer: printer.name })
    await onPrint(printer.name)
  })
  const stop = useAction(async () => {
    await client.call('task.cancel', { task: 'print' })
  })
  return (
    <Dialog title={title} wide onCancel={() => (print.busy ? void stop.run() : onCancel())}>
      {print.busy ? (
        <Notice live>
          <p>Printing. The page is one job; the print system forgets it when it is out.</p>
        </Notice>
      ) : (
        <>
          {intro}
          {children}
          {preview !== undefined && (
            <PreviewButton title={title} label="Look at the page first" draw={preview}>
              {secret && (
                <p>
                  What is secret is covered here, and is not in this picture: it is on the printed
                  page alone.
                </p>
              )}
            </PreviewButton>
          )}
          {answer.state === 'refused' && <Problem of={answer.problem} />}
          {answer.state === 'ready' && (
            <Printers
              printers={printers}
              secret={secret}
              chosen={chosen}
              onChoose={name => {
                setChosen(name)
                setLooked(false)
                print.forget()
              }}
            >
              {unconfirmed && (
                <CheckField
                  label={`We have looked: “${printer.name}” stands in this room, and its cable ends in this machine.`}
                  hint="It has no network cable and no wireless, and keeps no pages on a disk of its own. This goes into the record."
                  checked={looked}
                  onChange={setLooked}
                />
              )}
            </Printers>
          )}
        </>
      )}
      <Problem of={print.problem} />
      <DialogButtons>
        <Button data-first busy={stop.busy} onClick={print.busy ? () => void stop.run() : onCancel}>
          {print.busy ? 'Stop printing' : 'Cancel'}
        </Button>
        {answer.state !== 'asking' && (
          <Button disabled={print.busy} onClick={answer.askAgain}>
            Look for printers again
          </Button>
        )}
        <Button
          kind="primary"
          busy={print.busy}
          disabled={printer === null || !isUsable(printer, secret) || (unconfirmed && !looked)}
          icon={<PrinterIcon size={18} aria-hidden="true" />}
          onClick={() => void print.run()}
        >
          Print
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
