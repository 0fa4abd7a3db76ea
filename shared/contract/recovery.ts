/**
 * A recovery session: cards, passphrase and kit in any order, then what is to be opened; at the end memory
 * is cleared.
 *
 *   none → shares → open → ended
 *
 * It needs no vault, and no kit: without a kit, backups and the quorum identity can still be opened. Until a
 * kit or a backup has confirmed the passphrase (`proved`), cards, passphrase and kit can be changed at `open`
 * too, which leads back to `shares` with all of them. No time ends it.
 */
import * as z from 'zod'
import { chosen } from '../chosen.ts'
import { UNFIT_KINDS } from '../codes/index.ts'
import {
  codeText,
  count,
  keyFacts,
  kitFacts,
  kitSource,
  nothing,
  passphrase,
  time,
  typedWords,
} from '../field.ts'
import { KEY_EXCEPTIONS } from '../key-life.ts'
import { secret } from '../secret/field.ts'
import { leftOut } from './backup.ts'
import { suspect } from './incident.ts'
import { approved } from './people.ts'

export const acceptedShare = z.strictObject({
  index: z.int(),
  /** From the kit; null without one. */
  custodian: z.string().nullable(),
})

/** A word that the check words put right; the person compares it with the card. Secret as the share. */
export const correction = z.strictObject({ word: z.int(), to: secret('text', z.string()) })

/**
 * Until when those who signed need not sign again: after a refusal, a typing error say, their leave is kept
 * for a quarter of an hour from when it was asked for. Null: nobody has signed yet.
 */
export const leaveUntil = time.nullable()

/** One thing that was done with the opened quorum. */
const deed = z.strictObject({
  time,
  kind: z.enum([
    ...(['restored', 'key-exported', 'key-delivered', 'identity-exported'] as const),
    ...(['scanned', 'encrypted-again'] as const),
  ]),
  /** The backup's file name, the key's label with its version, "quorum" or "backup key 1", or of a search how many it found. */
  what: z.string(),
  /** Where it went, or where somebody looked. */
  path: z.string(),
})

const entered = {
  /** Whose incident it is opened for; absent: for none. */
  incident: suspect.exactOptional(),
  /** Null without a kit. */
  kit: kitFacts.nullable(),
  shares: z.array(acceptedShare),
}

const summary = z.strictObject({
  began: time,
  ended: time,
  /** Why it ended. */
  reason: z.enum(['asked', 'window-closed']),
  /** Whose incident it was opened for; absent: for none. */
  incident: suspect.exactOptional(),
  setId: z.string().nullable(),
  /** Whose shares opened it; empty when it was never opened. */
  by: z.array(acceptedShare),
  opened: z.array(deed),
})

const recoveryState = z.discriminatedUnion('step', [
  z.strictObject({ step: z.literal('none') }),
  z.strictObject({
    step: z.literal('shares'),
    ...entered,
    /** What will be opened, for those who sign for it; null without a kit until the first share. */
    setId: z.string().nullable(),
    /** How many shares it needs; null without a kit until the first share. */
    need: z.int().nullable(),
    /** Custodians who could still bring theirs; empty without a kit. */
    missing: z.array(z.strictObject({ index: z.int(), name: z.string() })),
    /** Enough shares are here: the passphrase is next. */
    complete: z.boolean(),
    /** Corrections wait for `share.confirm` or `share.reject`. */
    proposal: z.boolean(),
    leaveUntil,
    /** Whether it waits to be used; a wrong one is forgotten, and nothing else is. */
    passphrase: z.enum(['missing', 'entered']),
  }),
  z.strictObject({
    step: z.literal('open'),
    ...entered,
    setId: z.string(),
    /** Whether a kit or a backup has confirmed the passphrase; until then nothing has been opened. */
    proved: z.boolean(),
    /** What has been opened so far. */
    opened: z.array(deed),
  }),
  z.strictObject({ step: z.literal('ended'), summary }),
])

/** A card as it comes in. */
export const card = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('words'), words: typedWords }),
  z.strictObject({ kind: z.literal('qr'), text: codeText }),
  /** A file with the words or the QR text, a picture of the card, or the card's PDF. */
  z.strictObject({ kind: z.literal('file'), path: chosen('file') }),
])

/** How what was restored differs from what was backed up. */
const onDrive = {
  /** Files and folders that did not get all the permissions that they had. */
  tamed: count,
  /** Names that became others, because the drive could not hold them. */
  renamed: count,
  /** What was left out, because the drive could not hold it. */
  unfit: count,
  /** The file beside the folder that lists both; null: there are none. */
  list: z.string().nullable(),
  /** False: the drive keeps no permissions. */
  keepsModes: z.boolean(),
  /** Links that lead out of the folder, or may. At most 1,000. */
  outward: z.array(z.strictObject({ path: z.string(), target: z.string() })),
  /** All of them. */
  outwardCount: count,
  /** Whether they were made; otherwise they are only listed. */
  outwardMade: z.boolean(),
}

/** What people chose for what a drive cannot hold. */
const fit = z.strictObject({
  leaveOut: z.array(z.enum(UNFIT_KINDS)).max(UNFIT_KINDS.length),
  /** Give names another, and list them. */
  rename: z.boolean(),
  /** Try it though there seems to be too little space. */
  despiteSpace: z.boolean(),
})

const restored = z.strictObject({
  files: count,
  bytes: count,
  setId: z.string(),
  generation: z.int(),
  created: time,
  path: z.string(),
  /** Of the backup: what stands on its label. */
  sha256: z.string(),
  /** Who made it, as the log of the vault has it; null: anybody with the kit could have. */
  knownMaker: z.strictObject({ by: z.string(), time }).nullable(),
  /** From the manifest, every file checked against it. At most 1,000. */
  entries: z.array(
    z.strictObject({
      path: z.string(),
      kind: z.enum(['file', 'directory', 'symlink']),
      size: count.nullable(),
    }),
  ),
  /** Entries beyond the 1,000. */
  leftOut: count,
  /** What people agreed to leave out when it was made. */
  agreed: leftOut,
  ...onDrive,
})

const salvaged = z.strictObject({
  files: count,
  bytes: count,
  path: z.string(),
  /** Whether nothing is lost. */
  complete: z.boolean(),
  /** When the backup was made; null: the manifest is lost, and with it what it listed. */
  created: time.nullable(),
  /** What did not come back as it was. At most 1,000. */
  lost: z.array(
    z.strictObject({
      path: z.string(),
      reason: z.enum(['damaged', 'differs', 'unproved', 'not-allowed']),
      /** How many of its bytes are lost, and of how many; null: not known. */
      bytes: count,
      size: count.nullable(),
      /** The path under which what is left of it is kept; null: it is not. */
      kept: z.string().nullable(),
    }),
  ),
  /** All of them. */
  lostCount: count,
  ...onDrive,
})

const state = recoveryState

export const recoveryCalls = {
  /** Whenever the recovery screen is shown. Never throws. */
  'recovery.state': { input: nothing, output: state },
  /**
   * When a kit was chosen, or "I have no kit". → shares
   *
   * @throws KIT_FORMAT, KIT_VERSION, KIT_TAMPERED, FILE_*; VAULT_CLOSED, KIT_NONE; RECOVERY_RUNNING,
   *         CEREMONY_RUNNING
   */
  'recovery.begin': {
    input: z.strictObject({
      kit: kitSource.nullable(),
      /** Whose incident the quorum is opened for. */
      incident: suspect.exactOptional(),
    }),
    output: state,
  },
  /**
   * When the kit has come late, is another one, or is not to be used: the cards are checked beside it and
   * stay, whether or not it is refused. → shares; open stays open where the quorum is that kit's
   *
   * @throws KIT_*, FILE_*; KIT_OTHER_QUORUM {setId, expected}; SHARE_* of a card that the kit refuses;
   *         CORRECTIONS_PENDING; TASK_RUNNING; RECOVERY_ORDER …
   */
  'recovery.chooseKit': { input: z.strictObject({ kit: kitSource.nullable() }), output: state },
  /**
   * When the passphrase is entered before everything else is there: kept until it is confirmed or wrong.
   * Empty: forgotten. → shares
   *
   * @throws TASK_RUNNING; RECOVERY_ORDER …
   */
  'recovery.keepPassphrase': { input: z.strictObject({ passphrase }), output: state },
  /**
   * When cards and passphrase are there; takes seconds (Argon2id). After a refusal the cards are still
   * there; a passphrase that the kit refuses is forgotten. Without a kit, the header of `backup` tells whether
   * it is right. In a vault with people, `approval.ask` for `quorum.open` with the set id of
   * the state first, unless the state has a `leaveUntil`; without leave the passphrase is not looked at.
   * → open
   *
   * @param passphrase absent: the one that was kept
   * @throws QUORUM_SHORT {have, need}, PASSPHRASE_WRONG, PASSPHRASE_ENCODING, SHARES_INCONSISTENT,
   *         KIT_TAMPERED, KDF_MEMORY, TASK_RUNNING; AGE_*, FILE_* of the backup; APPROVAL_*; RECOVERY_ORDER …
   */
  'recovery.open': {
    input: z.strictObject({
      passphrase: passphrase.exactOptional(),
      backup: chosen('file').nullable().exactOptional(),
      approval: approved,
    }),
    output: state,
  },
  /**
   * Restores a backup into a new folder `out`, which must not exist. Reports `task.progress` for
   * `restore`. With people, they sign `backup.restore` for it.
   *
   * @throws RESTORE_UNFIT, FILE_EXISTS, FILE_FULL …, AGE_*, BACKUP_*, PASSPHRASE_WRONG {against: 'file'} (without a
   *         kit), CANCELLED, TASK_RUNNING; RECOVERY_ORDER …
   */
  'recovery.restore': {
    input: z.strictObject({
      file: chosen('file'),
      out: chosen('new'),
      /** Restore setuid, setgid and leave for everybody to write as well. */
      allModes: z.boolean().optional(),
      fit: fit.optional(),
      /** Make links that lead out of the folder. */
      outwardLinks: z.boolean().optional(),
      approval: approved,
    }),
    output: restored,
  },
  /**
   * Restores what is whole in a damaged backup into the new folder `out`, and names what is not. With people, they
   * sign `backup.restore` for it.
   *
   * @throws BACKUP_LOST when nothing is whole; as `recovery.restore`
   */
  'recovery.salvage': {
    input: z.strictObject({
      file: chosen('file'),
      out: chosen('new'),
      /** Keep what is left of damaged files, marked. */
      partial: z.boolean(),
      /** Restore setuid, setgid and leave for everybody to write as well. */
      allModes: z.boolean().optional(),
      fit: fit.optional(),
      /** Make links that lead out of the folder. */
      outwardLinks: z.boolean().optional(),
      approval: approved,
    }),
    output: salvaged,
  },
  /** What speaks against reading with a key. @throws KEY_NOT_READABLE, KEY_UNKNOWN, KIT_NEEDED; RECOVERY_ORDER … */
  'recovery.checkKey': {
    input: z.strictObject({ key: z.string().min(1).max(64) }),
    output: z.strictObject({ suspect: z.enum(KEY_EXCEPTIONS).nullable() }),
  },
  /**
   * Writes a key into the new file `out`, readable by the owner alone. Once in a session. A screen names it by
   * id and version, `9f86d081884c7d65@2`, so that what was written is what was shown. With people, they sign
   * `key.open` for it.
   *
   * @throws KEY_SUSPECT, KEY_NOT_READABLE; KEY_EXPORTED {label, version}, KEY_UNKNOWN, ITEM_UNPROVED, KIT_NEEDED, ITEM_DAMAGED, KIT_TAMPERED, FILE_*;
   *         RECOVERY_ORDER …
   */
  'recovery.exportKey': {
    input: z.strictObject({
      key: z.string().min(1).max(64),
      out: chosen('new'),
      /** What speaks against it, and the people know. */
      although: z.enum(KEY_EXCEPTIONS).exactOptional(),
      approval: approved,
    }),
    output: z.strictObject({ key: keyFacts, path: z.string() }),
  },
  /** What speaks against taking out an identity. @throws BACKUP_KEY_UNKNOWN, KIT_NEEDED; RECOVERY_ORDER … */
  'recovery.checkIdentity': {
    input: z.strictObject({ backupKey: z.int().min(1).nullable() }),
    output: z.strictObject({ suspect: z.enum(KEY_EXCEPTIONS).nullable() }),
  },
  /**
   * Writes an age identity into the new file `out`, for stock age: of a backup key, or the quorum's own
   * (null). With people, they sign `backup-key.open` or `identity.open` for it.
   *
   * @throws BACKUP_KEY_SUSPECT; KIT_NEEDED, BACKUP_KEY_UNKNOWN, ITEM_DAMAGED, FILE_*; RECOVERY_ORDER …
   */
  'recovery.exportIdentity': {
    input: z.strictObject({
      backupKey: z.int().min(1).nullable(),
      out: chosen('new'),
      /** Of a backup key: what speaks against it, as they say that they know. */
      although: z.enum(KEY_EXCEPTIONS).exactOptional(),
      approval: approved,
    }),
    output: z.strictObject({ path: z.string() }),
  },
  /** When it is over: a task under way is cancelled, memory is wiped. → ended. @throws RECOVERY_NONE */
  'recovery.end': { input: nothing, output: state },
  /** When the summary has been read: ended → none. @throws RECOVERY_ORDER */
  'recovery.leave': { input: nothing, output: state },
} as const
