import { Buffer } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type CodeReader, startCodeReader } from '../../../shared/code-reader.ts'
import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import type { GreyPicture } from '../../../shared/grey-picture.ts'
import { judgeCode, notShare } from '../../../shared/scanned-code.ts'
import {
  type CodedShare,
  parseWord,
  parseWords,
  readShareCode,
  SHARE_WORDS,
  wordsToShare,
} from '../../../shared/share-text.ts'
import { saidHead } from '../../core/text/index.ts'
import { type PdfPage, readPdf } from './pdf-page.ts'
import { decodePicture } from './picture.ts'
import type { ScanKind, ShareOnCard } from './scan-answer.ts'

/** Milliseconds after which a picture is not looked at in yet another way. */
const PATIENCE = 15_000

function startReader(): Promise<CodeReader> {
  const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
  return startCodeReader(new Uint8Array(readFileSync(file)).buffer)
}

/**
 * Finds the one share in a picture or a PDF. Only for a process that ends with it: what it finds is strings
 * for a while.
 *
 * @throws as `scanCard`, but for SCAN_*
 */
export async function shareInFile(file: Buffer, kind: ScanKind): Promise<ShareOnCard> {
  const reader = await startReader()
  return kind === 'pdf' ? await shareInPdf(file, reader) : await shareInPictureFile(file, reader)
}

async function shareInPictureFile(file: Buffer, reader: CodeReader): Promise<ShareOnCard> {
  const found = await shareInPicture(decodePicture(file), reader)
  if (found === null) throw refuse('PICTURE_NO_CODE', {})
  return { ...found, head: null }
}

/**
 * Null when there is no code at all. Codes that are no shares are passed over where there is a share.
 *
 * @throws PICTURE_SEVERAL, CODE_NOT_SHARE, CODE_DAMAGED; SHARE_* of a code that says it is a share
 */
async function shareInPicture(
  picture: GreyPicture,
  reader: CodeReader,
): Promise<CodedShare | null> {
  const end = performance.now() + PATIENCE
  const codes = await reader.read(picture, () => performance.now() < end)
  picture.data.fill(0)
  const texts = codes.flatMap(code => (code.kind === 'text' ? [code.text] : []))
  const judged = texts.map(text => ({ text, code: judgeCode(text) }))
  const [share, ...more] = judged.filter(({ code }) => code.kind === 'share')
  if (more.length > 0) throw refuse('PICTURE_SEVERAL', { count: more.length + 1 })
  if (share !== undefined) return readShareCode(share.text)
  const [other] = judged
  if (other?.code.kind === 'other') throw notShare(other.code.what)
  if (codes.length > 0) throw refuse('CODE_DAMAGED', {})
  return null
}

/** A card's own PDF has the words as text; a scan has them as a picture, and the code with them. */
async function shareInPdf(file: Buffer, reader: CodeReader): Promise<ShareOnCard> {
  const found: (CodedShare & { readonly page: number })[] = []
  let pages = 0
  let refusal: unknown = null
  // In large print it stands on the page after the share.
  let head: string | null = null
  for await (const page of readPdf(file)) {
    pages += 1
    try {
      const text = await page.text()
      head ??= saidHead(text.join(' '))
      const read = await shareOnPage(page, text, reader)
      if (read !== null && !found.some(other => Buffer.compare(other.share, read.share) === 0)) {
        found.push({ page: page.number, ...read })
      }
    } catch (error) {
      if (!(error instanceof KeyclaveError)) throw error
      refusal ??= error
    }
  }
  const [first, ...more] = found
  if (first !== undefined && more.length === 0) {
    return { share: first.share, kit: first.kit, head }
  }
  for (const { share } of found) share.fill(0)
  if (more.length > 0) throw refuse('PDF_SEVERAL', { pages: found.map(({ page }) => page) })
  throw refusal ?? refuse('PDF_NO_SHARE', { pages })
}

/** @throws PDF_PICTURE when a picture on a page without a share cannot be unpacked */
async function shareOnPage(
  page: PdfPage,
  text: readonly string[],
  reader: CodeReader,
): Promise<CodedShare | null> {
  const words = shareInText(text)
  if (words) return { share: words, kit: null }
  let unreadable = false
  for await (const picture of page.pictures()) {
    const share = picture && (await shareInPicture(picture, reader))
    if (share !== null) return share
    unreadable ||= picture === null
  }
  if (unreadable) throw refuse('PDF_PICTURE', { page: page.number })
  return null
}

/** Ways to read the numbered words of a page that are tried: its prose may number a word as well. */
const READINGS_LIMIT = 256

/**
 * The share in numbered words, in whatever order the page was written; null when a number from 1 to 40
 * has no word beside it.
 *
 * @throws SHARE_WORDS_WRONG, SHARE_DAMAGED …: a printed card has no slips of the pen
 */
function shareInText(text: readonly string[]): Uint8Array | null {
  const readings = readingsOf(numberedWords(text))
  if (readings.length === 0) return null
  let refusal: unknown = null
  for (const words of readings) {
    try {
      return wordsToShare(parseWords(words.join(' ')))
    } catch (error) {
      refusal ??= error
    }
  }
  throw refusal
}

/** Which words of the list stand behind each number from 1 to 40. */
function numberedWords(text: readonly string[]): readonly ReadonlySet<string>[] {
  const tokens = text.join(' ').split(/\s+/)
  const words = Array.from({ length: SHARE_WORDS }, () => new Set<string>())
  for (const [i, token] of tokens.entries()) {
    const number = /^([1-9]\d?)\.?$/.exec(token)?.[1]
    const word = tokens[i + 1] ?? ''
    if (/^[a-z]+$/.test(word) && typeof parseWord(word) === 'number') {
      words[Number(number) - 1]?.add(word)
    }
  }
  return words
}

/** One word for each number, in every way there is; none when there are too many. */
function readingsOf(words: readonly ReadonlySet<string>[]): readonly (readonly string[])[] {
  const count = words.reduce((product, choices) => product * choices.size, 1)
  if (count > READINGS_LIMIT) return []
  return words.reduce<readonly (readonly string[])[]>(
    (readings, choices) =>
      readings.flatMap(reading => [...choices].map(choice => [...reading, choice])),
    [[]],
  )
}
