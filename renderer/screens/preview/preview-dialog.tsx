import type { PDFDocumentProxy } from 'pdfjs-dist'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Output } from '../../../shared/contract.ts'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Dialog, DialogButtons } from '../../design/dialog.tsx'
import { Unseen } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { drawPage, openPdf, textOf } from './pdf.ts'
import classes from './preview-dialog.module.css'

/** Has a page drawn, as it would be printed. */
export type DrawPage = () => Promise<Output<'page.draw'>>

interface PreviewDialogProps {
  /** Which page: "Recovery sheet". */
  readonly title: string
  readonly draw: DrawPage
  /** What is to be known of it. */
  readonly children?: ReactNode
  readonly onClose: () => void
}

/** A page as it would come out of the printer. */
export function PreviewDialog({ title, draw, children, onClose }: PreviewDialogProps) {
  const [pdf, setPdf] = useState<PDFDocumentProxy | null>(null)
  const { run, problem } = useAction(async () => setPdf(await openPdf((await draw()).pdf)))
  useEffect(() => void run(), [run])
  const numbers = Array.from({ length: pdf?.numPages ?? 0 }, (_, i) => i + 1)
  return (
    <Dialog title={`${title}, before it is printed`} wide onCancel={onClose}>
      {children}
      <Problem of={problem} />
      {pdf === null && problem === null && (
        <Notice live>
          <p>The page is being drawn.</p>
        </Notice>
      )}
      {pdf !== null && (
        <section
          className={classes.pages}
          aria-label={`${title}: ${numbers.length === 1 ? '1 page' : `${numbers.length} pages`}`}
        >
          {numbers.map(number => (
            <PageDrawn key={number} pdf={pdf} number={number} of={numbers.length} />
          ))}
        </section>
      )}
      <DialogButtons>
        <Button data-first onClick={onClose}>
          Close
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

interface PageDrawnProps {
  readonly pdf: PDFDocumentProxy
  readonly number: number
  readonly of: number
}

function PageDrawn({ pdf, number, of }: PageDrawnProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [text, setText] = useState('')
  useEffect(() => {
    let isHere = true
    void textOf(pdf, number).then(read => isHere && setText(read))
    const stop = canvas.current === null ? null : drawPage(pdf, number, canvas.current)
    return () => {
      isHere = false
      stop?.()
    }
  }, [pdf, number])
  return (
    <figure className={classes.page}>
      <canvas ref={canvas} role="img" aria-label={`Page ${number} of ${of}`} />
      <figcaption>
        Page {number} of {of}
        <Unseen>: {text}</Unseen>
      </figcaption>
    </figure>
  )
}

interface PreviewButtonProps extends Omit<PreviewDialogProps, 'onClose'> {
  readonly label?: string
}

/** Opens the preview of a page. */
export function PreviewButton({ label = 'Look at it', title, ...rest }: PreviewButtonProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button aria-label={`${label}: ${title}`} onClick={() => setOpen(true)}>
        {label}…
      </Button>
      {isOpen && <PreviewDialog title={title} {...rest} onClose={() => setOpen(false)} />}
    </>
  )
}
