/** Making and checking backups. No share is needed: the kit's public recipients are enough. */
import * as z from 'zod'
import { LEAST_VOLUME } from '../backup-files.ts'
import { chosen } from '../chosen.ts'
import { ODD_KINDS } from '../codes/index.ts'
import { count, kitSource, nothing } from '../field.ts'
import { approved } from './people.ts'
import { paperSize, printedPage, printerName } from './printing.ts'
import { backupFacts } from './vault.ts'

const sources = z.array(chosen('source')).min(1).max(1000)
/** Kinds of what a backup cannot hold that people agreed to leave out. */
const leaveOut = z.array(z.enum(ODD_KINDS)).max(ODD_KINDS.length)
/** What is not in a backup, by agreement: a kind or a pattern of paths, and how many. */
export const leftOut = z.array(z.strictObject({ what: z.string(), count }))

/** Recovery slices for each hundred slices of a backup. */
const parity = z.int().min(1).max(100)
/** Bytes of each volume. */
const volumeSize = z.int().min(LEAST_VOLUME).max(Number.MAX_SAFE_INTEGER)

const created = z.strictObject({
  path: z.string(),
  /** The same, to be read back. */
  file: chosen('file'),
  files: count,
  /** Bytes of the files in it. */
  bytes: count,
  /** Bytes of the backup. */
  size: count,
  leftOut,
  sha256: z.string(),
  setId: z.string(),
  generation: z.int(),
  /** Of the kit that it was encrypted to, as it stands on the cards. */
  kitFingerprint: z.string(),
  /** In the open vault's catalogue; null when it is not there. */
  id: z.string().nullable(),
  /** The files that it is: its volumes in order, or itself. */
  volumes: z.array(z.string()),
  /** Root of its check file, as the label says it; null: none was made. */
  tree: z.string().nullable(),
  /** From which lost parts of it are made again; how many slices may be lost, of how many. Null: none were made. */
  parity: z.strictObject({ files: z.array(z.string()), recovery: count, slices: count }).nullable(),
})

const repaired = z.strictObject({
  path: z.string(),
  /** The same, to be read. */
  file: chosen('file'),
  size: count,
  sha256: z.string(),
  /** Slices that were made again from recovery files. */
  mended: count,
  /** Whether a check file said that every block is right. */
  proved: z.boolean(),
})

export const backupId = z
  .string()
  .regex(/^[0-9a-f]{16}$/)
  .meta({ examples: ['0011223344556677'] })

const checked = z.strictObject({
  size: count,
  sha256: z.string(),
  /** With what the digest was compared; `nothing` when neither a digest nor a catalogue knew it. */
  comparedWith: z.enum(['what was written', 'catalogue', 'nothing']),
  /** Who can open it, by the kind of their key: `mlkem768x25519`, `X25519`. */
  recipients: z.array(z.string()),
  /** Chunks of 64 KiB that its length makes. */
  chunks: count,
  /** What was checked and what was not, in sentences. */
  did: z.array(z.string()),
  didNot: z.array(z.string()),
  /**
   * The check file that lies beside it: every block is as it says. `proved`: the vault's log has its root; otherwise it is
   * to be compared with the label. Null: there is none.
   */
  blocks: z.strictObject({ blocks: count, root: z.string(), proved: z.boolean() }).nullable(),
  /**
   * The recovery files that lie beside it: how many lost slices of how many they stand in for, all slices being as they
   * say; `useless`: they say nothing of this backup. Null: there are none.
   */
  parity: z.strictObject({ recovery: count, slices: count, useless: z.boolean() }).nullable(),
})

/** Which volumes of a backup there are, and which are wanted. */
const volumesHere = z.strictObject({
  /** The backup, by one of its volumes. */
  file: chosen('file'),
  /** Where it lies, without the number of a volume. */
  path: z.string(),
  here: z.array(z.strictObject({ name: z.string(), size: count })),
  /** Names; the first is wanted next. */
  missing: z.array(z.string()),
  /** The volume that may follow, where nothing says how many there are. */
  mayFollow: z.string().nullable(),
  /** What the open vault's catalogue says of a backup of this name. */
  known: z.strictObject({ created: z.string(), setId: z.string(), size: count }).nullable(),
})

export const backupCalls = {
  /**
   * When sources and destination are chosen: how much it is, and whether it fits.
   *
   * @throws BACKUP_ODD, BACKUP_SOURCE_TWICE, BACKUP_SOURCE_NAMELESS, BACKUP_OUTPUT_INSIDE, FILE_*
   */
  'backup.survey': {
    input: z.strictObject({
      paths: sources,
      out: chosen('new'),
      leaveOut: leaveOut.exactOptional(),
    }),
    output: z.strictObject({
      ...{ files: count, bytes: count, leftOut, free: count.nullable() },
      /** Further names of files that have several, each stored as a file of its own. */
      repeated: z.strictObject({ files: count, bytes: count }),
    }),
  },
  /**
   * Writes a backup into the new file `out`. Reports `task.progress` for `backup`. Recorded in the open
   * vault, if there is one and it is not open for reading only.
   *
   * @throws as survey; BACKUP_FILE_CHANGED, KIT_*, KIT_OUTDATED, FILE_EXISTS, FILE_FULL, CANCELLED,
   *         TASK_RUNNING, CEREMONY_RUNNING
   */
  'backup.create': {
    input: z.strictObject({
      paths: sources,
      kit: kitSource,
      out: chosen('new'),
      leaveOut: leaveOut.exactOptional(),
      /** Whether its check file is made beside it. */
      check: z.boolean().exactOptional(),
      parity: parity.exactOptional(),
      volumeSize: volumeSize.exactOptional(),
      approval: approved,
    }),
    output: created,
  },
  /**
   * Reads a backup back from its drive: blocks, digest, header, length. Opening it takes the quorum, so this is
   * not a restore; the answer says exactly what was checked. Reports `task.progress` for
   * `backup-check`.
   *
   * @param sha256 what `backup.create` answered; null: the open vault's catalogue is asked
   * @throws BACKUP_BLOCKS where it is not as the check file beside it says, BACKUP_SLICES not as the recovery files do;
   *         BACKUP_CHECK_FILE where that is damaged itself; BACKUP_DIGEST {path}, AGE_HEADER,
   *         AGE_TRUNCATED, FILE_*, CANCELLED, TASK_RUNNING,
   *         CEREMONY_RUNNING
   */
  'backup.check': {
    input: z.strictObject({ file: chosen('file'), sha256: z.string().max(64).nullable() }),
    output: checked,
  },
  /** When a backup is found to be damaged: how many recovery files lie beside it. */
  'backup.recoveryFiles': {
    input: z.strictObject({ file: chosen('file') }),
    output: z.strictObject({ count }),
  },
  /**
   * Makes a whole backup, in the new file `out`, of a damaged one, or of one in volumes of which some are missing, by the
   * recovery files and the check file that lie beside it. No share is needed. Reports `task.progress` for `backup-check`.
   *
   * @throws BACKUP_PARITY, BACKUP_PARITY_SHORT, BACKUP_UNREPAIRED, BACKUP_CHECK_FILE, FILE_*, CANCELLED,
   *         TASK_RUNNING, CEREMONY_RUNNING
   */
  'backup.repair': {
    input: z.strictObject({ file: chosen('file'), out: chosen('new') }),
    output: repaired,
  },
  /**
   * When a volume of a backup was chosen: which others lie beside it, and which are missing. Null: it is no volume.
   *
   * @throws FILE_*, VAULT_*
   */
  'backup.volumes': {
    input: z.strictObject({ file: chosen('file') }),
    output: z.strictObject({ volumes: volumesHere.nullable() }),
  },
  /**
   * Copies volumes into a folder where all of a backup are brought together, one drive after the other, each compared
   * with the check file where there is one. Reports `task.progress` for `backup-check`.
   *
   * @param files one of each drive; those that lie beside it come along
   * @throws VOLUME_OTHER, VOLUME_DIFFERS, VOLUME_HERE, VOLUME_DAMAGED, BACKUP_SEVERAL, FILE_*, CANCELLED, TASK_RUNNING,
   *         CEREMONY_RUNNING
   */
  'backup.gather': {
    input: z.strictObject({
      files: z.array(chosen('file')).min(1).max(100),
      into: chosen('folder'),
      despiteDamage: z.boolean(),
    }),
    output: z.strictObject({
      volumes: volumesHere,
      /** Names of what was copied now: volumes, and what lay beside them. */
      taken: z.array(z.string()),
      beside: z.array(z.string()),
    }),
  },
  /** For the backups screen, newest first; at most 5,000. @throws VAULT_CLOSED, VAULT_* */
  'backup.catalogue': {
    input: nothing,
    output: z.strictObject({ backups: z.array(backupFacts), total: count }),
  },
  /**
   * When a backup's label is wanted as a file: which backup it is, how it is opened and checked, and
   * where the open vault's log stands now. Nothing on it is secret.
   *
   * @param out a PDF to make
   * @throws VAULT_UNKNOWN, VAULT_CLOSED, VAULT_*, FILE_*
   */
  'backup.saveLabel': {
    input: z.strictObject({ backup: backupId, out: chosen('new'), paper: paperSize }),
    output: z.strictObject({ path: z.string() }),
  },
  /** The same, on any printer. Can be cancelled as task `print`. @throws PRINTER_*, CANCELLED, TASK_RUNNING; as saveLabel */
  'backup.printLabel': {
    input: z.strictObject({ backup: backupId, printer: printerName, paper: paperSize }),
    output: printedPage,
  },
} as const
