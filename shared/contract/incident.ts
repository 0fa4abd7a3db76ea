/** Incidents in the window: what a compromise reaches, on the screen and as a sheet. */
import * as z from 'zod'
import { chosen } from '../chosen.ts'
import { compromiseReport } from '../compromise.ts'
import { count, nothing, setId, time } from '../field.ts'
import { KEY_STATES } from '../key-life.ts'
import { approved, personId } from './people.ts'
import { paperSize, printedPage, printerName } from './printing.ts'

const version = z.int().min(1).max(999_999_999)
const keyId = z
  .string()
  .regex(/^[0-9a-f]{16}$/)
  .meta({ examples: ['0011223344556677'] })

/** Whose compromise is asked about. */
export const suspect = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('key'), id: keyId, version }),
  z.strictObject({ kind: z.literal('backup-key'), setId, generation: version }),
  z.strictObject({ kind: z.literal('quorum'), setId }),
])
export type WindowSuspect = z.output<typeof suspect>

/** What a person chose: files, and folders with all that is in them. */
const places = z.array(chosen('source')).min(1).max(1000)

const found = z.strictObject({
  /** To be encrypted again, and its path for a person to read. */
  file: chosen('source'),
  path: z.string(),
  size: count,
  /** Whose identities open it: null is the quorum's own, a number that of a backup key. */
  opens: z.array(z.int().min(1).nullable()),
  /** Whether one of those is marked compromised. */
  compromised: z.boolean(),
  /** Whether it is for the current backup key and the quorum already. */
  current: z.boolean(),
  /** The backup of this size, or of this name and size, in the catalogue: its bytes were not compared. */
  catalogued: z.strictObject({ id: z.string(), fileName: z.string() }).nullable(),
})

/** At most so many are listed; the counts are of all. */
export const MOST_FOUND = 1000

const scanned = z.strictObject({
  setId,
  /** How many files were looked at, and how many of them are age files, of whomever. */
  files: count,
  backups: count,
  bytesRead: count,
  found: z.array(found),
  /** All that open, those that are for a compromised key, and those that the catalogue does not know. */
  foundCount: count,
  compromisedCount: count,
  unlistedCount: count,
  unread: z.array(z.strictObject({ path: z.string(), why: z.enum(['denied', 'damaged', 'link']) })),
  unreadCount: count,
})

const planned = z.strictObject({
  /** What `approval.ask` takes, and `incident.reencrypt`. */
  draft: personId,
  /** What the new ones are for. */
  setId,
  generation: z.int().min(1),
  /** Where the new ones go. */
  folder: z.string(),
  backups: z.array(z.strictObject({ path: z.string(), name: z.string(), size: count })),
  /** What a call that was killed has left in that folder: encrypted, and of no use. */
  leftovers: z.array(
    z.strictObject({ leftover: chosen('leftover'), path: z.string(), modified: time }),
  ),
})

const madeFacts = {
  path: z.string(),
  target: z.string(),
  files: count,
  size: count,
  sha256: z.string(),
  /** SHA-256 of the old file, which may be destroyed now. */
  replaces: z.string(),
}

/** What became of one backup. */
const outcome = z.discriminatedUnion('kind', [
  /** It is new, was read back and compared; or an earlier call made it, and it was compared now, or is recorded. */
  z.strictObject({ kind: z.literal(['made', 'compared', 'known']), ...madeFacts }),
  /** It is for the current backup key already: nothing is to be done. */
  z.strictObject({ kind: z.literal('current'), path: z.string() }),
  /** A new one was made before, and is not in this folder. */
  z.strictObject({
    kind: z.literal('elsewhere'),
    path: z.string(),
    fileName: z.string(),
    sha256: z.string(),
  }),
  /** It was not encrypted again, and is as it was. */
  z.strictObject({
    kind: z.literal('refused'),
    path: z.string(),
    /** As `toWireText` makes it. */
    error: z.string(),
  }),
])

export const incidentCalls = {
  /** What may be in other hands: everything that was ever sealed here. @throws VAULT_CLOSED, VAULT_* */
  'incident.suspects': {
    input: nothing,
    output: z.strictObject({
      suspects: z.array(
        z.strictObject({
          suspect,
          /** `video-root@2`, the number of a backup key, or the title of a quorum's ceremony. */
          name: z.string(),
          /** Of a quorum null. */
          state: z.enum(KEY_STATES).nullable(),
        }),
      ),
    }),
  },
  /** @throws KEY_UNKNOWN_HERE, BACKUP_KEY_UNKNOWN_HERE, KIT_UNKNOWN; VAULT_CLOSED, VAULT_* */
  'incident.report': {
    input: z.strictObject({ suspect }),
    output: z.strictObject({ report: compromiseReport }),
  },
  /** Writes the sheet into a new file. @throws as `incident.report`; FILE_* */
  'incident.saveSheet': {
    input: z.strictObject({ suspect, out: chosen('new'), paper: paperSize }),
    output: z.strictObject({ path: z.string() }),
  },
  /** @throws as `incident.report`; PRINT_* */
  'incident.printSheet': {
    input: z.strictObject({ suspect, printer: printerName, paper: paperSize }),
    output: printedPage,
  },
  /**
   * Looks for backups in what was chosen, with the quorum that a recovery has opened by a kit: of each file the header
   * is read. Reports `task.progress` for `backup-scan`. With people, they sign `backup.scan` for it.
   *
   * @throws RECOVERY_NONE, RECOVERY_ORDER; KIT_NEEDED; FILE_MISSING, FILE_DENIED; CANCELLED, TASK_RUNNING; APPROVAL_*
   */
  'incident.scan': {
    input: z.strictObject({ places, approval: approved }),
    output: scanned,
  },
  /**
   * When backups and the folder for the new ones are chosen: what would be done. Nothing is read but headers.
   *
   * @throws RECOVERY_NONE, RECOVERY_ORDER; KIT_NEEDED, QUORUM_REPLACED, KIT_OUTDATED, BACKUP_KEY_STATE;
   *         REENCRYPT_TARGET; FILE_*; AGE_HEADER
   */
  'incident.planReencryption': {
    input: z.strictObject({ files: places, out: chosen('folder') }),
    output: planned,
  },
  /**
   * Encrypts the backups of a plan again. Reports `task.progress` for `reencryption`, and `incident.backup` for each.
   * What was done stays done when it is cancelled: the same plan again goes on. With people, they sign
   * `backup.reencrypt` for it.
   *
   * @throws DRAFT_UNKNOWN; as `incident.planReencryption`; FILE_FULL; CANCELLED, TASK_RUNNING; APPROVAL_*
   */
  'incident.reencrypt': {
    input: z.strictObject({
      draft: personId,
      /** Make it anew where the catalogue knows a new one that is not in that folder. */
      again: z.boolean(),
      approval: approved,
    }),
    output: z.strictObject({ setId, generation: z.int().min(1), outcomes: z.array(outcome) }),
  },
} as const

export const incidentEvents = {
  /** A backup of the plan is at work, or is done: by its place in the plan, from 0. */
  'incident.backup': z.strictObject({
    position: count,
    state: z.enum(['at-work', 'made', 'compared', 'known', 'current', 'elsewhere', 'refused']),
  }),
} as const
