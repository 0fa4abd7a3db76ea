import type { Buffer } from 'node:buffer'
import type { Action } from '../../../shared/deeds.ts'
import type { KeyException } from '../../../shared/key-life.ts'
import {
  type BackupManifest,
  type LeftOut,
  leftOutOf,
  type ManifestEntries,
} from '../../core/backup/index.ts'
import { formatFingerprint, kitFingerprint, type TrustedKit } from '../../core/kit/index.ts'
import type { Vault } from '../../vault/index.ts'
import {
  clearLeftovers,
  type FitChoice,
  oneBackup,
  placesOf,
  refuseExisting,
} from '../files/index.ts'
import { describeKey, keyFactsOf, readKit, trustKit } from '../kits/index.ts'
import { type CommandTools, type OpeningCommand, withPorts } from '../opening/index.ts'
import { type Permit, requireVaultToSign, SignersOfTwo } from '../people/index.ts'
import { type ClockTools, clockOfCommand } from '../room/index.ts'
import { continueUnlessCancelled, type Watch } from '../tasks/index.ts'
import {
  type OpenVault,
  openReference,
  reportInterrupted,
  requireVaultFile,
} from '../vaults/index.ts'
import type { KnownMaker } from './backup-origin.ts'
import { countVersions } from './kit-items.ts'
import { type OpenedQuorum, openForRecovery, requireKit } from './opened-quorum.ts'
import type { OnDrive } from './restore-into.ts'
import type { SalvagedFiles } from './salvage-backup.ts'
import { keyToTake, restoreFrom, salvageFrom, takeIdentity, takeKey } from './take-out.ts'

/** A recovery on the command line. */
export interface RecoveryRequest extends OpeningCommand {
  /** Record it in this vault, what is refused too. */
  readonly vault?: string
}

export interface BackupRequest extends RecoveryRequest {
  /** The backup; of one in volumes those that lie in several folders, or any. */
  readonly files: readonly string[]
  /** The folder to make; null: everything is read and checked, and nothing is written. */
  readonly out: string | null
  /** Files and folders of the backup; absent: all. */
  readonly only?: readonly string[]
  /** Restore setuid, setgid and leave for everybody to write as well. */
  readonly allModes?: boolean
  /** What is chosen for what the drive cannot hold. */
  readonly fit?: FitChoice
  /** Make links that lead out of the folder. */
  readonly outwardLinks?: boolean
  /** Remove what killed restores left beside `out`; otherwise it is only named. */
  readonly removeLeftovers?: boolean
}

export interface SalvageRequest extends BackupRequest {
  /** Copies of one backup, whole or in volumes. */
  readonly files: readonly string[]
  /** Whether files of which some is lost are kept, marked. */
  readonly partial: boolean
  /** Whether it may be restored although some is lost. */
  readonly incomplete: boolean
}

export interface KeyRequest extends RecoveryRequest {
  readonly kit: string
  /** Id or label, with "@2" for one version of several. */
  readonly key: string
  /** What speaks against it, and whoever asks knows. */
  readonly although?: KeyException
  /** The day that somebody named because the clock is right all the same. */
  readonly confirmClock?: string
  /** The file to make. */
  readonly out: string
}

export interface IdentityRequest extends RecoveryRequest {
  /** The number of a backup key; without it, the quorum's own identity. */
  readonly backupKey?: string
  /** What speaks against that backup key, and is known. */
  readonly although?: KeyException
}

export interface RestoredBackup extends OnDrive {
  readonly files: number
  readonly bytes: number
  readonly setId: string
  readonly generation: number
  readonly created: string
  /** What it holds, in its order. */
  readonly entries: ManifestEntries
  /** What people agreed to leave out when it was made: a kind or a pattern, and how many. */
  readonly leftOut: readonly LeftOut[]
  /** Of the backup: what stands on its label. */
  readonly sha256: string
  /** Who made it, as the vault's log has it; null: anybody with the kit could have. */
  readonly knownMaker: KnownMaker | null
  /** What killed restores left beside the folder, and whether it was removed. */
  readonly leftovers: readonly { readonly path: string; readonly removed: boolean }[]
}

export type SalvagedBackup = Omit<SalvagedFiles, 'manifest'> & {
  /** What the manifest says; null: it is lost. */
  readonly manifest:
    | (Omit<BackupManifest, 'entries' | 'keyclave'> & { readonly entries: number })
    | null
  readonly leftovers: RestoredBackup['leftovers']
}

export interface RecoveredKey {
  readonly id: string
  readonly label: string
  readonly version: number
  /** How many versions of this key the kit lists. */
  readonly versions: number
  readonly description: string
  /** Null of an imported secret. */
  readonly fingerprint: string | null
  /** Of the kit that it comes from. */
  readonly kitFingerprint: string
  readonly out: string
}

/** Opening things again, with a quorum of shares and the passphrase. */
export interface Recovery {
  /** How many copies of a backup files are: the volumes of one are one. */
  readonly copiesIn: (files: readonly string[]) => Promise<number>
  /** Restores a backup into a new folder. @throws BACKUP_SEVERAL */
  readonly backup: (request: BackupRequest, watch: Watch) => Promise<RestoredBackup>
  /** Restores what is whole in a damaged backup, or in several copies of one. */
  readonly salvage: (request: SalvageRequest, watch: Watch) => Promise<SalvagedBackup>
  /** Writes one master key, one imported secret, or the private half of one pair, into a new file. */
  readonly key: (request: KeyRequest, watch: Watch) => Promise<RecoveredKey>
  /** Hands an age identity, as ASCII, to `use` and wipes it afterwards. */
  readonly identity: (
    request: IdentityRequest,
    watch: Watch,
    use: (identity: Buffer) => void | Promise<void>,
  ) => Promise<void>
}

export interface RecoveryTools extends CommandTools, ClockTools {
  readonly openVault: OpenVault
  /** How many threads may work at once. */
  readonly threads: number
}

/** The command line's desk for recoveries: a quorum is opened, one thing is taken out, it is closed. */
export function createRecovery(tools: RecoveryTools): Recovery {
  const { threads } = tools
  return {
    copiesIn: async files => (await placesOf(files)).length,

    backup: async (request, watch) => {
      const { files: named, out, only, fit, outwardLinks } = request
      const file = await oneBackup(named)
      const leftovers = await makeRoom(request) // before a long wait for Argon2id
      return await withQuorum(request, 'backup.restore', tools, watch, async (opened, permit) => {
        const modes = request.allModes === true ? 'as-they-were' : 'without-dangerous'
        const order = { file, out, only, modes, fit, outwardLinks, threads } as const
        const restored = await restoreFrom(opened, order, permit, watch)
        const { files, bytes, manifest, sha256, knownMaker } = restored
        const { tamed, differences, list, keepsModes, outward, outwardMade } = restored
        const { setId, generation, created, entries } = manifest
        const leftOut = leftOutOf(manifest)
        const known = {
          leftOut,
          entries,
          files,
          bytes,
          setId,
          generation,
          created,
          sha256,
          knownMaker,
        }
        const onDrive = { tamed, differences, list, keepsModes, outward, outwardMade }
        return { ...known, ...onDrive, leftovers }
      })
    },

    salvage: async (request, watch) => {
      const { out, only, partial, incomplete, fit, outwardLinks } = request
      const files = await placesOf(request.files)
      const leftovers = await makeRoom(request)
      return await withQuorum(request, 'backup.restore', tools, watch, async (opened, permit) => {
        const modes = request.allModes === true ? 'as-they-were' : 'without-dangerous'
        const order = { files, out, only, modes, fit, outwardLinks, partial, incomplete } as const
        const { manifest, ...saved } = await salvageFrom(opened, order, permit, watch)
        return { ...saved, manifest: manifest && summaryOf(manifest), leftovers }
      })
    },

    key: async (request, watch) => {
      const { out } = request
      await refuseExisting(out)
      return await withQuorum(request, 'key.open', tools, watch, async (opened, permit) => {
        const key = await keyToTake(opened, request.key, tools.now())
        const { although = null } = request
        const clock = clockOfCommand(request.confirmClock ?? '', tools)
        await takeKey(opened, key, { out, although, now: tools.now, clock }, permit)
        const { id, label, version } = key
        const fingerprint = keyFactsOf(key).fingerprint
        const { kit } = opened
        return {
          ...{ id, label, version, versions: kit === null ? 1 : countVersions(kit, id) },
          ...{ description: describeKey(key), fingerprint, out },
          kitFingerprint: kit === null ? '' : formatFingerprint(kitFingerprint(kit.quorum)),
        }
      })
    },

    identity: async (request, watch, use) => {
      const { backupKey = null } = request
      if (backupKey !== null)
        requireKit(request.kit, { what: 'backup-key', generation: String(backupKey) })
      const action = backupKey === null ? 'identity.open' : 'backup-key.open'
      await withQuorum(request, action, tools, watch, (opened, permit) =>
        takeIdentity(
          opened,
          backupKey,
          { destination: STANDARD_OUTPUT, although: request.although ?? null, permit },
          use,
        ),
      )
    },
  }
}

/** Before the folder is made. @throws FILE_EXISTS, FILE_DENIED … */
async function makeRoom({
  out,
  removeLeftovers,
}: Pick<BackupRequest, 'out' | 'removeLeftovers'>): Promise<RestoredBackup['leftovers']> {
  if (out === null) return []
  await refuseExisting(out)
  return await clearLeftovers(out, removeLeftovers === true)
}

const summaryOf = ({ created, setId, generation, bytes, entries }: BackupManifest) => ({
  ...{ created, setId, generation, bytes, entries: entries.length },
})

/** Where the command line hands out an identity, as people sign for it. */
const STANDARD_OUTPUT = 'standard output'

/** What a command is about, before its quorum is opened. */
export interface BeforeOpening {
  readonly kit: TrustedKit | null
  readonly vault: Vault | null
}

/**
 * Opens the quorum for one thing that is taken out of it: those who are named sign for both deeds, and who
 * is missing for either is said before the passphrase is asked for.
 *
 * @throws SIGN_VAULT, VAULT_*, KIT_*; as `openForRecovery`
 */
export const withQuorum = <Result>(
  request: RecoveryRequest,
  action: Action,
  tools: RecoveryTools,
  watch: Watch,
  use: (opened: OpenedQuorum, permit: Permit) => Promise<Result>,
): Promise<Result> => withCheckedQuorum(request, action, tools, watch, { check: () => {}, use })

/**
 * The same, for what has to be checked before anybody signs or enters anything.
 *
 * @throws what `check` throws; as `withQuorum`
 */
export async function withCheckedQuorum<Checked, Result>(
  request: RecoveryRequest,
  action: Action,
  tools: RecoveryTools,
  watch: Watch,
  {
    check,
    use,
  }: {
    readonly check: (before: BeforeOpening) => Checked | Promise<Checked>
    readonly use: (opened: OpenedQuorum, permit: Permit, checked: Checked) => Promise<Result>
  },
): Promise<Result> {
  requireVaultToSign(request)
  // A slip of the pen must not make a vault in which nobody is asked.
  if (request.vault !== undefined) requireVaultFile(request.vault)
  const read = request.kit === undefined ? null : await readKit(request.kit, tools.input)
  const vault = request.vault === undefined ? null : await tools.openVault(request.vault, 'write')
  try {
    reportInterrupted(vault, watch)
    const expected = { given: request.fingerprint ?? null, ask: tools.input.askShown }
    const kit = read && (await trustKit(read, vault && openReference(vault), expected))
    const checked = await check({ kit, vault })
    const requireStill = (): void => continueUnlessCancelled(watch.signal)
    const signers = new SignersOfTwo(request.sign ?? [], action, tools)
    const { permit } = signers
    return await withPorts(request, kit, vault, tools, async given => {
      try {
        const ports = { ...given, permit }
        const witnesses = { kit, backup: null }
        const opened = await openForRecovery(ports, witnesses, tools.random, requireStill)
        try {
          return await use(opened, permit, checked)
        } finally {
          opened.close()
        }
      } finally {
        signers.close()
      }
    })
  } finally {
    vault?.close()
  }
}
