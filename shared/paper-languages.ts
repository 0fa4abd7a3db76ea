/** The languages in which the pages explain themselves to somebody who does not read English (BCP 47, RFC 5646). */
export const PAPER_LANGUAGES = [
  ...(['en', 'de', 'fr', 'es', 'it', 'pt', 'pl', 'ja', 'zh', 'ar', 'he'] as const),
] as const
export type PaperLanguage = (typeof PAPER_LANGUAGES)[number]
