import type { Buffer } from 'node:buffer'
import { OVERRIDE } from '../../../shared/record-steps.ts'
import type { Waiver } from '../../../shared/roles.ts'
import {
  type CeremonyRecord,
  isRecordReformatted,
  policyNumberOf,
  RECORD_LIMIT,
  recordHash,
  verifyRecord,
} from '../../core/ceremony/index.ts'
import { formatFingerprint } from '../../core/kit/index.ts'
import { hashWords, headText } from '../../core/text/index.ts'
import { type Input, namingInput } from '../files/index.ts'
import { type Bearer, type OpenVault, requireHeads, vaultToRead } from '../vaults/index.ts'

/** What a sound ceremony record says, for a person. */
interface VerifiedRecord {
  readonly title: string
  readonly organisation: string
  readonly opened: string
  readonly closed: string
  readonly setId: string
  /** Who can open the quorum. */
  readonly opens: { readonly threshold: number; readonly count: number }
  /** The number of the policy by which people signed; null: nobody did. */
  readonly policy: number | null
  /** 8 groups of 4 hex digits: on every card. */
  readonly fingerprint: string
  readonly planHash: string
  readonly hash: string
  /** The hash that was signed, as 32 words. */
  readonly words: readonly string[]
  /** Null: nobody signed it. */
  readonly profile: string | null
  /** Who signed, with the fingerprint of their key. */
  readonly signed: readonly {
    readonly name: string
    readonly roles: readonly string[]
    readonly key: string
  }[]
  /** Where the audit log ended then, as it is printed; null without a vault. */
  readonly auditHead: string | null
  readonly exceptions: number
  /** Checks of the room that were passed over with a reason. */
  readonly overrides: number
  /** Rules that a small team did without. */
  readonly waivers: readonly Waiver[]
  /** Another program has written the file anew; what it says is as it was. */
  readonly reformatted: boolean
}

export interface Records {
  /**
   * Checks a record alone; with a vault, also that its log has what the record says of it.
   *
   * @throws RECORD_FORMAT, RECORD_TAMPERED, RECORD_STRIPPED, RECORD_UNSIGNED, FILE_*; VAULT_HEAD, VAULT_*
   */
  readonly verify: (file: string, vault?: string) => Promise<VerifiedRecord>
}

export const createRecords = ({
  input,
  openVault,
}: {
  readonly input: Input
  readonly openVault: OpenVault
}): Records => ({
  verify: async (file, vault) => {
    const { bytes, record } = await readRecord(file, input)
    if (vault !== undefined) {
      const reference = vaultToRead(vault, openVault)
      await reference.use('read', opened => requireHeads(opened, headsIn(record)))
    }
    return verified(record, bytes)
  },
})

/** A record and its file. @throws RECORD_*, with the file that they are about; FILE_* */
export async function readRecord(
  file: string,
  input: Input,
): Promise<{ readonly record: CeremonyRecord; readonly bytes: Buffer }> {
  const bytes = await input.read(file, RECORD_LIMIT)
  return namingInput(file, () => ({ record: verifyRecord(bytes), bytes }))
}

/** Where the log stood before the closing entry, and what those who signed had before them. */
export function headsIn({ audit, approval, signatures }: CeremonyRecord): Bearer {
  const statements = [approval, signatures].flatMap(agreement => agreement?.statement ?? [])
  const signed = statements.flatMap(statement =>
    statement.format === 'keyclave statement 3' ? [{ hash: statement.head, size: null }] : [],
  )
  const heads = [...(audit === null ? [] : [audit]), ...signed]
  return { by: 'record', log: statements[0]?.log ?? null, heads }
}

function verified(record: CeremonyRecord, bytes: Uint8Array): VerifiedRecord {
  const { title, organisation, opened, closed, quorum, planHash, profile } = record
  const keys = new Set(record.signatures?.by.map(({ key }) => key))
  const hash = recordHash(record)
  return {
    ...{ title, organisation, opened, closed, planHash, profile, hash },
    opens: { threshold: quorum.threshold, count: quorum.custodians.length },
    policy: policyNumberOf(record),
    setId: quorum.setId,
    fingerprint: formatFingerprint(record.kitFingerprint),
    words: hashWords(hash),
    signed: record.people
      .filter(({ key }) => keys.has(key))
      .map(({ name, roles, key }) => ({ name, roles: [...roles], key: formatFingerprint(key) })),
    auditHead: record.audit === null ? null : headText(record.audit),
    exceptions: record.steps.filter(({ step }) => step === 'exception').length,
    overrides: record.steps.filter(({ facts }) => OVERRIDE in facts).length,
    waivers: record.waivers ?? [],
    reformatted: isRecordReformatted(record, bytes),
  }
}
