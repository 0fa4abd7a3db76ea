/** The languages in which cards explain themselves besides English (BCP 47, RFC 5646). */
export const OTHER_LANGUAGES = [
  ...(['de', 'fr', 'es', 'it', 'pt', 'pl', 'ja', 'zh', 'ar', 'he'] as const),
] as const
export type OtherLanguage = (typeof OTHER_LANGUAGES)[number]
