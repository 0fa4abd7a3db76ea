/** The open vault: what it holds, and what needs attention. */
import * as z from 'zod'
import { chosen } from '../chosen.ts'
import {
  count,
  done,
  inspectedKit,
  keyFacts,
  kitOnDrive,
  kitSource,
  nothing,
  setId,
  time,
} from '../field.ts'
import { KEY_STATES } from '../key-life.ts'
import { PROFILES } from '../roles.ts'
import { approved } from './people.ts'

/** A card of a void ceremony that may be on paper: whoever holds it destroys it. */
export const voidCard = z.strictObject({ setId: z.string(), index: z.int(), custodian: z.string() })

const opened = z.strictObject({
  path: z.string(),
  readOnly: z.boolean(),
  /** A ceremony that a crash had left open: it is void now, and its share cards are worthless. */
  interrupted: z
    .strictObject({ title: z.string(), opened: time, destroy: z.array(voidCard) })
    .nullable(),
})

/** A quorum by what is public about it. */
export const quorumFacts = z.strictObject({
  setId: z.string(),
  title: z.string(),
  /** Replaced: a later quorum took its place; its cards still open what was sealed until then. */
  state: z.enum(['pending', 'in-force', 'void', 'replaced']),
  threshold: z.int(),
  count: z.int(),
  identity: z.enum(['hybrid', 'classic']),
  kdf: z.int(),
  /** 8 groups of 4 hex digits. */
  fingerprint: z.string(),
  custodians: z.array(
    z.strictObject({
      index: z.int(),
      name: z.string(),
      state: z.enum(['issued', 'read-back', 'in-force', 'void', 'replaced']),
    }),
  ),
  /** Revision of the newest kit, from 1; null before the ceremony has closed. */
  kitRevision: z.int().nullable(),
  /** Generation of the current backup key; null before the ceremony has closed. */
  backupKey: z.int().nullable(),
})

export const vaultKey = keyFacts.extend({
  setId: z.string(),
  /** Today: a day that has come or passed counts. */
  state: z.enum(KEY_STATES),
  created: time,
})

export const ceremonyFacts = z.strictObject({
  id: z.string(),
  title: z.string(),
  state: z.enum(['open', 'closed', 'void']),
  opened: time,
  ended: time.nullable(),
  /** Why it is void: `cancelled`, `failed`, `interrupted`. */
  reason: z.string().nullable(),
  /** Of a void one: the cards that it had issued, to be destroyed. */
  destroy: z.array(voidCard),
})

/** Another backup of the same files: by its digest, and by its backup key where the catalogue knows it. */
const otherBackup = z.strictObject({ sha256: z.string(), generation: z.int().nullable() })

export const backupFacts = z.strictObject({
  id: z.string(),
  created: time,
  fileName: z.string(),
  /** Of the encrypted file, 64 hex digits. */
  sha256: z.string(),
  /** Bytes of the encrypted file. */
  size: count,
  files: count,
  /** Bytes of the files in it. */
  bytes: count,
  setId: z.string(),
  /** The backup key that it is encrypted to, besides the quorum itself. */
  generation: z.int(),
  /** The one that it was encrypted again from; absent: it was made of files. */
  replaces: otherBackup.exactOptional(),
  /** The newest that was encrypted again from it, and that takes its place; absent: none. */
  replacedBy: otherBackup.exactOptional(),
})

/** Something a person should see to; the screen has a sentence and a way on for each kind. */
export const attention = z.discriminatedUnion('kind', [
  /** Opened to look at alone: a table is not what the log says. `entry`: of the log; null: there is none. */
  z.strictObject({
    kind: z.literal('tables-changed'),
    table: z.string(),
    row: z.string(),
    column: z.string().nullable(),
    entry: z.int().nullable(),
  }),
  /** Opened to look at alone: its log is not whole from this entry on. */
  z.strictObject({ kind: z.literal('log-broken'), entry: z.int() }),
  z.strictObject({ kind: z.literal('no-quorum') }),
  z.strictObject({ kind: z.literal('no-backup'), setId: z.string() }),
  z.strictObject({
    kind: z.literal('ceremony-interrupted'),
    ceremony: z.string(),
    title: z.string(),
    opened: time,
    destroy: z.array(voidCard),
  }),
  z.strictObject({
    kind: z.enum(['key-expires', 'key-expired']),
    id: z.string(),
    label: z.string(),
    version: z.int(),
    /** A day, `2028-11-21`. */
    expires: z.string(),
    days: z.int(),
  }),
  /** By what was agreed on for the purpose of the key, or by its own last day for reading. */
  z.strictObject({
    kind: z.enum(['key-rotate', 'key-reading-ends']),
    id: z.string(),
    label: z.string(),
    version: z.int(),
    /** `2028-11-21`. */
    day: z.string(),
    days: z.int(),
  }),
  /** The day by which those outside were told to expect the next status list is near, or over. */
  z.strictObject({
    kind: z.literal('status-list-due'),
    /** Of the list that is out. */
    number: z.int(),
    /** `2028-11-21`. */
    day: z.string(),
    days: z.int(),
  }),
  /** Keys have changed their state since the list that is out. */
  z.strictObject({
    kind: z.literal('status-list-behind'),
    /** Of the list that is out. */
    number: z.int(),
    /** How many deeds it does not know. */
    deeds: count,
    /** The newest of them. */
    last: time,
    /** Whether a key is not to be used any more that the list calls good. */
    urgent: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('clock-set-back'),
    /** Entries of the audit log dated before the entry they follow; the newest ten. */
    entries: z.array(z.int()),
  }),
  z.strictObject({ kind: z.literal('clock-behind'), last: time }),
  /** Within the last 30 days, three times or more; the log has each. */
  z.strictObject({
    kind: z.literal('attempts'),
    /** Wrong PINs, wrong passphrases, foreign or forged shares, things done without enough signatures. */
    what: z.enum(['pin', 'passphrase', 'share', 'action']),
    count,
    last: time,
  }),
  /** In the strict profile, a key that a PIN opens: it was made before, or in a small team. */
  z.strictObject({ kind: z.literal('person-pin'), person: z.string(), name: z.string() }),
  /** People sign by an earlier policy than this version has. */
  z.strictObject({ kind: z.literal('policy-old'), number: z.int(), profile: z.enum(PROFILES) }),
  /** Those who may change the kit of a quorum are not those who may sign today. */
  z.strictObject({
    kind: z.literal('kit-people-old'),
    setId: z.string(),
    /** Names: may change the kit, and may sign no more. */
    gone: z.array(z.string()).readonly(),
    /** Names: may sign, and not for the kit. */
    missing: z.array(z.string()).readonly(),
  }),
  /** Ten wrong PINs: they need a new key, or a quorum unlocks it. */
  z.strictObject({ kind: z.literal('person-locked'), person: z.string(), name: z.string() }),
  /** The holder of a share of a quorum in force is retired: the quorum is to be replaced. */
  z.strictObject({
    kind: z.literal('custodian-gone'),
    setId: z.string(),
    index: z.int(),
    name: z.string(),
  }),
  /** Sealed to absent custodians of a quorum in force, who have not said yet that they have opened them. */
  z.strictObject({
    kind: z.literal('shares-unacknowledged'),
    setId: z.string(),
    shares: z.array(voidCard),
    /** When the first of them was sealed. */
    since: time,
    /** How many others there are: on cards, or acknowledged. */
    left: z.int(),
    threshold: z.int(),
  }),
  /** A verification of the log failed then; `problem` is the code, such as AUDIT_BROKEN. */
  z.strictObject({ kind: z.literal('log-damaged'), problem: z.string(), time }),
  /** No drill has proved this quorum for longer than the interval; `due` is a time that has passed. */
  z.strictObject({ kind: z.literal('drill-overdue'), setId: z.string(), due: time }),
  /** Cards that nobody has looked at for longer than the interval. */
  z.strictObject({
    kind: z.literal('checks-overdue'),
    setId: z.string(),
    shares: z.array(z.int()),
  }),
  /** Cards of a replaced quorum that nobody has seen destroyed yet. */
  z.strictObject({
    kind: z.literal('cards-to-destroy'),
    setId: z.string(),
    shares: z.array(voidCard),
  }),
  /** Cards of a quorum in force of which nobody has noted where they are. */
  z.strictObject({
    kind: z.literal('places-unknown'),
    setId: z.string(),
    shares: z.array(voidCard),
  }),
])

const overview = z.strictObject({
  path: z.string(),
  readOnly: z.boolean(),
  attention: z.array(attention),
  quorums: z.array(quorumFacts),
  keys: z.array(vaultKey),
  /** The newest twenty; `backup.catalogue` has them all. */
  backups: z.array(backupFacts),
  backupCount: count,
  ceremonies: z.array(ceremonyFacts),
  log: z.strictObject({ size: count, hash: z.string() }),
})

const recentVaults = z.strictObject({
  /** Whether this machine remembers any: one that was started for a ceremony does not. */
  remembers: z.boolean(),
  /** The last one first; at most eight. */
  vaults: z.array(
    z.strictObject({
      path: z.string(),
      /** The same, to be opened or forgotten. */
      file: chosen('file'),
      opened: time,
      /** Whether a file is there now. */ isThere: z.boolean(),
    }),
  ),
})

export const vaultCalls = {
  /** At the front door: which vaults were opened last on this machine. */
  'vault.recent': { input: nothing, output: recentVaults },
  /** When one is to be forgotten, or all (null). The vault itself stays. @throws FILE_* */
  'vault.forgetRecent': {
    input: z.strictObject({ file: chosen('file').nullable() }),
    output: recentVaults,
  },
  /**
   * At the front door, when a vault's file was chosen. Reading only (an auditor, a write-protected
   * drive) changes nothing in the file, and opens one to look at that is not what its log says. Another
   * vault that is open is closed first.
   *
   * @throws VAULT_MISSING, VAULT_DENIED, VAULT_BUSY, VAULT_FOREIGN, VAULT_NEWER, VAULT_OLDER,
   *         VAULT_DAMAGED, VAULT_IO, VAULT_NAME; VAULT_TABLES, AUDIT_BROKEN; FILE_NOT_ABSOLUTE; CEREMONY_RUNNING,
   *         RECOVERY_RUNNING, DRILL_RUNNING; TASK_RUNNING (a backup is recorded in the one that is open)
   */
  'vault.open': {
    input: z.strictObject({ path: chosen('file'), readOnly: z.boolean() }),
    output: opened,
  },
  /** At the front door, for a new vault. @throws FILE_EXISTS, VAULT_*; CEREMONY_RUNNING … as vault.open */
  'vault.create': { input: z.strictObject({ path: chosen('new') }), output: opened },
  /** When a person closes the vault. Nothing happens without one. @throws CEREMONY_RUNNING … as vault.open */
  'vault.close': { input: nothing, output: done },
  /** For the overview, ceremonies and keys screens, each time one is shown. @throws VAULT_CLOSED, VAULT_* */
  'vault.overview': { input: nothing, output: overview },
  /**
   * When somebody wants the newest kit of a quorum as a file.
   *
   * @throws VAULT_CLOSED, KIT_NONE, FILE_EXISTS, FILE_DENIED, FILE_FULL, FILE_MISSING
   */
  'vault.exportKit': {
    input: z.strictObject({ setId, out: chosen('new') }),
    output: z.strictObject({ path: z.string(), digest: z.string() }),
  },
  /**
   * When a kit's file and the fingerprint on a card were given, before anybody signs for its import: changes
   * nothing.
   *
   * @returns what `approval.ask` takes for `kit.take-in`
   * @throws KIT_*, KIT_KNOWN, FILE_*; QUORUM_REPLACED, CEREMONY_OPEN; VAULT_CLOSED, VAULT_READ_ONLY
   */
  'kit.checkImport': {
    input: z.strictObject({ kit: kitOnDrive }),
    output: z.strictObject({ setId: z.string(), fingerprint: z.string(), kit: z.string() }),
  },
  /**
   * When a quorum that was founded elsewhere, or without a vault, is to be in this one, as if it had been
   * founded here. In a vault with people, `approval.ask` for `kit.take-in` first.
   *
   * @throws as kit.checkImport; APPROVAL_*, CEREMONY_RUNNING
   */
  'kit.import': {
    input: z.strictObject({ kit: kitOnDrive, approval: approved }),
    output: z.strictObject({ setId: z.string(), title: z.string() }),
  },
  /** When a kit was chosen, before a recovery or a backup. @throws KIT_*, FILE_*, VAULT_CLOSED, KIT_NONE */
  'kit.inspect': { input: z.strictObject({ kit: kitSource }), output: inspectedKit },
} as const
