/** By what a share is sealed to an absent custodian: a form of the key that they gave. */
export const SEALED_SHARE_FORMS = ['age', 'cms', 'openpgp'] as const
export type SealedShareForm = (typeof SEALED_SHARE_FORMS)[number]

/** An acknowledgement as somebody typed it, as 64 hex digits; null when it is none. */
export function acknowledgementIn(text: string): string | null {
  const digits = text.replaceAll(/\s/g, '').toLowerCase()
  return /^[0-9a-f]{64}$/.test(digits) ? digits : null
}
