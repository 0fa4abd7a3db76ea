import { KeyclaveError } from '../../../shared/errors.ts'
import { readAgeFile } from '../../core/age/index.ts'
import type { Kit } from '../../core/kit/index.ts'
import { type DrillProof, type OpenQuorum, proveDrill } from '../../core/quorum/index.ts'
import { type Drill, requireInterval, type Vault } from '../../vault/index.ts'
import { aboutInput, openSource } from '../files/index.ts'
import { readKit, requireHeld, requireInForce } from '../kits/index.ts'
import {
  type Authorization,
  drillDeed,
  leaveFromFiles,
  NO_LEAVE_NEEDED,
  requireVaultToSign,
  type SignerFile,
  scheduleDeed,
} from '../people/index.ts'
import {
  notingAttempts,
  type OpeningRequest,
  type OpeningTools,
  openFromFiles,
} from '../quorum/index.ts'
import type { Watch } from '../tasks/index.ts'
import { type OpenVault, reportInterrupted, requireVaultFile } from '../vaults/index.ts'
import { nextDrill } from './due.ts'

export interface DrillRequest extends OpeningRequest {
  readonly kit: string
  /** A backup whose header is to be looked at, too. */
  readonly backup?: string
  /** Record the drill in this vault. */
  readonly vault?: string
  /** Who signs, in a vault with people. */
  readonly sign?: readonly SignerFile[]
}

export interface DrillReport {
  readonly setId: string
  readonly title: string
  readonly shares: Drill['shares']
  readonly items: number
  /** Whether a backup was looked at, too. */
  readonly backup: boolean
  readonly held: string
  /** When the next is due, a day; null when no vault recorded this one. */
  readonly next: string | null
}

export interface DrillTools extends OpeningTools {
  readonly openVault: OpenVault
  readonly now: () => Date
}

export interface Drills {
  /** Rehearses a recovery, opens nothing, and records it. */
  readonly hold: (request: DrillRequest, watch: Watch) => Promise<DrillReport>
  /** Chooses how often drills are due. */
  readonly setInterval: (
    vault: string,
    months: number,
    sign: readonly SignerFile[],
  ) => Promise<{ readonly months: number }>
}

/** The actor's name in a vault without people. */
export const OFFICER = 'recovery officer'

export function createDrills(tools: DrillTools): Drills {
  const { openVault, input, now, random } = tools
  return {
    hold: async (request, watch) => {
      requireVaultToSign(request)
      const kit = await readKit(request.kit, input)
      if (request.vault !== undefined) requireVaultFile(request.vault)
      const vault = request.vault === undefined ? null : await openVault(request.vault, 'write')
      let leave: Authorization = NO_LEAVE_NEEDED
      try {
        reportInterrupted(vault, watch)
        if (vault !== null) {
          requireHeld(vault, kit)
          requireInForce(vault, kit)
          const means = { input, now, random, unsigned: OFFICER }
          leave = await leaveFromFiles(
            vault,
            drillDeed(kit.quorum.setId),
            request.sign ?? [],
            means,
          )
        }
        const { quorum, shares } = await notingAttempts(vault, kit, () =>
          openFromFiles(request, kit, tools),
        )
        try {
          const part = { kit, shares: shares.map(named), backup: request.backup ?? null }
          const proof = await rehearse(quorum, part, watch, drill => {
            vault?.drills.record(leave.actor, drill)
          })
          return reportOf(kit, proof, part.shares, now(), vault)
        } finally {
          quorum.close()
        }
      } finally {
        leave.close()
        vault?.close()
      }
    },

    setInterval: async (file, months, sign) => {
      requireInterval(months)
      const vault = await openVault(file, 'write')
      let leave: Authorization = NO_LEAVE_NEEDED
      try {
        const means = { input, now, random, unsigned: OFFICER }
        leave = await leaveFromFiles(vault, scheduleDeed(months), sign, means)
        vault.drills.setInterval(leave.actor, months)
        return { months: vault.drills.interval() }
      } finally {
        leave.close()
        vault.close()
      }
    },
  }
}

/** What is rehearsed, with whom. */
export interface Rehearsal {
  readonly kit: Kit
  readonly shares: Drill['shares']
  /** A backup's file; null: none. */
  readonly backup: string | null
}

/**
 * Proves what an opened quorum would open, and records the outcome, whichever it is.
 *
 * @param record a drill that was given up is not recorded
 * @throws as `proveDrill`, and what reading the backup throws
 */
export async function rehearse(
  quorum: OpenQuorum,
  { kit, shares, backup }: Rehearsal,
  { signal, onEvent }: Watch,
  record: (drill: Omit<Drill, 'number' | 'held'>) => void | Promise<void>,
): Promise<DrillProof> {
  const { setId } = kit.quorum
  const facts = { setId, shares, backup: backup === null ? null : fileName(backup) }
  try {
    const header = backup === null ? null : await headerOf(backup)
    const onProgress = (done: number, total: number): void =>
      onEvent({ kind: 'progress', task: 'rehearsing', done, total, unit: 'items' })
    const proof = await proveDrill(quorum, kit, header, { signal, onProgress })
    await record({ ...facts, items: proof.items, problem: null })
    return proof
  } catch (error) {
    if (error instanceof KeyclaveError && FINDINGS.test(error.code)) {
      await record({ ...facts, items: 0, problem: error.code })
      throw backup !== null && /^AGE_|^DRILL_BACKUP/.test(error.code)
        ? aboutInput(backup, error)
        : error
    }
    throw error
  }
}

/** Refusals that are what the drill found, and not that it could not be held. */
const FINDINGS = /^(DRILL_|AGE_)/

async function headerOf(file: string): Promise<Uint8Array> {
  const source = await openSource(file)
  try {
    return (await readAgeFile(source)).header
  } finally {
    await source.close()
  }
}

const fileName = (file: string): string => file.split(/[/\\]/).at(-1) || file

export const named = ({
  index,
  custodian,
}: {
  readonly index: number
  readonly custodian: string | null
}): Drill['shares'][number] => ({ index, custodian: custodian ?? '?' })

function reportOf(
  { quorum: { setId, title } }: Kit,
  { items, backup }: DrillProof,
  shares: Drill['shares'],
  now: Date,
  vault: Vault | null,
): DrillReport {
  const next = vault && nextDrill(vault, setId).slice(0, 10)
  return { ...{ setId, title, shares, items, backup, next }, held: now.toISOString() }
}
