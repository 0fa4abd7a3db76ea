import { formatFingerprint, type Kit, kitFingerprint } from '../../core/kit/index.ts'
import { type AuditHead, headText } from '../../core/text/index.ts'
import type { LabelFacts } from '../../paper/index.ts'

/** A backup that a label is for. */
export type LabelledBackup = Omit<LabelFacts, 'quorum' | 'auditHead'>

/**
 * What the label of a backup says.
 *
 * @param kit   of the quorum that opens it; null when it is not at hand
 * @param audit where the audit log stands; null without a vault
 */
export const labelFacts = (
  { fileName, created, files, bytes, size, sha256, setId, generation }: LabelledBackup,
  kit: Kit | null,
  audit: AuditHead | null,
): LabelFacts => ({
  ...{ fileName, created, files, bytes, size, sha256, setId, generation },
  quorum: kit && {
    title: kit.quorum.title,
    organisation: kit.quorum.organisation,
    fingerprint: formatFingerprint(kitFingerprint(kit.quorum)),
    threshold: kit.quorum.threshold,
    custodians: kit.quorum.custodians.length,
  },
  auditHead: audit && headText(audit),
})
