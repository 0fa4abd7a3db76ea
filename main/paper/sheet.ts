import { Buffer } from 'node:buffer'
import PDFDocument from 'pdfkit'
import { allocSecret } from '../core/bytes/index.ts'
import { PAPERS, type PaperSize } from './paper-size.ts'
import { type Paragraph, setParagraph } from './text-lines.ts'
import { type Face, type Role, Typecase } from './typeface.ts'
import { LANGUAGE } from './words.ts'

/**
 * A document on paper: text, lines and codes at places, with the tags that a screen reader needs.
 *
 * The same content gives the same bytes: no clock, no compression (two builds of zlib may differ), and a
 * file id made from the title. Places are in points from the top left corner. Black only.
 */

export interface SheetOrder {
  readonly paper: PaperSize
  /** ASCII, and no name in it: it stands in the file's metadata, and in the window's title. */
  readonly title: string
  readonly created: Date
  readonly faces: readonly Face[]
  /** Printed in white on black at head and foot of every page: what the document must not be taken for. */
  readonly mark: string | null
  /** The day on which a page of an earlier day is drawn again: said at the foot of every page. */
  readonly again: string | null
}

export interface Style {
  readonly role: Role
  /** Points. */
  readonly size: number
  /** From baseline to baseline, in sizes; 1.3 unless told. */
  readonly leading?: number
  readonly align?: 'left' | 'right' | 'center'
  readonly white?: boolean
}

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
}

/** Tags of PDF's structure that we use (ISO 32000-1, 14.8.4). */
export type Tag =
  | 'Sect'
  | 'H1'
  | 'H2'
  | 'P'
  | 'L'
  | 'LI'
  | 'Lbl'
  | 'LBody'
  | 'Table'
  | 'TR'
  | 'TH'
  | 'TD'

const LEADING = 1.3
/** From the top of a line to its baseline, in sizes. */
const ASCENT = 0.95
/** The line at the foot of a page: from the lower edge, and from the sides. */
const FOOT = 22
const SIDE = 45
const FOOT_SIZE = 7.5
/** Asks for shaping of a whole run; without it, the PDF writer cuts at spaces and keeps copies. */
const WHOLE_RUN: Features = []
/** The same, and marks left where they come: fontkit 2.0.4 throws at one that its letter has no place for. */
const LOOSE_MARKS = { abvm: false, blwm: false, mark: false, mkmk: false } as unknown as Features

type Features = PDFKit.Mixins.OpenTypeFeatures[]
/** How a run is shaped, and its width at size 1. */
interface Shape {
  readonly features: Features
  readonly width: number
}

/** Format characters, and every space but the ordinary one. */
const UNSEEN = /(?! )[\p{C}\p{Z}]/u

type Element = PDFKit.PDFStructureElement
/** `bbox`, which the types lack: left, top, right, bottom. */
interface ElementOptions {
  readonly actual?: string
  readonly alt?: string
  readonly bbox?: readonly number[]
}

export class Sheet {
  readonly #pdf: PDFKit.PDFDocument
  readonly #case: Typecase
  readonly #shapes = new Map<string, Shape>()
  readonly #open: Element[] = []
  readonly #order: SheetOrder
  #substituted = false

  constructor(order: SheetOrder) {
    this.#order = order
    const { width, height } = PAPERS[order.paper]
    this.#case = new Typecase(order.faces)
    this.#pdf = new PDFDocument({
      size: [width, height],
      margin: 0,
      bufferPages: true, // how many pages there are is known at the end
      font: null as unknown as string, // none of the 14 that readers are said to have
      compress: false,
      pdfVersion: '1.7',
      subset: 'PDF/UA' as 'PDF/A-1',
      tagged: true,
      lang: LANGUAGE,
      displayTitle: true,
      info: { Title: order.title, Creator: 'Keyclave', CreationDate: order.created },
    })
    for (const { id, font } of order.faces) this.#pdf.registerFont(id, font)
    const root = this.#pdf.struct('Document')
    this.#pdf.addStructure(root)
    this.#open.push(root)
  }

  get width(): number {
    return PAPERS[this.#order.paper].width
  }

  get height(): number {
    return PAPERS[this.#order.paper].height
  }

  /** Whether a character had to be printed as its number. */
  get substituted(): boolean {
    return this.#substituted
  }

  /**
   * The place (from 1) of the first character that nobody could read from paper: no font has it, or it cannot
   * be seen. `null` when all can be read.
   */
  unreadable(content: string, role: Role): number | null {
    const faceOf = this.#case.facesFor(content, role)
    const place = [...content].findIndex(
      character => UNSEEN.test(character) || faceOf(character.codePointAt(0) ?? 0) === null,
    )
    return place === -1 ? null : place + 1
  }

  newPage(): void {
    const { width, height } = this
    this.#pdf.addPage({ size: [width, height], margin: 0 })
  }

  /**
   * Puts what `draw` draws under one tag: a list, a row.
   *
   * @param language of all of it, where it is another than the document's: readers speak it (ISO 32000-1, 14.9.2)
   */
  group(tag: Tag, draw: () => void, { language }: { readonly language?: string } = {}): void {
    const element = this.#pdf.struct(tag, language === undefined ? {} : { lang: language })
    this.#open.at(-1)?.add(element)
    this.#open.push(element)
    draw()
    this.#open.pop()
    element.end()
  }

  /**
   * Sets a paragraph.
   *
   * @returns the place below it
   */
  text(content: string, { x, y, width }: Box, style: Style, tag: Tag = 'P'): number {
    const paragraph = this.#set(content, width, style)
    const step = style.size * (style.leading ?? LEADING)
    this.#substituted ||= paragraph.substituted
    const actual = paragraph.rightToLeft ? { actual: content } : {}
    this.#tagged(tag, actual, () => {
      for (const [i, line] of paragraph.lines.entries()) {
        const left = x + alignment(style, paragraph) * (width - line.width)
        const baseline = y + i * step + style.size * ASCENT
        for (const run of line.runs) this.#run(run.face, run.text, left + run.x, baseline, style)
      }
    })
    return y + paragraph.lines.length * step
  }

  /** How high a paragraph will be. */
  heightOf(content: string, width: number, style: Style): number {
    const { lines } = this.#set(content, width, style)
    return lines.length * style.size * (style.leading ?? LEADING)
  }

  /** How wide a text is on one line. */
  widthOf(content: string, style: Style): number {
    const [line] = this.#set(content, Number.POSITIVE_INFINITY, style).lines
    return line?.width ?? 0
  }

  /**
   * The largest size, down to `least`, at which a paragraph is not higher than `height`, and the paragraph:
   * cut short with "…" if it is too long even at the least.
   */
  fit(
    content: string,
    { width, height, least }: { width: number; height: number; least: number },
    style: Style,
  ): { readonly content: string; readonly style: Style } {
    const fits = (text: string, size: number): boolean =>
      this.heightOf(text, width, { ...style, size }) <= height + 0.01
    for (let size = style.size; size >= least; size -= 0.5) {
      if (fits(content, size)) return { content, style: { ...style, size } }
    }
    const letters = [...content]
    let [whole, over] = [0, letters.length]
    while (over - whole > 1) {
      const middle = (whole + over) >> 1
      if (fits(`${letters.slice(0, middle).join('')}…`, least)) whole = middle
      else over = middle
    }
    const cut = `${letters.slice(0, whole).join('').trimEnd()}…`
    return { content: cut, style: { ...style, size: least } }
  }

  /** A line that only looks: no reader hears of it. */
  line(x1: number, y1: number, x2: number, y2: number, weight = 0.5, dash = 0): void {
    this.#artifact('Layout', () => {
      if (dash > 0) this.#pdf.dash(dash, { space: dash })
      this.#pdf.lineWidth(weight).moveTo(x1, y1).lineTo(x2, y2).stroke('black')
      if (dash > 0) this.#pdf.undash()
    })
  }

  box({ x, y, width }: Box, height: number, weight = 0.75): void {
    this.#artifact('Layout', () => {
      if (weight === 0) this.#pdf.rect(x, y, width, height).fill('black')
      else this.#pdf.lineWidth(weight).rect(x, y, width, height).stroke('black')
    })
  }

  /**
   * Draws a QR code. The four modules of white around it are the caller's to leave.
   *
   * @param modules rows of dark (1) and light (0) modules, a byte each
   * @param at      its upper left corner, and its width without the white
   */
  code(modules: Uint8Array, size: number, { x, y, width }: Box, description: string): void {
    const module = width / size
    const bbox = [x, y, x + width, y + width]
    this.#tagged('Figure', { alt: description, bbox }, () => {
      for (let row = 0; row < size; row += 1) {
        for (let start = 0; start < size; ) {
          let end = start
          while (end < size && modules[row * size + end] === 1) end += 1
          if (end > start) {
            this.#pdf.rect(x + start * module, y + row * module, (end - start) * module, module)
          }
          start = end + 1
        }
      }
      this.#pdf.fill('black') // one path: seams between rows would show as hairlines
    })
  }

  /**
   * The PDF, in memory of its own; as secret as what was put on it.
   *
   * @param foot which document it is: printed with the number of the page on each, where there are several
   */
  end(foot: string): Buffer {
    this.#open.pop()?.end()
    this.#printFeet(foot)
    this.#printMark()
    this.#pdf.end()
    const parts: Buffer[] = []
    for (;;) {
      const part: unknown = this.#pdf.read()
      if (part === null) break
      parts.push(Buffer.from(part as Uint8Array))
    }
    const bytes = allocSecret(parts.reduce((sum, part) => sum + part.length, 0))
    let at = 0
    for (const part of parts) {
      bytes.set(part, at)
      at += part.length
    }
    return bytes
  }

  #printFeet(foot: string): void {
    const { start, count } = this.#pdf.bufferedPageRange()
    const { again } = this.#order
    if (count < 2 && again === null) return
    const style: Style = { role: 'text', size: FOOT_SIZE, align: 'left' }
    const y = this.height - FOOT
    const width = this.width - 2 * SIDE
    for (let page = 0; page < count; page += 1) {
      this.#pdf.switchToPage(start + page)
      const number = [
        ...(again === null ? [] : [drawnAgain(again)]),
        ...(count < 2 ? [] : [`page ${page + 1} of ${count}`]),
      ].join(' · ')
      const own = this.widthOf(number, style)
      const room = { width: width - own - SIDE / 2, height: FOOT_SIZE * LEADING, least: FOOT_SIZE }
      const which = this.fit(foot, room, style)
      this.#artifact('Pagination', () => {
        this.#draw(which.content, { x: SIDE, y, width: room.width }, style)
        this.#draw(number, { x: SIDE + width - own, y, width: own + 1 }, style)
      })
    }
  }

  #printMark(): void {
    const { mark } = this.#order
    if (mark === null) return
    const { start, count } = this.#pdf.bufferedPageRange()
    const bars = [
      { y: 4, height: 20, size: 13 },
      { y: this.height - 12, height: 10, size: 7 },
    ] as const
    for (let page = start; page < start + count; page += 1) {
      this.#pdf.switchToPage(page)
      for (const { y, height, size } of bars) {
        this.box({ x: SIDE, y, width: this.width - 2 * SIDE }, height, 0)
        const style: Style = { role: 'strong', size, white: true }
        const x = (this.width - this.widthOf(mark, style)) / 2
        const box = { x, y: y + (height - size * LEADING) / 2, width: this.width }
        this.#artifact('Pagination', () => this.#draw(mark, box, style))
      }
    }
  }

  #draw(content: string, { x, y, width }: Box, style: Style): void {
    const { lines } = this.#set(content, width, style)
    const step = style.size * (style.leading ?? LEADING)
    for (const [i, line] of lines.entries()) {
      const baseline = y + i * step + style.size * ASCENT
      for (const run of line.runs) this.#run(run.face, run.text, x + run.x, baseline, style)
    }
  }

  #set(content: string, width: number, { role, size }: Style): Paragraph {
    return setParagraph(content, {
      width,
      faceOf: this.#case.facesFor(content, role),
      holds: (face, code) => this.#case.holds(face, code),
      measure: (face, text) => this.#shape(face, text).width * size,
    })
  }

  #shape(face: string, text: string): Shape {
    const key = `${face} ${text}`
    const known = this.#shapes.get(key)
    if (known !== undefined) return known
    const pdf = this.#pdf.font(face).fontSize(1)
    const shaped = (features: Features): Shape => ({
      features,
      width: text === '' ? 0 : pdf.widthOfString(text, { features }),
    })
    let shape: Shape
    try {
      shape = shaped(WHOLE_RUN)
    } catch {
      shape = shaped(LOOSE_MARKS)
    }
    this.#shapes.set(key, shape)
    return shape
  }

  #run(face: string, text: string, x: number, baseline: number, { size, white }: Style): void {
    if (text === '') return
    // Where marks change their places in shaping, a reader could not put the letters in order again.
    const reordered = /\p{M}/u.test(text)
    if (reordered) this.#pdf.markContent('Span', { actual: text })
    this.#pdf
      .font(face)
      .fontSize(size)
      .fillColor(white ? 'white' : 'black')
      .text(text, x, baseline, {
        lineBreak: false,
        baseline: 'alphabetic',
        features: this.#shape(face, text).features,
      })
    if (reordered) this.#pdf.endMarkedContent()
  }

  #tagged(tag: Tag | 'Figure', options: ElementOptions, draw: () => void): void {
    const element = this.#pdf.struct(tag, { ...options }, [draw])
    this.#open.at(-1)?.add(element)
  }

  #artifact(type: 'Layout' | 'Pagination', draw: () => void): void {
    this.#pdf.markContent('Artifact', { type })
    draw()
    this.#pdf.endMarkedContent()
  }
}

/** Who holds such a page knows that it is not the one that people wrote on. */
const drawnAgain = (day: string): string =>
  `Drawn again on ${day}: what was written by hand is on the first one`

/** Which part of the space that is left goes before a line. */
function alignment({ align }: Style, { rightToLeft }: Paragraph): number {
  if (align === 'center') return 0.5
  if (align === 'right') return 1
  return rightToLeft && align === undefined ? 1 : 0
}
