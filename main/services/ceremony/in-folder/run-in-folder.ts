import type { Buffer } from 'node:buffer'
import type { ReplacedQuorum } from '../../../../shared/codes/index.ts'
import { refuse } from '../../../../shared/errors.ts'
import { wipe } from '../../../core/bytes/index.ts'
import {
  forFinders,
  type Plan,
  planHash,
  recordToBytes,
  rehearsalOf,
} from '../../../core/ceremony/index.ts'
import {
  formatFingerprint,
  type Kit,
  kitFingerprint,
  kitToBytes,
  type TrustedKit,
} from '../../../core/kit/index.ts'
import type { RecoveryProof } from '../../../core/quorum/index.ts'
import type { Vault } from '../../../vault/index.ts'
import {
  createNewFolder,
  type Input,
  type Left,
  leaving,
  type NewFolder,
  orTakeBack,
  type PreparedFiles,
} from '../../files/index.ts'
import { describeKey, keyFactsOf } from '../../kits/index.ts'
import { type CardPaper, kitPages, type Papers, recoverPageOf } from '../../pages/index.ts'
import {
  type ApprovalTools,
  requireVaultToSign,
  type SignerFile,
  Signers,
} from '../../people/index.ts'
import { readPassphrase, sharesOfCommand } from '../../quorum/index.ts'
import { type ClockTools, requireClock } from '../../room/index.ts'
import { continueUnlessCancelled, type Watch } from '../../tasks/index.ts'
import {
  type OpenVault,
  openReference,
  reportInterrupted,
  type VaultReference,
} from '../../vaults/index.ts'
import {
  type Addressees,
  Ceremony,
  planFolder,
  type ReadyPlan,
  readAddressees,
  readPlan,
  replacedFacts,
  requireNoRehearsal,
  sealedNotes,
} from '../index.ts'
import {
  type OldQuorumRequest,
  planReplacing,
  readOldKit,
  requireUnused,
  takeOver,
  trustOldKit,
} from '../reissue/index.ts'
import { issueShares, type ShareFile } from './share-files.ts'
import { type Recording, recordIn } from './who-records.ts'

export interface RunRequest {
  /** The plan's file. */
  readonly plan: string
  readonly passphraseFile: string
  /** The quorum that the new one replaces, and how it is opened: this is a re-issue. */
  readonly old?: OldQuorumRequest
  /** The folder to make; must not exist, or be empty. */
  readonly out: string
  /** Record the ceremony in this vault. */
  readonly vault?: string
  /** Who signs, in a vault with people. */
  readonly sign?: readonly SignerFile[]
  /** The day that the clock says, typed because it is right although something contradicts it. */
  readonly confirmClock?: string
  /** Whether it counts for nothing, whatever the plan says. */
  readonly rehearsal?: boolean
  /** How the PDFs look; without it, none are made. */
  readonly printed?: CardPaper
}

/** What a closed ceremony made, for a person. */
export interface RunResult {
  readonly setId: string
  readonly threshold: number
  readonly identity: string
  readonly kdf: number
  readonly fingerprint: string
  readonly proof: RecoveryProof
  readonly keys: readonly {
    readonly id: string
    readonly version: number
    readonly label: string
    readonly description: string
    readonly fingerprint: string | null
  }[]
  readonly shares: readonly ShareFile[]
  readonly kit: string
  readonly record: string
  /** Whether it counts for nothing. */
  readonly rehearsal: boolean
  /** Where it was recorded; null without a vault. */
  readonly vault: string | null
  /** The quorum that was replaced, and what its cards can still open; null unless it was a re-issue. */
  readonly replaced: ReplacedQuorum | null
  /** The public pages as PDFs; null when none were asked for. */
  readonly printed: {
    readonly record: string
    readonly register: string
    readonly recoverySheet: string
  } | null
}

/** What a closed ceremony made, whatever it was asked with. */
type ClosedRun = Omit<RunResult, 'replaced' | 'vault' | 'rehearsal'> & {
  readonly keptPassphrase: boolean
}

export interface RunTools extends ApprovalTools, ClockTools {
  readonly input: Input
  readonly openVault: OpenVault
  readonly software: string
  readonly papers: Papers
}

/**
 * Runs a whole ceremony from its plan into a new folder: share files, record, and at the very end the
 * kit. Whatever fails before that, the ceremony is void and what it wrote is removed.
 *
 * The share files stand for the paper: each is read back from the disk before the ceremony closes, and the
 * record says so, as an exception.
 *
 * @throws REHEARSAL_VAULT, CEREMONY_STRICT, CLOCK_DOUBTFUL, SIGN_VAULT, PLAN_FORMAT, PLAN_PEOPLE, PLAN_VAULT, APPROVAL_*,
 *         PASSPHRASE_*, FILE_*, VAULT_*, CEREMONY_OPEN, RECOVERY_UNPROVED, CANCELLED
 */
export async function runInFolder(
  request: RunRequest,
  tools: RunTools,
  watch: Watch,
): Promise<RunResult> {
  requireVaultToSign(request)
  const oldKit = request.old === undefined ? null : await readOldKit(request.old, tools)
  const agreed = await readPlan(request.plan, tools.input, tools.now())
  let passphrase: Buffer | null = null
  let vault: Vault | null = null
  let signers: Signers | null = null
  try {
    const read = request.rehearsal ? { ...agreed, plan: rehearsalOf(agreed.plan) } : agreed
    const ready = { ...read, plan: planReplacing(read.plan, oldKit) }
    requireNoRehearsal(request.vault ?? null, ready.plan)
    const absent = await readAddressees(ready.plan, planFolder(request.plan), tools)
    for (const warning of ready.warnings) {
      watch.onEvent({ kind: 'notice', notice: { kind: 'plan-warning', warning } })
    }
    vault = request.vault === undefined ? null : await tools.openVault(request.vault, 'write')
    reportInterrupted(vault, watch)
    requireSeveralOperators(vault)
    const reference = vault && openReference(vault)
    await requireUnused(reference, ready.plan, tools.now())
    const old = request.old &&
      oldKit && {
        request: request.old,
        kit: await trustOldKit(oldKit, reference, request.old, tools),
      }
    const clock = requireClock(vault, request.confirmClock ?? '', tools)
    signers = vault && (await Signers.open(vault, request.sign ?? [], tools))
    const recording = await recordIn(vault, signers, { plan: ready.plan, oldKit }, tools)
    const secret = await readPassphrase(request.passphraseFile, tools.input, 'new')
    passphrase = secret
    const folder = await createNewFolder(request.out)
    const order = { ...ready, absent, clock, old: old ?? null }
    const printed = request.printed ?? null
    const closed = await run(order, secret, reference, recording, folder, printed, tools, watch)
    const { keptPassphrase, ...result } = closed
    const replaced = oldKit && replacedFacts(oldKit, keptPassphrase)
    const rehearsal = ready.plan.rehearsal ?? false
    return { ...result, rehearsal, vault: request.vault ?? null, replaced }
  } finally {
    signers?.close()
    vault?.close()
    wipe(passphrase, ...agreed.imports)
  }
}

/**
 * In the strict profile nobody who runs the machine holds a share or the passphrase; here one operator would
 * hold them all.
 *
 * @throws CEREMONY_STRICT
 */
function requireSeveralOperators(vault: Vault | null): void {
  if (vault?.people.profile() === 'strict') throw refuse('CEREMONY_STRICT', {})
}

/** What a ceremony without custodians in the room does otherwise than the rule says. */
const UNREAD_CARDS = {
  what: 'cards not read back from paper',
  reason: 'run from the command line: the share files were read back in their place',
} as const

/** The quorum that is replaced: its kit, and how it is opened. */
interface Old {
  readonly request: OldQuorumRequest
  readonly kit: TrustedKit
}

/** What is run. */
interface RunOrder extends ReadyPlan {
  readonly absent: Addressees
  /** What the record says of a clock that was confirmed. */
  readonly clock: ReturnType<typeof requireClock>
  readonly old: Old | null
}

async function run(
  { plan, imports, absent, clock, old }: RunOrder,
  passphrase: Buffer,
  vault: VaultReference | null,
  { ledger, gathering, permit, close }: Recording,
  folder: NewFolder,
  printed: CardPaper | null,
  tools: RunTools,
  watch: Watch,
): Promise<ClosedRun> {
  const { input, now, random, software, papers } = tools
  let ceremony: Ceremony | null = null
  let result: ClosedRun
  let files: PreparedFiles
  try {
    ceremony = Ceremony.begin({
      ...{ plan, imports, ledger, random, now, software },
      ...(gathering && { people: gathering }),
    })
    if (clock !== null) ceremony.witness('room checked', clock)
    if (old !== null) {
      const succession = {
        ...{ ceremony, kit: old.kit, planHash: planHash(plan), hasPeople: gathering !== null },
        leaveOut: plan.leaveOut ?? [],
      }
      const shares = sharesOfCommand(old.request, old.kit, vault, input)
      const secret = () => readPassphrase(old.request.passphraseFile, input)
      try {
        await takeOver({ vault, permit, shares, secret }, succession, tools)
      } finally {
        shares.close()
      }
    }
    const kit = await ceremony.found(passphrase, watch)
    const shares = await issueShares(ceremony, kit, folder, { printed, absent }, tools, watch)
    ceremony.witness('exception', {
      ...UNREAD_CARDS,
      'accepted by': gathering?.names.join(', ') ?? 'nobody is named: there were no people',
    })
    const proof = await ceremony.prove(passphrase, watch)
    continueUnlessCancelled(watch.signal)
    const { record, closing } = close(ceremony.conclude().record)
    const account = recordToBytes(record)
    const pages = printed === null ? [] : await publicPages(account, { kit, plan }, printed, papers)
    files = await folder.prepare([
      { name: 'record.json', content: account },
      ...pages,
      ...recoverPageOf(papers),
      { name: 'kit.json', content: kitToBytes(kit) },
    ])
    const { keptPassphrase } = ceremony
    const toClose = ceremony
    await orTakeBack(files.discard, async () => toClose.close(closing))
    result = { ...resultOf(kit, proof), keptPassphrase, shares, record: '', kit: '', printed: null }
  } catch (error) {
    throw leaving(error, await takeBack(ceremony, folder, error))
  }
  // In force from here on: whatever fails now, the shares stay, and the vault has the kit.
  const [record = '', ...rest] = await files.publish()
  const kit = rest.pop() ?? ''
  const [recordPage = '', register = '', recoverySheet = ''] = rest
  const pages = printed === null ? null : { record: recordPage, register, recoverySheet }
  return { ...result, record, kit, printed: pages }
}

/** Ends a ceremony that failed; a vault that cannot be written to any more finds it unfinished when it is opened. */
async function takeBack(ceremony: Ceremony | null, folder: NewFolder, why: unknown): Promise<Left> {
  try {
    ceremony?.abort(why)
  } catch {
    // Why the ceremony failed is what is told.
  }
  return folder.remove('shares')
}

/** What is printed of a closed ceremony and is no secret. */
async function publicPages(
  record: Buffer,
  { kit, plan }: { readonly kit: Kit; readonly plan: Plan },
  { paper }: CardPaper,
  papers: Papers,
): Promise<readonly { readonly name: string; readonly content: Buffer }[]> {
  const [account, pages] = await Promise.all([
    papers.record(record, paper),
    kitPages(kit, paper, papers, sealedNotes(plan), forFinders(plan)),
  ])
  return [
    { name: 'record.pdf', content: account },
    ...pages.map(({ name, content }) => ({ name: `${name}.pdf`, content })),
  ]
}

function resultOf(
  kit: Kit,
  proof: RecoveryProof,
): Omit<ClosedRun, 'shares' | 'kit' | 'record' | 'printed' | 'keptPassphrase'> {
  const { setId, threshold, identity, kdf } = kit.quorum
  return {
    ...{ setId, threshold, identity, kdf, proof },
    fingerprint: formatFingerprint(kitFingerprint(kit.quorum)),
    keys: kit.keys.map(key => ({
      ...{ id: key.id, version: key.version, label: key.label, description: describeKey(key) },
      fingerprint: keyFactsOf(key).fingerprint,
    })),
  }
}
