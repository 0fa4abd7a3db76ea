import { refuse } from './errors.ts'
import { decodeHeader, formatSetId } from './share.ts'
import { qrToShare } from './share-text.ts'

/** What a scanned code is, before anybody acts on it. */
export type ScannedCode =
  | { readonly kind: 'share'; readonly setId: string; readonly index: number }
  /** `what` is a name for people: "the fingerprint of a recovery kit". */
  | { readonly kind: 'other'; readonly what: string }

const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/^(?:[0-9a-f]{4}[ :-]?){8}(?:(?:[0-9a-f]{4}[ :-]?){8})?$/i, 'the fingerprint of a recovery kit'],
  [/^\s*\{/, 'part of a recovery kit, or of another file'],
  [/^AGE-SECRET-KEY-/i, 'an age identity, which is secret'],
  [/^age1/i, 'an age recipient'],
  [/^KEYCLAVE:(?!S\d)/i, 'a code of Keyclave that is no share'],
  [/^[a-z][a-z0-9+.-]*:\/\//i, 'a web address'],
  [/^WIFI:/i, 'the access to a wireless network'],
  [/^\d+$/, 'a number'],
]

/**
 * Tells a share from a kit's fingerprint and from anything else.
 *
 * @throws SHARE_QR_FORMAT, SHARE_QR_CHECKSUM, SHARE_VERSION, SHARE_HEADER of what says that it is a share
 */
export function judgeCode(text: string): ScannedCode {
  if (!/^\s*KEYCLAVE:S\d/.test(text)) {
    const [, what = 'something else'] = OTHERS.find(([pattern]) => pattern.test(text)) ?? []
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
export const notShare = (what: string) => refuse('CODE_NOT_SHARE', { what })
