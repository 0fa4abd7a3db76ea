import type { Kit } from '../../core/kit/index.ts'
import type { AuditNote } from '../../core/log/index.ts'
import type { OpenQuorum } from '../../core/quorum/index.ts'
import type { Vault } from '../../vault/index.ts'
import { readKit } from '../kits/index.ts'
import {
  type Authorization,
  leaveFromFiles,
  NO_LEAVE_NEEDED,
  openingDeed,
  requireVaultToSign,
  type SignerFile,
} from '../people/index.ts'
import {
  notingAttempts,
  type OpeningRequest,
  type OpeningTools,
  openFromFiles,
} from '../quorum/index.ts'
import type { Watch } from '../tasks/index.ts'
import { type OpenVault, reportInterrupted, requireVaultFile } from '../vaults/index.ts'

/** An opening on the command line. */
export interface RecordedRequest extends OpeningRequest {
  /** Record it in this vault, what is refused too. */
  readonly vault?: string
  /** Who signs, in a vault with people. */
  readonly sign?: readonly SignerFile[]
}

export interface RecordedTools extends OpeningTools {
  readonly openVault: OpenVault
  readonly now: () => Date
}

/** A quorum that was opened, and the log that has it. */
export interface RecordedQuorum {
  readonly quorum: OpenQuorum
  readonly kit: Kit | null
  /** Records what follows from the opening; nothing without a vault. */
  readonly record: (note: Pick<AuditNote, 'action' | 'subject' | 'details'>) => void
}

/** The actor's name in a vault without people. */
const OPERATOR = 'operator'

/**
 * Opens a quorum, does something with it, and closes it again, whatever happens. In a vault with people
 * those who may open anything have signed before the passphrase is looked at.
 *
 * @throws SIGN_VAULT, VAULT_MISSING, APPROVAL_NEEDED, APPROVAL_SHORT, VAULT_*; as `openFromFiles`
 */
export async function withQuorum<Result>(
  request: RecordedRequest,
  tools: RecordedTools,
  watch: Watch,
  use: (opened: RecordedQuorum) => Promise<Result>,
): Promise<Result> {
  requireVaultToSign(request)
  // A slip of the pen must not make a vault in which nobody is asked.
  if (request.vault !== undefined) requireVaultFile(request.vault)
  const kit = request.kit === undefined ? null : await readKit(request.kit, tools.input)
  const vault = request.vault === undefined ? null : await tools.openVault(request.vault, 'write')
  try {
    reportInterrupted(vault, watch)
    return await notingAttempts(vault, kit, () => openAndUse(request, { kit, vault }, tools, use))
  } finally {
    vault?.close()
  }
}

async function openAndUse<Result>(
  request: RecordedRequest,
  { kit, vault }: { readonly kit: Kit | null; readonly vault: Vault | null },
  tools: RecordedTools,
  use: (opened: RecordedQuorum) => Promise<Result>,
): Promise<Result> {
  let leave: Authorization = NO_LEAVE_NEEDED
  try {
    const { quorum, shares } = await openFromFiles(request, kit, tools, async setId => {
      if (vault === null) return
      const means = { ...tools, unsigned: OPERATOR }
      leave = await leaveFromFiles(vault, openingDeed(setId), request.sign ?? [], means)
    })
    try {
      const subject = `quorum:${quorum.setId}`
      const by = shares.map(({ index }) => index)
      const { actor, follows } = leave
      const opened = { action: 'quorum.opened', subject, details: { shares: by } }
      vault?.audit.append({ actor, ...opened })
      const record: RecordedQuorum['record'] = note => {
        vault?.audit.append({ actor: follows, ...note })
      }
      return await use({ quorum, kit, record })
    } finally {
      quorum.close()
    }
  } finally {
    leave.close()
  }
}
