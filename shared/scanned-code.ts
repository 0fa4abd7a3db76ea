import type { OtherCode } from './codes/index.ts'
import { refuse } from './errors.ts'
import { decodeHeader, formatSetId } from './share.ts'
import { qrToShare } from './share-text.ts'

/** What a scanned code is, before anybody acts on it. */
export type ScannedCode =
  | { readonly kind: 'share'; readonly setId: string; readonly index: number }
  | { readonly kind: 'other'; readonly what: OtherCode }

const OTHERS: readonly (readonly [RegExp, OtherCode])[] = [
  [/^(?:[0-9a-f]{4}[ :-]?){8}(?:(?:[0-9a-f]{4}[ :-]?){8})?$/i, 'kit-fingerprint'],
  [/^\s*\{/, 'kit-part'],
  [/^AGE-SECRET-KEY-/i, 'age-identity'],
  [/^age1/i, 'age-recipient'],
  [/^KEYCLAVE:(?!S\d)/i, 'other-keyclave'],
  [/^[a-z][a-z0-9+.-]*:\/\//i, 'web-address'],
  [/^WIFI:/i, 'wireless'],
  [/^\d+$/, 'number'],
]

/**
 * Tells a share from a kit's fingerprint and from anything else.
 *
 * @throws SHARE_QR_FORMAT, SHARE_QR_CHECKSUM, SHARE_VERSION, SHARE_HEADER of what says that it is a share
 */
export function judgeCode(text: string): ScannedCode {
  if (!/^\s*KEYCLAVE:S\d/.test(text)) {
    const [, what = 'other'] = OTHERS.find(([pattern]) => pattern.test(text)) ?? []
    return { kind: 'other', what }
  }
  const bytes = qrToShare(text)
  try {
    const { setId, index } = decodeHeader(bytes)
    return { kind: 'share', setId: formatSetId(setId), index }
  } finally {
    bytes.fill(0)
  }
}

/** The refusal of a code that is no share, naming what it is. */
export const notShare = (what: OtherCode) => refuse('CODE_NOT_SHARE', { what })
