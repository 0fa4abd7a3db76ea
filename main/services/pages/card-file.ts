import type { ForFinders } from '../../core/ceremony/index.ts'
import { formatFingerprint, type Kit, kitFingerprint } from '../../core/kit/index.ts'
import type { CardFacts } from '../../core/share/index.ts'
import { type AuditHead, headText } from '../../core/text/index.ts'

/** A share card as a file: what stands on it, and its name. */

/** Where a card comes from. */
export interface CardOrigin extends ForFinders {
  readonly kit: Kit
  /** Where the audit log stood when it was made; null without a vault. */
  readonly audit: AuditHead | null
  /** `keyclave 0.1.0`. */
  readonly software: string
}

/** What a card says beside its share. */
export const cardFacts = ({
  kit: { quorum },
  audit,
  contact,
  languages,
  software,
}: CardOrigin): CardFacts => ({
  title: quorum.title,
  organisation: quorum.organisation,
  date: quorum.created.slice(0, 10),
  setId: quorum.setId,
  fingerprint: formatFingerprint(kitFingerprint(quorum)),
  threshold: quorum.threshold,
  custodians: quorum.custodians.map(custodian => custodian.name),
  contact,
  languages,
  software,
  auditHead: audit === null ? null : headText(audit),
})

/** `02-grace.txt`; a name without Latin letters becomes `02-custodian.txt`. */
export function cardName(
  { quorum }: Kit,
  index: number,
  ending: 'txt' | 'pdf' | 'sealed' | 'sealed.json',
): string {
  const digits = String(quorum.custodians.length).length
  const name = (quorum.custodians[index - 1]?.name ?? '')
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 40)
  return `${String(index).padStart(Math.max(2, digits), '0')}-${name || 'custodian'}.${ending}`
}
