import type { PDFDocumentProxy } from 'pdfjs-dist'

/**
 * A PDF of ours, drawn by pdf.js. It is large, and comes when the first page is looked at; nothing is fetched but
 * from this window's own files.
 */

/** The document in a PDF. @param base64 as the main side sends it */
export async function openPdf(base64: string): Promise<PDFDocumentProxy> {
  const [pdfjs, worker] = await Promise.all([
    import('pdfjs-dist'),
    import('pdfjs-dist/build/pdf.worker.min.mjs'),
  ])
  // Found there, it works in this thread: the window starts no other.
  Object.assign(globalThis, { pdfjsWorker: worker })
  const data = Uint8Array.from(atob(base64), character => character.charCodeAt(0))
  return await pdfjs.getDocument({
    data,
    verbosity: pdfjs.VerbosityLevel.ERRORS,
    // Letters are drawn as outlines: no font of the page becomes one of the window's.
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    isOffscreenCanvasSupported: false,
  }).promise
}

/** What stands on a page, for a screen reader. */
export async function textOf(pdf: PDFDocumentProxy, number: number): Promise<string> {
  const { items } = await (await pdf.getPage(number)).getTextContent()
  return items.flatMap(item => ('str' in item ? [item.str] : [])).join(' ')
}

/** Dots for each point of the page: enough to read the small print. */
const SCALE = 1.6

/** Draws one page. @returns what gives it up */
export function drawPage(
  pdf: PDFDocumentProxy,
  number: number,
  canvas: HTMLCanvasElement,
): () => void {
  let isGone = false
  let stop = (): void => {}
  void pdf.getPage(number).then(page => {
    if (isGone) return
    const viewport = page.getViewport({ scale: SCALE * Math.max(1, devicePixelRatio) })
    canvas.width = Math.round(viewport.width)
    canvas.height = Math.round(viewport.height)
    const drawing = page.render({ canvas, viewport })
    stop = () => drawing.cancel()
    drawing.promise.then(
      () => canvas.setAttribute('data-drawn', ''),
      () => {},
    )
  })
  return () => {
    isGone = true
    stop()
  }
}
