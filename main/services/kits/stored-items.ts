import { Buffer } from 'node:buffer'
import type { BackupKey, KitKey } from '../../core/kit/index.ts'
import type { NewBackupKey, NewSealedKey } from '../../vault/index.ts'

/** A backup key of a kit, as the vault keeps it. */
export const storedBackupKey = ({
  generation,
  recipient,
  sealed,
  created,
}: BackupKey): NewBackupKey => ({
  ...{ generation, recipient, created },
  sealed: Buffer.from(sealed, 'base64'),
})

/** A key of a kit, as the vault keeps it. */
export function sealedKeyOf(key: KitKey): NewSealedKey {
  const { id, version, label, purpose, created, sealed } = key
  const common = {
    ...{ id, version, label, purpose, created },
    expires: key.expires ?? null,
    sealed: Buffer.from(sealed, 'base64'),
  }
  return key.kind === 'master-key'
    ? {
        ...common,
        kind: key.kind,
        bits: key.bits,
        bytes: key.bits / 8,
        fingerprint: key.fingerprint,
        kcv: key.kcv,
      }
    : { ...common, kind: key.kind, bits: null, bytes: key.bytes, fingerprint: null, kcv: null }
}
