import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestContext } from 'node:test'
import Database from 'better-sqlite3'
import type { RandomSource } from '../../main/core/bytes/random.ts'
import { allocSecret } from '../../main/core/bytes/secret.ts'
import { acknowledgementHash } from '../../main/core/share/index.ts'
import type { NewBackupKey } from '../../main/vault/backup-keys.ts'
import type { CeremonyResult } from '../../main/vault/ceremonies.ts'
import type { NewSealedKey } from '../../main/vault/sealed-keys.ts'
import { openVault, type Vault, type VaultOptions } from '../../main/vault/vault.ts'
import { KeyclaveError } from '../../shared/errors.ts'

/** A folder of its own for a test, removed after it. */
export function temporaryFolder(context: TestContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-vault-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Random bytes that are the same in every run. */
export function seededRandom(seed: string): RandomSource {
  let draws = 0
  return length => {
    const bytes = allocSecret(length)
    for (let at = 0; at < length; at += 32) {
      draws += 1
      bytes.set(
        createHash('sha256')
          .update(`${seed}/${draws}`)
          .digest()
          .subarray(0, length - at),
        at,
      )
    }
    return bytes
  }
}

/** A clock that is one second later each time it is read. */
function steppingClock(): () => Date {
  let seconds = Date.UTC(2026, 10, 21) / 1000
  return () => {
    seconds += 1
    return new Date(seconds * 1000)
  }
}

export const optionsFor = (file: string, mode: 'read' | 'write' = 'write'): VaultOptions => ({
  path: file,
  mode,
  now: steppingClock(),
  random: seededRandom(file),
})

/** Runs `work` with a vault and closes it. */
export async function withVault<T>(
  file: string,
  work: (vault: Vault) => T | Promise<T>,
  options: Partial<VaultOptions> = {},
): Promise<T> {
  const vault = await openVault({ ...optionsFor(file), ...options })
  try {
    return await work(vault)
  } finally {
    vault.close()
  }
}

/** For assert.throws and assert.rejects: a refusal with this code and, of its data, at least this. */
export const refusal =
  (code: string, data: Record<string, unknown> = {}) =>
  (error: unknown): boolean =>
    error instanceof KeyclaveError &&
    error.code === code &&
    Object.entries(data).every(([key, value]) => error.data[key] === value)

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const AGE = Buffer.from('age-encryption.org/v1\n-> sealed\n')

export const sealedKey = (tag: string, changes: Partial<NewSealedKey> = {}): NewSealedKey => ({
  id: sha256(`key ${tag}`).slice(0, 16),
  version: 1,
  kind: 'master-key',
  label: `label ${tag}`,
  bits: 256,
  bytes: 32,
  algorithm: null,
  publicKey: null,
  purpose: 'content encryption',
  activates: null,
  expires: '2028-11-21',
  processUntil: null,
  fingerprint: sha256(`fingerprint ${tag}`),
  kcv: 'a1b2c3d4e5',
  sealed: AGE,
  created: '2026-11-21T00:00:00.000Z',
  ...changes,
})

export const backupKey = (tag: string, generation = 1) => ({
  generation,
  recipient: `age1backup${sha256(tag)}`,
  sealed: AGE,
  created: '2026-11-21T00:00:00.000Z',
})

/** @param has what of a kit says which keys and backup keys are sealed in it */
export const kit = (
  tag: string,
  has: { readonly keys?: readonly NewSealedKey[]; readonly recipients?: readonly string[] } = {},
) => ({
  digest: sha256(`kit ${tag}`),
  bytes: Buffer.from(
    JSON.stringify({
      kit: tag,
      keys: (has.keys ?? []).map(({ id, version }) => ({ id, version })),
      backupKeys: (has.recipients ?? []).map(recipient => ({ recipient })),
    }),
  ),
  revision: sha256(`revision ${tag}`),
})

/** The backup keys of a quorum, as another one takes them over: what was destroyed stays behind. */
export const inheritedFrom = (vault: Vault, setId: string): NewBackupKey[] =>
  vault.backupKeys
    .of(setId)
    .flatMap(({ state: _, setId: __, sealed, ...key }) =>
      sealed === null ? [] : [{ ...key, sealed }],
    )

export const backup = (tag: string, changes: object = {}) => ({
  created: '2026-11-21T00:00:00.000Z',
  fileName: `${tag}.tar.zst.age`,
  sha256: sha256(`backup ${tag}`),
  size: 1000,
  files: 3,
  bytes: 900,
  setId: '0123456789',
  generation: 1,
  recipients: ['age1backup', 'age1quorum'],
  ...changes,
})

export const setIdOf = (tag: string): string => sha256(`set ${tag}`).slice(0, 10)

export const terms = (tag: string, count = 5) => ({
  setId: setIdOf(tag),
  threshold: 3,
  count,
  identity: 'hybrid' as const,
  kdf: 3,
  recipient: `age1pq1${sha256(tag)}`,
  secretCommitment: sha256(`secret ${tag}`),
  fingerprint: sha256(`kit fingerprint ${tag}`),
})

export const issuedShare = (tag: string, index: number) => ({
  setId: setIdOf(tag),
  index,
  custodian: `Custodian ${index}`,
  commitment: sha256(`share ${tag} ${index}`),
})

export const PLAN = { title: 'Root key ceremony 2026', quorum: { threshold: 3, custodians: 5 } }

/** Runs a ceremony up to the moment before it closes; returns what it would close with. */
/** What the holder of a sealed share of a made-up ceremony says. */
export const acknowledgementOf = (tag: string): string => sha256(`${tag} opened`)

const sealedReadBack = (tag: string) => ({
  ...{ to: 'age' as const, recipient: 'ac'.repeat(32), sha256: 'ca'.repeat(32) },
  acknowledgement: acknowledgementHash(acknowledgementOf(tag)),
})

/** @param sealedIndex the share that is sealed to an absent custodian; absent: none */
export function ceremonyUntilClose(
  vault: Vault,
  tag: string,
  count = 5,
  sealedIndex?: number,
): CeremonyResult {
  const { id } = vault.ceremonies.open({ actor: 'Admin', title: `Ceremony ${tag}`, plan: PLAN })
  vault.ceremonies.recordQuorum(id, 'Admin', terms(tag, count))
  for (let index = 1; index <= count; index += 1) {
    vault.ceremonies.recordIssuedShare(id, 'Admin', issuedShare(tag, index))
    const sealed = index === sealedIndex ? sealedReadBack(tag) : undefined
    vault.ceremonies.recordReadBack(id, `Custodian ${index}`, setIdOf(tag), index, sealed)
  }
  return {
    ceremony: id,
    setId: setIdOf(tag),
    kit: kit(tag),
    backupKey: backupKey(tag),
    keys: [sealedKey(`${tag} one`), sealedKey(`${tag} two`)],
    proof: { subsets: 10, possible: '10', exhaustive: true },
  }
}

export function wholeCeremony(
  vault: Vault,
  tag: string,
  count = 5,
  sealedIndex?: number,
): CeremonyResult {
  const result = ceremonyUntilClose(vault, tag, count, sealedIndex)
  vault.ceremonies.close('Admin', result)
  return result
}

/** Does to a closed vault file what no program of ours does. */
export function tamper(file: string, sql: string, pragmas: readonly string[] = []): void {
  const db = new Database(file)
  try {
    db.unsafeMode(true)
    for (const pragma of pragmas) db.pragma(pragma)
    db.exec(sql)
  } finally {
    db.close()
  }
}

/** Everything a vault says, as one value to compare. */
export const everythingIn = (vault: Vault): unknown => ({
  ceremonies: vault.ceremonies.list(),
  quorums: vault.quorums.list().map(quorum => ({
    quorum,
    shares: vault.shareRegister.of(quorum.setId),
    keys: vault.keys.of(quorum.setId),
    backupKeys: vault.backupKeys.of(quorum.setId),
    kits: vault.kits.revisionsOf(quorum.setId),
  })),
  backups: vault.backups.list(),
  audit: [...vault.audit.exportAudit()],
})
