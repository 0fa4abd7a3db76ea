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
    activates: key.activates ?? null,
    expires: key.expires ?? null,
    processUntil: key.processUntil ?? null,
    sealed: Buffer.from(sealed, 'base64'),
  }
  const none = {
    ...{ bits: null, bytes: null, algorithm: null, publicKey: null, fingerprint: null, kcv: null },
  }
  switch (key.kind) {
    case 'master-key': {
      const { kind, bits, fingerprint, kcv } = key
      return { ...common, ...none, kind, bits, bytes: bits / 8, fingerprint, kcv }
    }
    case 'imported-secret':
      return { ...common, ...none, kind: key.kind, bytes: key.bytes }
    case 'key-pair': {
      const { kind, algorithm, fingerprint } = key
      const publicKey = Buffer.from(key.publicKey, 'base64')
      return { ...common, ...none, kind, algorithm, publicKey, fingerprint }
    }
  }
}
