import { Buffer } from 'node:buffer'
import { DEEDS } from '../../../shared/deeds.ts'
import { formatFingerprint, type Kit, kitFingerprint, parseKit } from '../../core/kit/index.ts'
import { type AuditHead, headText } from '../../core/text/index.ts'
import type { LabelFacts } from '../../paper/index.ts'
import type { Vault } from '../../vault/index.ts'

/** A backup that a label is for. */
export type LabelledBackup = Omit<LabelFacts, 'quorum' | 'auditHead'>

/** The label of a catalogued backup as it is now: it says where the log stands. @throws VAULT_UNKNOWN */
export function labelIn(vault: Vault, id: string): LabelFacts {
  const backup = vault.backups.get(id)
  const made = vault.audit.named(['backup.created'])
  const entry = made.find(({ subject }) => subject === `backup:${id}`)
  const said = DEEDS['backup.create'].details.safeParse(entry?.details)
  const { tree = null, leftOut = [] } = said.success ? said.data : {}
  const stored = vault.kits.kitOf(backup.setId)
  return labelFacts(
    { ...backup, tree, leftOut },
    stored && parseKit(Buffer.from(stored.bytes)),
    vault.audit.head(),
  )
}

/**
 * What the label of a backup says.
 *
 * @param kit   of the quorum that opens it; null when it is not at hand
 * @param audit where the audit log stands; null without a vault
 */
export const labelFacts = (
  {
    fileName,
    created,
    files,
    bytes,
    size,
    sha256,
    setId,
    generation,
    tree,
    leftOut,
  }: LabelledBackup,
  kit: Kit | null,
  audit: AuditHead | null,
): LabelFacts => ({
  ...{ fileName, created, files, bytes, size, sha256, setId, generation, tree, leftOut },
  quorum: kit && {
    title: kit.quorum.title,
    organisation: kit.quorum.organisation,
    fingerprint: formatFingerprint(kitFingerprint(kit.quorum)),
    threshold: kit.quorum.threshold,
    custodians: kit.quorum.custodians.length,
  },
  auditHead: audit && headText(audit),
})
