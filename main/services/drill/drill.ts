import { deedOf } from '../../../shared/deeds.ts'
import { KeyclaveError } from '../../../shared/errors.ts'
import type { RandomSource } from '../../core/bytes/index.ts'
import type { Kit, TrustedKit } from '../../core/kit/index.ts'
import {
  type DrillProof,
  type EnteredShare,
  type OpenQuorum,
  proveDrill,
} from '../../core/quorum/index.ts'
import type { Drill, NewDrill } from '../../vault/index.ts'
import { aboutInput } from '../files/index.ts'
import { readKit, requireHeld, requireInForce, trustKit } from '../kits/index.ts'
import {
  backupHeader,
  type CommandTools,
  type OpeningCommand,
  type OpeningPorts,
  openWithLeave,
  withPorts,
} from '../opening/index.ts'
import {
  makeChange,
  permitFromFiles,
  requireVaultToSign,
  type SignerFile,
} from '../people/index.ts'
import type { Watch } from '../tasks/index.ts'
import {
  type OpenVault,
  openReference,
  reportInterrupted,
  requireVaultFile,
  type VaultReference,
  vaultAt,
} from '../vaults/index.ts'
import { nextDrill } from './due.ts'
import { intervalChange } from './interval.ts'

export interface DrillRequest extends OpeningCommand {
  readonly kit: string
  /** A backup whose header is to be looked at, too. */
  readonly backup?: string
  /** Record the drill in this vault. */
  readonly vault?: string
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

export interface DrillTools extends CommandTools {
  readonly openVault: OpenVault
}

export interface Drills {
  /** Rehearses a recovery, takes nothing out, and records it. */
  readonly hold: (request: DrillRequest, watch: Watch) => Promise<DrillReport>
  /** Chooses how often drills are due. */
  readonly setInterval: (
    vault: string,
    months: number,
    sign: readonly SignerFile[],
    watch: Watch,
  ) => Promise<{ readonly months: number }>
}

/** The actor's name in a vault without people. */
const OFFICER = 'recovery officer'

/** The command line's desk for drills. */
export function createDrills(tools: DrillTools): Drills {
  const { openVault, input, now, random } = tools
  return {
    hold: async (request, watch) => {
      requireVaultToSign(request)
      const read = await readKit(request.kit, input)
      if (request.vault !== undefined) requireVaultFile(request.vault)
      const vault = request.vault === undefined ? null : await openVault(request.vault, 'write')
      try {
        reportInterrupted(vault, watch)
        const reference = vault && openReference(vault)
        await reference?.use('read', opened => requireHeld(opened, read))
        const expected = { given: request.fingerprint ?? null, ask: input.askShown }
        const kit = await trustKit(read, reference, expected)
        kit.requireWhole()
        const rehearsal = { kit, backup: request.backup ?? null }
        const { proof, shares, next } = await withPorts(request, kit, vault, tools, ports =>
          holdDrill(ports, rehearsal, watch, random),
        )
        const { setId, title } = kit.quorum
        const { items, backup } = proof
        return {
          ...{ setId, title, shares, items, backup },
          ...{ held: now().toISOString(), next: next === null ? null : next.slice(0, 10) },
        }
      } finally {
        vault?.close()
      }
    },

    setInterval: (file, months, sign, watch) => {
      const ports = {
        vault: vaultAt(file, openVault, watch),
        permit: permitFromFiles(sign, tools),
      }
      return makeChange(ports, intervalChange(months), vault => ({
        months: vault.drills.interval(),
      }))
    },
  }
}

/** What is rehearsed. */
export interface Rehearsal {
  readonly kit: TrustedKit
  /** A backup's file; null: none. */
  readonly backup: string | null
  /** Told once the outcome is recorded: what people agreed to has been done. */
  readonly onRecorded?: () => void
}

/** A drill that proved what it should. */
export interface HeldDrill {
  readonly proof: DrillProof
  readonly entered: readonly EnteredShare[]
  /** As the register has them. */
  readonly shares: Drill['shares']
  /** Whether a vault has recorded it. */
  readonly recorded: boolean
  /** When the next is due, RFC 3339; null when no vault recorded this one. */
  readonly next: string | null
}

/** Whether a drill with this kit says anything of the vault's quorum. @throws QUORUM_UNKNOWN, QUORUM_REPLACED, KIT_OUTDATED */
export async function requireRehearsable(vault: VaultReference | null, kit: Kit): Promise<void> {
  await vault?.use('read', opened => {
    requireHeld(opened, kit)
    requireInForce(opened, kit)
  })
}

/**
 * Holds a drill, at either desk: opens the quorum, proves what it would open without opening that, and
 * records the outcome, whichever it is. A drill that was given up is not recorded.
 *
 * @throws as `requireRehearsable`, `openWithLeave` and `proveDrill`; what reading the backup throws
 */
export async function holdDrill(
  ports: OpeningPorts,
  rehearsal: Rehearsal,
  watch: Watch,
  random: RandomSource,
): Promise<HeldDrill> {
  const { kit, backup, onRecorded } = rehearsal
  const vault = ports.vault?.readOnly === false ? ports.vault : null
  await requireRehearsable(ports.vault, kit.kit)
  const order = { kit, deed: (setId: string) => deedOf('drill.run', { setId }), unsigned: OFFICER }
  const { quorum, leave, entered } = await openWithLeave(ports, order, random)
  const { setId } = kit.quorum
  const shares = entered.map(named)
  const record = async (drill: Pick<NewDrill, 'items' | 'problem'>): Promise<void> => {
    const facts = { setId, shares, backup: backup === null ? null : fileName(backup) }
    await vault?.use('write', ({ drills }) => {
      drills.record(leave.actor, { ...facts, ...drill })
      onRecorded?.()
    })
  }
  try {
    const proof = await rehearse(quorum, rehearsal, watch, record)
    const next = await vault?.use('read', opened => nextDrill(opened, setId))
    return { proof, entered, shares, recorded: vault !== null, next: next ?? null }
  } finally {
    quorum.close()
    leave.close()
  }
}

/** Proves what an opened quorum would open, and records what came of it. */
async function rehearse(
  quorum: OpenQuorum,
  { kit, backup }: Rehearsal,
  { signal, onEvent }: Watch,
  record: (drill: Pick<NewDrill, 'items' | 'problem'>) => Promise<void>,
): Promise<DrillProof> {
  try {
    const header = backup === null ? null : await backupHeader(backup)
    const onProgress = (done: number, total: number): void =>
      onEvent({ kind: 'progress', task: 'rehearsing', done, total, unit: 'items' })
    const proof = await proveDrill(quorum, kit, header, { signal, onProgress })
    await record({ items: proof.items, problem: null })
    return proof
  } catch (error) {
    if (!isFinding(error)) throw error
    await record({ items: 0, problem: error.code })
    throw backup !== null && /^AGE_|^DRILL_BACKUP/.test(error.code)
      ? aboutInput(backup, error)
      : error
  }
}

/** Whether a refusal is what the drill found, which was recorded, and not that it could not be held. */
const isFinding = (error: unknown): error is KeyclaveError =>
  error instanceof KeyclaveError && /^(DRILL_|AGE_)/.test(error.code)

const fileName = (file: string): string => file.split(/[/\\]/).at(-1) || file

const named = ({ index, custodian }: EnteredShare): Drill['shares'][number] => ({
  ...{ index, custodian: custodian ?? '?' },
})
