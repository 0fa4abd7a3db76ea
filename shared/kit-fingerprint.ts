/** A kit's fingerprint as somebody reads it on a card and types it. */

/** Fewest digits of it that are compared: the first two groups on a card. */
export const LEAST_DIGITS = 8

/** What was typed, without the spaces and hyphens of groups, and in one case; not yet judged. */
export const digitsTyped = (typed: string): string => typed.replaceAll(/[\s-]/g, '').toLowerCase()

/** Its first digits as a command line takes them, in one piece. */
export const firstDigits = (fingerprint: string): string =>
  digitsTyped(fingerprint).slice(0, LEAST_DIGITS)
