/** Printed pages as others see them: poppler's rendering and text, zbar's reading of codes. */
import { enableCompileCache } from 'node:module'
import path from 'node:path'
import type { CardFacts } from '../../main/core/share/card.ts'
import type { CardPaper } from '../../main/paper/card-facts.ts'
import { fontChooser } from '../../main/services/pages/font-choice.ts'
import { encodeShare } from '../../shared/share.ts'
import { cardEntries, parseWord, wordsToShare } from '../../shared/share-text.ts'
import { type Picture, run, written } from './page-picture.ts'

// Workers start in half the time, as they do for main/cli.ts.
const cache = path.join(import.meta.dirname, '../../node_modules/.cache/keyclave')
enableCompileCache(cache)
process.env.NODE_COMPILE_CACHE = cache

export const choose = fontChooser(specifier => import.meta.resolve(specifier))

export const textOf = (pdf: Uint8Array, mode: 'layout' | 'raw'): string =>
  run('pdftotext', `-${mode}`, written(pdf), '-')

/** A word on a page, in points from the top left corner. */
export interface Place {
  readonly page: number
  readonly word: string
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Where words stand; all of them, or those equal to `word`. */
export function placesOf(pdf: Uint8Array, wanted?: string): readonly Place[] {
  const text = run('pdftotext', '-bbox', written(pdf), '-')
  return text
    .split('<page ')
    .slice(1)
    .flatMap((content, page) =>
      [
        ...content.matchAll(/<word xMin="(.*)" yMin="(.*)" xMax="(.*)" yMax="(.*)">(.*)<\/word>/g),
      ].map(([, left, top, right, bottom, word = '']) => ({
        ...{ page: page + 1, word, left: Number(left), right: Number(right) },
        ...{ top: Number(top), bottom: Number(bottom) },
      })),
    )
    .filter(({ word }) => wanted === undefined || word === wanted)
}

/** What `pdfinfo` says: a value by its title. */
export function infoOf(pdf: Uint8Array): ReadonlyMap<string, string> {
  const lines = run('pdfinfo', written(pdf)).trim().split('\n')
  return new Map(lines.map(line => [line.replace(/:.*/, ''), line.replace(/^[^:]*:\s*/, '')]))
}

/** The fonts of a PDF: name, and whether it is embedded, a subset, and mapped to Unicode. */
export const fontsOf = (pdf: Uint8Array) =>
  run('pdffonts', written(pdf))
    .trim()
    .split('\n')
    .slice(2)
    .map(line => {
      const [, name = '', embedded, subset, unicode] =
        /^(\S+) .* (yes|no) +(yes|no) +(yes|no) +\d+ +\d+$/.exec(line) ?? []
      return { name, embedded, subset, unicode }
    })

export const structureOf = (pdf: Uint8Array): string => run('pdfinfo', '-struct-text', written(pdf))

/** Throws unless qpdf finds the file sound. */
export const checkStructure = (pdf: Uint8Array): void => void run('qpdf', '--check', written(pdf))

/** The texts of the codes that zbar finds. */
export const codesIn = ({ file }: Picture): readonly string[] =>
  run('zbarimg', '--raw', '--quiet', '-Sdisable', '-Sqrcode.enable', file).trim().split('\n')

/** The share in the words of a card's text. */
export function shareInText(text: string): Uint8Array {
  const words = new Map<number, string>()
  const rows = text.split('\n').filter(line => /^( *\d{1,2} *[a-z]{3,8} *){2,4}$/.test(line))
  for (const [, number, word] of rows.join('\n').matchAll(/(\d{1,2}) *([a-z]{3,8})/g)) {
    words.set(Number(number), word ?? '')
  }
  const entries = Array.from({ length: 40 }, (_, i) => parseWord(words.get(i + 1) ?? '?'))
  return wordsToShare(cardEntries(entries))
}

export const FACTS: CardFacts = {
  title: 'Root key ceremony 2026',
  organisation: 'Example Ltd',
  date: '2026-11-21',
  setId: '35bd1e8328',
  fingerprint: '95bc c390 9c4a 8d1f 2716 7ddd 8c79 a288',
  threshold: 3,
  custodians: ['Ada', 'Grace', 'Katherine', 'Hedy', 'Annie'],
  languages: [],
  contact: null,
  software: 'keyclave 0.1.0',
  auditHead: null,
}

export const STANDARD: CardPaper = { paper: 'a4', plain: false, layout: 'standard' }

/** A share of the quorum in `FACTS`, its value made from a number. */
export const shareOf = (index: number, seed = index): Uint8Array =>
  encodeShare({
    ...{ identity: 'hybrid', profile: 3, threshold: FACTS.threshold, index },
    setId: Buffer.from(FACTS.setId, 'hex'),
    value: Buffer.from(Array.from({ length: 36 }, (_, i) => (seed * 37 + i * i * 11 + 5) & 0xff)),
  })
