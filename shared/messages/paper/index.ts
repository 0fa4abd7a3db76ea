/** The languages of paper: what a page can say to somebody who does not read English. */

import type { OtherLanguage } from '../../paper-languages.ts'
import { ar } from './ar.ts'
import { de } from './de.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { he } from './he.ts'
import { it } from './it.ts'
import { ja } from './ja.ts'
import type { PaperWords } from './paper-words.ts'
import { pl } from './pl.ts'
import { pt } from './pt.ts'
import { zh } from './zh.ts'

export type { PaperWords } from './paper-words.ts'

const CATALOGUES: { readonly [language in OtherLanguage]: PaperWords } = {
  ...{ de, fr, es, it, pt, pl, ja, zh, ar, he },
}

const names = new Intl.DisplayNames('en', { type: 'language' })

/** `German`; what is no language (BCP 47) as it is. */
export function englishNameOf(tag: string): string {
  try {
    return names.of(tag) ?? tag
  } catch {
    return tag
  }
}

/** `German (Deutsch)`. */
export const nameOfLanguage = (language: OtherLanguage): string =>
  `${englishNameOf(language)} (${CATALOGUES[language].name})`

export const paperWordsIn = (language: OtherLanguage): PaperWords => CATALOGUES[language]
