import { deedOf } from '../../../shared/deeds.ts'
import { currentBackupKey, type Kit } from '../../core/kit/index.ts'
import type { AuditHead } from '../../core/text/index.ts'
import type { NewBackup, Vault } from '../../vault/index.ts'
import { requireBackupKeyInUse } from '../keys/index.ts'
import { requireInForce } from '../kits/index.ts'
import { type Authorization, NO_LEAVE_NEEDED, OPERATOR, type Permit } from '../people/index.ts'
import type { Watch } from '../tasks/index.ts'
import type { VaultReference } from '../vaults/index.ts'
import {
  type BackupMeans,
  type BackupOrder,
  type DigestedBackup,
  makeCataloguedBackup,
} from './catalogued-backup.ts'

export interface BackupPorts {
  /** Where it is recorded; null: nowhere. In one that was opened for reading nothing is. */
  readonly vault: VaultReference | null
  readonly permit: Permit
}

export interface RecordedBackup extends DigestedBackup {
  /** Its id in the vault's catalogue; null: it is not recorded. */
  readonly id: string | null
  /** Where the vault's log stands then; null: it is not recorded. */
  readonly audit: AuditHead | null
}

/**
 * Encrypts files to the quorum of a kit, and records the backup. The vault is not kept open meanwhile:
 * the files may contain it, and reading it would give up this process's lock on it.
 *
 * @throws QUORUM_REPLACED, KIT_OUTDATED, BACKUP_KEY_STATE; as the permit; as makeCataloguedBackup
 */
export async function createBackup(
  order: BackupOrder,
  { vault, permit }: BackupPorts,
  means: BackupMeans,
  watch: Watch,
): Promise<RecordedBackup> {
  const register = vault === null || vault.readOnly ? null : vault
  const leave = await leaveToRecord(order.kit.kit, { vault, permit })
  let recorded: Pick<RecordedBackup, 'id' | 'audit'> = { id: null, audit: null }
  const catalogue = async (backup: NewBackup): Promise<void> => {
    await register?.use('write', ({ backups, audit }) => {
      const { id } = backups.add(leave.actor, backup)
      recorded = { id, audit: audit.head() }
    })
  }
  try {
    const made = await makeCataloguedBackup({ ...order, catalogue }, means, watch)
    return { ...made, ...recorded }
  } finally {
    leave.close()
  }
}

/** @throws QUORUM_REPLACED, KIT_OUTDATED, BACKUP_KEY_STATE */
function requireUsable(vault: Vault, kit: Kit): void {
  requireInForce(vault, kit)
  const newest = currentBackupKey(kit)
  if (newest !== null) requireBackupKeyInUse(vault, kit.quorum.setId, newest.generation)
}

/** A kit that something newer has taken the place of is refused, even where nothing is recorded. */
async function leaveToRecord(kit: Kit, { vault, permit }: BackupPorts): Promise<Authorization> {
  if (vault === null) return NO_LEAVE_NEEDED
  if (vault.readOnly) {
    await vault.use('read', opened => requireUsable(opened, kit))
    return NO_LEAVE_NEEDED
  }
  return await vault.use('write', opened => {
    requireUsable(opened, kit)
    return permit(opened, deedOf('backup.create', { setId: kit.quorum.setId }), OPERATOR)
  })
}
