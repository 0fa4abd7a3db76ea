/**
 * Every refusal of Keyclave: a stable code, the sentence a person reads, data that says where, and the
 * exit code of the command line (DESIGN: Errors).
 *
 * A sentence says what is wrong, where, and what to do now. Data holds positions, counts, names and
 * paths; never a secret and never what a person typed.
 */

import { ACTION_TITLES, type Action } from './roles.ts'

/** Exit codes of the command line, by the kind of refusal. */
export const EXIT_CODES = {
  done: 0,
  usage: 1,
  invalid: 2,
  quorum: 3,
  passphrase: 4,
  damaged: 5,
  io: 6,
} as const

type ExitKind = keyof typeof EXIT_CODES

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type ErrorData = { readonly [key: string]: Json }

interface Rule<D extends ErrorData> {
  readonly exit: ExitKind
  readonly sentence: (data: D) => string
}

const rule = <D extends ErrorData>(exit: ExitKind, sentence: (data: D) => string): Rule<D> => ({
  exit,
  sentence,
})

const list = (numbers: readonly number[]): string => numbers.join(', ')
const listOf = (words: readonly string[]): string => new Intl.ListFormat('en-GB').format(words)

/** What was to be done, and who has not signed. */
type Approval = {
  readonly action: Action
  /** Another action that the same command does after it. */
  readonly also?: Action
  readonly missing: readonly string[]
}

/** `"Run a ceremony" and "Replace a quorum by a new one"` */
const titlesOf = ({ action, also }: Approval): string =>
  listOf((also ? [action, also] : [action]).map(one => `"${ACTION_TITLES[one]}"`))

type PersonState = 'active' | 'suspended' | 'retired'

/** What somebody in this state cannot do, or cannot be done with them, and what to do instead. */
const WHAT_A_STATE_MEANS: { readonly [state in PersonState]: string } = {
  active: 'Only who is suspended can be reinstated: look in the list of people for whom you mean.',
  suspended:
    'They sign nothing, and are not suspended twice. Have an administrator and a witness reinstate them first, or name somebody else.',
  retired:
    'That is for good: they sign nothing, and nothing about them changes any more. Name somebody else; who comes back is added anew, under another name.',
}

/** Where CUPS keeps its data is the administrator's to say; this is the usual place. */
const keptSentence = ({ kept }: { readonly kept: boolean }): string =>
  kept
    ? ' The print system still keeps the page: as its administrator, delete it from its spool folder (/var/spool/cups).'
    : ''

export const RULES = {
  // Command line
  USAGE: rule<{ problem: string; command?: string }>(
    'usage',
    d =>
      `${d.problem} Run ${d.command === undefined ? 'the command with --help' : `"${d.command} --help"`}.`,
  ),
  CANCELLED: rule<Record<string, never>>(
    'io',
    () => 'Cancelled. Nothing was kept: what had been written so far was removed.',
  ),

  // One share
  SHARE_LENGTH: rule<{ have: number; need: number }>(
    'invalid',
    d => `A share has ${d.need} bytes, this has ${d.have}. Read the whole card again.`,
  ),
  SHARE_WORD_COUNT: rule<{ have: number; need: number }>(
    'invalid',
    d =>
      `A share has ${d.need} words, here are ${d.have}. Enter all ${d.need}, in order, with "?" for a word that cannot be read.`,
  ),
  SHARE_WORD_UNKNOWN: rule<{ word: number }>(
    'invalid',
    d =>
      `Word ${d.word} is not in the word list. Look at word ${d.word} on the card again, or enter "?" for it if it cannot be read.`,
  ),
  SHARE_WORDS_WRONG: rule<{ words: readonly number[] }>(
    'invalid',
    d =>
      `The words do not fit together. Look again at ${d.words.length === 1 ? 'word' : 'words'} ${list(d.words)} on the card.`,
  ),
  SHARE_DAMAGED: rule<Record<string, never>>(
    'damaged',
    () =>
      'Too many words are wrong or missing to say which. Read the whole card again, row by row; a different card of another custodian may be needed.',
  ),
  SHARE_QR_FORMAT: rule<{ problem: string }>(
    'invalid',
    d => `This is not the QR code of a share: ${d.problem}. Scan the code on a share card.`,
  ),
  SHARE_QR_CHECKSUM: rule<Record<string, never>>(
    'damaged',
    () => 'The QR text of the share is damaged. Scan the card again, or enter its words.',
  ),
  SHARE_VERSION: rule<{ have: number; known: number }>(
    'invalid',
    d =>
      `This share has format version ${d.have}; this Keyclave knows version ${d.known}. Use the Keyclave version named on the card.`,
  ),
  SHARE_HEADER: rule<{ field: string; have: number; expected: string }>(
    'invalid',
    d =>
      `The share's ${d.field} must be ${d.expected}, it is ${d.have}. It is not a valid share: read the card again.`,
  ),

  SHARE_CORRECTABLE: rule<{ words: readonly number[] }>(
    'invalid',
    d =>
      `${d.words.length === 1 ? 'Word' : 'Words'} ${list(d.words)} cannot be right. Look again at the card, and correct what was entered. If the card itself is damaged there, agree with --accept-corrections to what its check words say.`,
  ),
  SHARE_EXPECTED: rule<{ index: number; expected: number }>(
    'invalid',
    d => `This is share ${d.index}; share ${d.expected} is to be read back now. Take its card.`,
  ),
  CARD_ENCODING: rule<Record<string, never>>(
    'invalid',
    () =>
      'This is not UTF-8 text, so it is not a share. Save the words or the QR text as plain text in UTF-8.',
  ),

  // Scanned codes, pictures and PDFs of cards
  CODE_NOT_SHARE: rule<{ what: string }>(
    'invalid',
    d => `This is not a share card: the code is ${d.what}. Scan the code on a share card.`,
  ),
  CODE_DAMAGED: rule<Record<string, never>>(
    'damaged',
    () =>
      'There is a QR code, but too much of it is damaged or hidden. Hold it flatter and in more light, or enter the 40 words.',
  ),
  PICTURE_FORMAT: rule<{ problem: string }>(
    'invalid',
    d =>
      `This picture cannot be read: it ${d.problem}. Save it again as an ordinary PNG or JPEG, or enter the 40 words.`,
  ),
  PICTURE_TOO_LARGE: rule<{ pixels: number; limit: number }>(
    'invalid',
    d =>
      `This picture has ${d.pixels} pixels; at most ${d.limit} are read. Make it smaller, or cut out the QR code.`,
  ),
  PICTURE_NO_CODE: rule<Record<string, never>>(
    'invalid',
    () =>
      'No QR code was found in this picture. Take it again, sharper and nearer, or enter the 40 words.',
  ),
  PICTURE_SEVERAL: rule<{ count: number }>(
    'invalid',
    d =>
      `This picture shows ${d.count} different shares, and one is taken at a time. Take a picture of one card alone.`,
  ),
  PDF_FORMAT: rule<{ problem: string }>(
    'invalid',
    d =>
      `This PDF cannot be read: it ${d.problem}. Use the card's own PDF, a picture of the card, or its 40 words.`,
  ),
  PDF_NO_SHARE: rule<{ pages: number }>(
    'invalid',
    d =>
      `No share was found on the ${d.pages === 1 ? 'page' : `first ${d.pages} pages`} of this PDF. Use the PDF of one share card, or enter the 40 words.`,
  ),
  PDF_SEVERAL: rule<{ pages: readonly number[] }>(
    'invalid',
    d =>
      `This PDF holds several shares (pages ${list(d.pages)}), and one is taken at a time. Use the PDF of one card alone.`,
  ),
  SCAN_TIME: rule<{ seconds: number }>(
    'invalid',
    d =>
      `Looking for a share in this file took more than ${d.seconds} seconds and was given up. Use a smaller picture of one card, or enter its 40 words.`,
  ),
  PICTURE_FORBIDDEN: rule<Record<string, never>>(
    'invalid',
    () =>
      'The plan of this ceremony does not allow a picture or a PDF for reading a card back. Hold the card in front of the camera, or type its 40 words.',
  ),
  CAMERA_NONE: rule<Record<string, never>>(
    'io',
    () => 'No camera was found. Connect one and try again, or type the 40 words.',
  ),
  CAMERA_DENIED: rule<Record<string, never>>(
    'io',
    () =>
      'The system does not let Keyclave use the camera. Allow it in the system’s settings and try again, or type the 40 words.',
  ),
  CAMERA_BUSY: rule<Record<string, never>>(
    'io',
    () =>
      'The camera gives no picture. Close what else uses it, or choose another camera; or type the 40 words.',
  ),

  // Splitting and combining
  QUORUM_THRESHOLD_ONE: rule<Record<string, never>>(
    'invalid',
    () =>
      'A threshold of 1 makes every share the whole secret: one custodian, or one finder, would hold it alone. Choose a threshold of at least 2.',
  ),
  QUORUM_POLICY: rule<{ threshold: number; count: number }>(
    'invalid',
    d =>
      `A quorum of ${d.threshold} of ${d.count} is not possible: the threshold is at least 2, at most the number of custodians, and there are at most 255 custodians. Change the policy in the plan.`,
  ),
  QUORUM_SHORT: rule<{ have: number; need: number }>(
    'quorum',
    d =>
      `This quorum needs ${d.need} shares, here ${d.have === 1 ? 'is' : 'are'} ${d.have}. Bring in ${d.need - d.have} more of the same quorum.`,
  ),
  QUORUM_EXCESS: rule<{ have: number; need: number }>(
    'invalid',
    d =>
      `This quorum is combined from exactly ${d.need} shares, here are ${d.have}. Leave out ${d.have - d.need}.`,
  ),
  SHARE_FOREIGN: rule<{ set: string; expected: string }>(
    'invalid',
    d =>
      `This share belongs to the quorum with set id ${d.set}, not to ${d.expected}. Put it aside and enter a share whose card shows set id ${d.expected}.`,
  ),
  SHARE_MISMATCH: rule<{ index: number; field: string }>(
    'invalid',
    d =>
      `Share ${d.index} bears the right set id, but its ${d.field} differs from that of the other shares. It is damaged or forged: put it aside and enter another custodian's share.`,
  ),
  SHARE_DUPLICATE: rule<{ index: number }>(
    'invalid',
    d => `Share ${d.index} is already here. Enter the share of another custodian.`,
  ),
  SHARES_INCONSISTENT: rule<Record<string, never>>(
    'damaged',
    () =>
      'The shares do not fit together: at least one of them is damaged or forged, and without the kit it cannot be said which. Enter the kit, or try another custodian in place of each one in turn.',
  ),
  SHAMIR_CHECK_FAILED: rule<{ operation: 'split' | 'combine' }>(
    'damaged',
    d =>
      `The two implementations of secret sharing disagree on this ${d.operation}. Nothing was issued or opened. Do not use this machine or this installation for keys: check both, then start over.`,
  ),

  // Passphrase, keys, kit, quorum, plan
  PASSPHRASE_ENCODING: rule<{ problem: string }>(
    'invalid',
    d => `The passphrase ${d.problem}. Enter it as one line of ordinary text.`,
  ),
  PASSPHRASE_SHORT: rule<{ have: number; need: number }>(
    'invalid',
    d =>
      `The passphrase has ${d.have} characters and needs at least ${d.need}. Choose a longer one, or let Keyclave generate one.`,
  ),
  PASSPHRASE_LONG: rule<{ have: number; limit: number }>(
    'invalid',
    d =>
      `The passphrase has ${d.have} bytes; the stock argon2 command, which opens it without Keyclave, takes ${d.limit}. Choose a shorter one.`,
  ),
  PASSPHRASE_WEAK: rule<{ score: number; need: number; why: string }>(
    'invalid',
    d =>
      `The passphrase is too easy to guess (score ${d.score}, needed ${d.need}). ${d.why} Choose another one, or let Keyclave generate one.`,
  ),
  PASSPHRASE_UNPRINTABLE: rule<{ character: number }>(
    'invalid',
    d =>
      `Character ${d.character} of the passphrase cannot be printed so that everybody reads the same: the printed page has no letter for it. Write the passphrase onto a card by hand, or choose one in letters that can be printed.`,
  ),
  PASSPHRASE_WRONG: rule<{ against: 'kit' | 'file' }>('passphrase', d =>
    d.against === 'kit'
      ? 'The shares are right, but the passphrase does not open this quorum. Check capitals, spaces and the keyboard layout, and that the fingerprint of the kit is the one on the cards; then enter the passphrase again.'
      : 'The shares are right, but what they and this passphrase give does not open this file. Check the passphrase (capitals, spaces, keyboard layout), and that the file belongs to this quorum; with the kit, Keyclave can tell the two apart.',
  ),
  KDF_MEMORY: rule<{ mebibytes: number }>(
    'io',
    d =>
      `The passphrase needs ${d.mebibytes} MiB of free memory to be checked. Close other programs or use a machine with more memory.`,
  ),
  KEY_IMPORT_SIZE: rule<{ have: number; limit: number }>(
    'invalid',
    d =>
      `A secret to import has 1 to ${d.limit} bytes, this has ${d.have}. Larger data belongs in a backup.`,
  ),
  KEY_EXISTS: rule<{ label: string }>(
    'invalid',
    d =>
      `The kit already holds a key with the label "${d.label}". Choose another label, or make the next version of that key.`,
  ),
  ITEM_DAMAGED: rule<{ item: string }>(
    'damaged',
    d =>
      `The sealed ${d.item} is damaged and cannot be opened. Use another copy of the recovery kit.`,
  ),
  KIT_FORMAT: rule<{ where: string; problem: string }>(
    'invalid',
    d =>
      `This is not a valid recovery kit: ${d.where} ${d.problem}. Use an unaltered copy of the kit's file.`,
  ),
  KIT_VERSION: rule<{ have: string; known: string }>(
    'invalid',
    d =>
      `This recovery kit has format "${d.have}"; this Keyclave knows "${d.known}". Use a newer Keyclave.`,
  ),
  KIT_TAMPERED: rule<{ where: string }>(
    'damaged',
    d =>
      `The recovery kit has been altered or damaged: ${d.where} does not match the rest. Use another copy, and compare its fingerprint with the one on the cards.`,
  ),
  SHARE_UNKNOWN_INDEX: rule<{ index: number; count: number }>(
    'invalid',
    d =>
      `The kit lists ${d.count} custodians, there is no share ${d.index}. Check that the card and the kit are of the same ceremony.`,
  ),
  SHARE_FORGED: rule<{ index: number; custodian: string }>(
    'damaged',
    d =>
      `Share ${d.index} (${d.custodian}) is not the share that was issued: it is damaged or forged. Read the card again; if it stays so, put it aside, report it, and enter another custodian's share.`,
  ),
  SHARES_UNREAD: rule<{ shares: readonly number[] }>(
    'quorum',
    d =>
      `Not every printed share has been read back: ${list(d.shares)} ${d.shares.length === 1 ? 'is' : 'are'} missing. Read each card before the ceremony closes.`,
  ),
  RECOVERY_UNPROVED: rule<{ shares: readonly number[] }>(
    'damaged',
    d =>
      `Recovery from shares ${list(d.shares)} does not give what was sealed. The ceremony must not close: its shares are void, start it over.`,
  ),
  PLAN_FORMAT: rule<{ where: string; problem: string }>(
    'invalid',
    d => `The ceremony plan cannot be used: ${d.where} ${d.problem}. Correct the plan file.`,
  ),

  // Ceremony
  CEREMONY_ORDER: rule<{ phase: string; need: string }>(
    'invalid',
    d =>
      `This step belongs to a ceremony that is ${d.need}; this one is ${d.phase}. Follow the steps in their order.`,
  ),

  // Re-issue, drill, custody over time
  REISSUE_UNPROVED: rule<{ item: string }>(
    'damaged',
    d =>
      `What was sealed again as ${d.item} is not what the old quorum had sealed. The ceremony must not close: its shares are void, and the old quorum stays in force. Do not use this machine for keys; start over on another.`,
  ),
  REISSUE_PLAN: rule<{ problem: string }>(
    'invalid',
    d =>
      `The plan does not fit the re-issue: ${d.problem}. Name the set id of the old quorum as "replaces" in the plan, and run it with ceremony reissue and that quorum's kit.`,
  ),
  QUORUM_REPLACED: rule<{ setId: string; by: string }>(
    'invalid',
    d =>
      `Quorum ${d.setId} was replaced by quorum ${d.by}. Use the kit and the shares of ${d.by}; those of ${d.setId} are for what was sealed before.`,
  ),
  DRILL_UNPROVED: rule<{ items: readonly string[] }>(
    'damaged',
    d =>
      `The shares and the passphrase are right, but the quorum would not open ${d.items.join(', ')}: damaged or foreign in this kit. Try another copy of the kit at once, and make a re-issue from one that is whole.`,
  ),
  DRILL_BACKUP: rule<Record<string, never>>(
    'invalid',
    () =>
      'This backup is not encrypted to this quorum itself, so a drill cannot check it without opening anything. Choose a backup that was made under this quorum, or restore this one into a folder.',
  ),
  DRILL_NONE: rule<Record<string, never>>(
    'invalid',
    () => 'No drill has begun. Begin one with the kit of the quorum.',
  ),
  DRILL_ORDER: rule<{ step: string; need: string }>(
    'invalid',
    d => `This belongs to a drill at the step ${d.need}; it is at ${d.step}. Follow the steps.`,
  ),
  DRILL_RUNNING: rule<Record<string, never>>(
    'invalid',
    () => 'A drill is under way. Finish it first.',
  ),
  DRILL_INTERVAL: rule<{ least: number; most: number }>(
    'invalid',
    d => `Drills are held every ${d.least} to ${d.most} months. Choose a number between them.`,
  ),
  CUSTODY_NOTE: rule<{ field: string; problem: string }>(
    'invalid',
    d => `The ${d.field} ${d.problem}. Enter where the share is kept in a few plain words.`,
  ),

  // Recovery
  KEY_UNKNOWN: rule<{ key: string }>(
    'invalid',
    d => `The kit holds no key with the id or label "${d.key}". Look with kit inspect.`,
  ),
  BACKUP_KEY_UNKNOWN: rule<{ generation: string; count: number }>(
    'invalid',
    d =>
      `The kit holds ${d.count === 1 ? 'one backup key, 1' : `the backup keys 1 to ${d.count}`}; there is no backup key ${d.generation}.`,
  ),
  KIT_NEEDED: rule<{ what: string }>(
    'usage',
    d => `${d.what} is sealed in the recovery kit. Name the kit with --kit.`,
  ),
  KIT_OUTDATED: rule<{ setId: string }>(
    'invalid',
    d =>
      `The vault has a newer kit of set ${d.setId} than this one. Use the newest: keyclave kit export writes it.`,
  ),
  KIT_NONE: rule<{ vault: string }>(
    'invalid',
    d => `The vault ${d.vault} holds no kit: no ceremony has been closed in it.`,
  ),
  KIT_AMBIGUOUS: rule<{ sets: readonly string[] }>(
    'usage',
    d => `The vault holds kits of several quorums (${d.sets.join(', ')}). Name one with --set.`,
  ),

  FOLDER_NOT_EMPTY: rule<{ path: string }>(
    'io',
    d => `The folder ${d.path} is not empty. Name a folder that does not exist, or an empty one.`,
  ),

  // Demonstration
  DEMO_DIFFERS: rule<{ path: string }>(
    'damaged',
    d => `The restored ${d.path} is not its original. Do not rely on this installation.`,
  ),

  // The vault file
  VAULT_MISSING: rule<{ path: string }>(
    'io',
    d => `${d.path} does not exist. Check the path of the vault.`,
  ),
  VAULT_DENIED: rule<{ path: string }>(
    'io',
    d =>
      `The vault ${d.path} may not be opened like this. Check the permissions of the file and of its folder; to read a vault from a write-protected place after a crash, copy its whole folder first.`,
  ),
  VAULT_FULL: rule<{ path: string }>(
    'io',
    d =>
      `There is no space left to write the vault ${d.path}. Nothing of this step was recorded: make space and repeat it.`,
  ),
  VAULT_IO: rule<{ path: string; code: string }>(
    'io',
    d =>
      `Reading or writing the vault ${d.path} failed (${d.code}). Nothing of this step was recorded: check the disk and repeat it.`,
  ),
  VAULT_NAME: rule<{ path: string }>(
    'usage',
    d => `The name of the vault ${d.path} ends with a space. Choose another name.`,
  ),
  VAULT_BUSY: rule<{ path: string }>(
    'io',
    d =>
      `The vault ${d.path} is open elsewhere. One program at a time may write to it: close the other one and try again.`,
  ),
  VAULT_READ_ONLY: rule<{ path: string }>(
    'io',
    d => `The vault ${d.path} was opened for reading. Open it for writing to record something.`,
  ),
  VAULT_FOREIGN: rule<{ path: string; problem: string }>(
    'invalid',
    d => `${d.path} is not a Keyclave vault: ${d.problem}. It was left as it is.`,
  ),
  VAULT_NEWER: rule<{ path: string; have: number; known: number }>(
    'invalid',
    d =>
      `The vault ${d.path} has format ${d.have}; this Keyclave knows up to ${d.known}. It was left as it is: use a newer Keyclave.`,
  ),
  VAULT_OLDER: rule<{ path: string; have: number; known: number }>(
    'invalid',
    d =>
      `The vault ${d.path} has format ${d.have}; this Keyclave reads ${d.known}. Open it once for writing: it is brought up to date, and a copy of it as it is now is kept beside it.`,
  ),
  VAULT_DAMAGED: rule<{ path: string; problem: string }>(
    'damaged',
    d =>
      `The vault ${d.path} is damaged: ${d.problem}. It was left as it is: keep it, and go on with a copy made earlier. A recovery needs only the kit, shares and passphrase.`,
  ),
  VAULT_RULE: rule<{ rule: string }>(
    'invalid',
    d => `The vault refuses this record: ${d.rule}. Nothing of this step was recorded.`,
  ),
  VAULT_UNKNOWN: rule<{ what: string; id: string }>(
    'invalid',
    d => `The vault knows no ${d.what} ${d.id}. Check the id, and that this is the right vault.`,
  ),
  QUORUM_UNKNOWN: rule<{ setId: string }>(
    'invalid',
    d =>
      `This vault does not hold quorum ${d.setId}, so it records nothing about it. Nothing was done. Name the vault in which the quorum was founded, or a kit and cards of a quorum that this vault holds.`,
  ),
  CEREMONY_OPEN: rule<{ ceremony: string }>(
    'invalid',
    d => `Ceremony ${d.ceremony} is still open. Close it or declare it void before another begins.`,
  ),
  CEREMONY_ENDED: rule<{ ceremony: string; state: string }>(
    'invalid',
    d =>
      `Ceremony ${d.ceremony} has ended (${d.state}); nothing can be added to it. Begin another.`,
  ),
  CEREMONY_UNFINISHED: rule<{ ceremony: string; problem: string }>(
    'invalid',
    d => `Ceremony ${d.ceremony} cannot close yet: ${d.problem}.`,
  ),

  // The audit log
  AUDIT_BROKEN: rule<{ sequence: number; problem: string }>('damaged', d =>
    d.sequence === 1
      ? `This is not an audit log, or it is not whole at its first entry: ${d.problem}. Check that it is the right file; keep it as it is, and compare it with an earlier copy.`
      : `The audit log is not whole at entry ${d.sequence}: ${d.problem}. What stands before it is sound. Keep this log as it is, and compare it with an earlier copy.`,
  ),
  AUDIT_TRUNCATED: rule<{ have: number; need: number }>(
    'damaged',
    d =>
      `The audit log ends at entry ${d.have}; it had at least ${d.need}. Its end was cut off: look for the whole log.`,
  ),
  AUDIT_FORKED: rule<{ sequence: number }>(
    'damaged',
    d =>
      `Entry ${d.sequence} of the audit log is not the one noted earlier. The log was rewritten, or is another one: compare it with an earlier copy.`,
  ),

  // An age file: header and payload
  AGE_HEADER: rule<{ problem: string }>(
    'damaged',
    d =>
      `This is not an age file, or its header is damaged: ${d.problem}. Use another copy of the file.`,
  ),
  AGE_RECIPIENT: rule<{ recipient: number }>(
    'invalid',
    d => `Recipient ${d.recipient} is not an age recipient (age1…). Check the kit it comes from.`,
  ),
  AGE_IDENTITY: rule<Record<string, never>>(
    'invalid',
    () => 'This is not an age identity (AGE-SECRET-KEY-…). Check where it comes from.',
  ),
  AGE_NO_MATCH: rule<Record<string, never>>(
    'invalid',
    () =>
      'The file is not encrypted to this identity. Use the backup key or the quorum that it was made for.',
  ),
  AGE_MAC: rule<Record<string, never>>(
    'damaged',
    () => 'The header of the age file was changed or is damaged. Use another copy of the file.',
  ),
  AGE_PAYLOAD: rule<{ chunk: number }>(
    'damaged',
    d =>
      `The encrypted data is damaged or cut short in its chunk ${d.chunk} (of 64 KiB, counted from 0). Use another copy of the file.`,
  ),
  AGE_TRUNCATED: rule<{ chunk: number }>(
    'damaged',
    d =>
      `The file ends too early, before chunk ${d.chunk} (of 64 KiB, counted from 0). Copy it again from where it is whole.`,
  ),

  // Backups
  BACKUP_DAMAGED: rule<{ problem: string }>(
    'damaged',
    d =>
      `The file opens, but what is in it is not a whole backup: ${d.problem}. Nothing was restored.`,
  ),
  BACKUP_MANIFEST: rule<{ path: string; problem: string }>(
    'damaged',
    d =>
      `The backup does not agree with its manifest at "${d.path}": ${d.problem}. Nothing was restored; use another copy of the backup.`,
  ),
  BACKUP_ENTRY_REFUSED: rule<{ path: string; problem: string }>(
    'invalid',
    d => `"${d.path}" cannot be part of a backup: ${d.problem}. Nothing was kept.`,
  ),
  BACKUP_FILE_CHANGED: rule<{ path: string }>(
    'io',
    d =>
      `"${d.path}" changed while it was being read. Make the backup again when nothing writes to it.`,
  ),
  BACKUP_SOURCE_SPECIAL: rule<{ path: string; kind: string }>(
    'invalid',
    d =>
      `"${d.path}" is a ${d.kind}; a backup holds files, folders and symbolic links. Move it away, or back up the folders beside it.`,
  ),
  BACKUP_SOURCE_TWICE: rule<{ name: string }>(
    'invalid',
    d =>
      `Two of the given paths are named "${d.name}", so they would be one in the backup. Back up the folder that holds both, or make two backups.`,
  ),
  BACKUP_SOURCE_NAMELESS: rule<{ path: string }>(
    'invalid',
    d => `"${d.path}" has no name that a backup could keep. Name a file or a folder.`,
  ),
  BACKUP_OUTPUT_INSIDE: rule<{ path: string }>(
    'invalid',
    d =>
      `The backup would be written to "${d.path}", inside what it backs up. Write it somewhere else.`,
  ),

  // Files
  FILE_MISSING: rule<{ path: string }>(
    'io',
    d => `There is no "${d.path}". Check the path, and that the drive is connected.`,
  ),
  FILE_EXISTS: rule<{ path: string }>(
    'io',
    d => `"${d.path}" exists already and is not overwritten. Choose another name or move it away.`,
  ),
  FILE_DENIED: rule<{ path: string }>(
    'io',
    d =>
      `The system denies access to "${d.path}". Check its permissions, whose it is, and that the drive is not write-protected.`,
  ),
  FILE_IS_FOLDER: rule<{ path: string }>(
    'io',
    d => `"${d.path}" is a folder; here a file is needed. Name a file in it.`,
  ),
  FILE_NOT_FOLDER: rule<{ path: string }>(
    'io',
    d => `"${d.path}" leads through something that is not a folder. Check the path.`,
  ),
  FILE_FULL: rule<{ path: string }>(
    'io',
    d => `There is no space left for "${d.path}". Free some space or use another drive.`,
  ),
  FILE_TOO_LARGE: rule<{ path: string; have: number; limit: number }>(
    'invalid',
    d =>
      `"${d.path}" is too large: at most ${d.limit} bytes are possible here, it has ${d.have} or more. Check that it is the right file.`,
  ),
  FILE_IO: rule<{ path: string; code: string }>(
    'io',
    d => `Reading or writing "${d.path}" failed (${d.code}). Check the drive, then try again.`,
  ),

  // Printing
  PRINTING_NONE: rule<Record<string, never>>(
    'io',
    () =>
      'Keyclave prints through CUPS, which this system does not have. Save the page on a drive, and print it on a machine without a network.',
  ),
  PRINTER_SYSTEM: rule<{ problem: string }>(
    'io',
    d =>
      `Printing through CUPS does not work: ${d.problem}. Start it (systemctl start cups), or save the page on a drive.`,
  ),
  PRINTER_UNKNOWN: rule<{ printer: string }>(
    'invalid',
    d => `There is no printer "${d.printer}" here. "keyclave printers" lists those that there are.`,
  ),
  PRINTER_NOT_LOCAL: rule<{ printer: string; device: string; way: string }>(
    'invalid',
    d =>
      `Printer "${d.printer}" (${d.device}) ${d.way}, so no secret is printed on it. Use a printer on a cable of its own, or write the words by hand.`,
  ),
  PRINTER_UNCONFIRMED: rule<{ printer: string; device: string }>(
    'invalid',
    d =>
      `Nobody has confirmed that printer "${d.printer}" (${d.device}) stands here, on a cable of its own. Follow the cable, then confirm it (on the command line with --confirm-local).`,
  ),
  PRINTER_CHANGED: rule<{ printer: string }>(
    'damaged',
    d =>
      `Printer "${d.printer}" leads elsewhere than when it was confirmed. Find out who changed it; then look where its cable goes, and confirm it again.`,
  ),
  PRINTER_STOPPED: rule<{ printer: string; why: string }>(
    'io',
    d =>
      `Printer "${d.printer}" prints nothing now: ${d.why}. Switch it on, look at its paper, enable its queue (cupsenable), then print again.`,
  ),
  PRINTER_NO_PDF: rule<{ printer: string }>(
    'io',
    d =>
      `The print system cannot turn a PDF into what printer "${d.printer}" understands. Install its driver (on Debian: apt install cups), or save the page on a drive.`,
  ),
  PRINTER_REFUSED: rule<{ printer: string; problem: string }>(
    'io',
    d =>
      `The print system did not take the page for printer "${d.printer}": ${d.problem}. Choose another printer, or save the page on a drive.`,
  ),
  PRINTER_FAILED: rule<{ printer: string; job: number; why: string; kept: boolean }>(
    'io',
    d =>
      `Printer "${d.printer}" did not print job ${d.job} to its end (${d.why}). Destroy what came out.${keptSentence(d)}`,
  ),
  PRINTER_TIMEOUT: rule<{ printer: string; job: number; seconds: number; kept: boolean }>(
    'io',
    d =>
      `Printer "${d.printer}" has not finished job ${d.job} in ${d.seconds} seconds, so it was cancelled. Look at the printer, and destroy what came out.${keptSentence(d)}`,
  ),
  PRINT_NOT_PDF: rule<{ path: string }>(
    'invalid',
    d =>
      `"${d.path}" is not a PDF. Print a page that Keyclave made: a card, the passphrase, a sheet.`,
  ),
  PRINT_UNJUDGED: rule<{ index: number }>(
    'invalid',
    d =>
      `The card of share ${d.index} has been printed. First say whether it is printed and legible.`,
  ),
  PRINT_NONE: rule<{ index: number }>(
    'invalid',
    d => `No print of the card of share ${d.index} waits for an answer.`,
  ),

  // The window's services: lock, open vault, ceremony and recovery step by step
  LOCKED: rule<Record<string, never>>(
    'invalid',
    () => 'Keyclave is locked. Unlock it first; a running ceremony is still there.',
  ),
  TASK_RUNNING: rule<{ task: string }>(
    'invalid',
    d => `Another ${d.task} is still at work. Wait until it is done, or cancel it.`,
  ),
  VAULT_CLOSED: rule<Record<string, never>>(
    'invalid',
    () => 'No vault is open. Open or create one first.',
  ),
  FILE_NOT_ABSOLUTE: rule<{ path: string }>(
    'invalid',
    d => `"${d.path}" is not a whole path. Choose the file or folder from the list.`,
  ),
  FILE_NAME: rule<{ problem: string }>(
    'invalid',
    d => `This is no name for a folder: it ${d.problem}. Choose another name.`,
  ),
  CEREMONY_NONE: rule<Record<string, never>>(
    'invalid',
    () => 'No ceremony is running. Begin one with a plan.',
  ),
  CEREMONY_RUNNING: rule<{ title: string }>(
    'invalid',
    d => `The ceremony "${d.title}" is running. Close it or abort it first.`,
  ),
  CEREMONY_ABORTED: rule<{ cause: string }>(
    'invalid',
    d => `The ceremony was given up (${d.cause}). It is void: destroy its cards.`,
  ),
  CEREMONY_TURN: rule<{ index: number; turn: number | null }>('invalid', d =>
    d.turn === null
      ? `Share ${d.index} has not been shown yet. Let its custodian look at it first.`
      : `It is the turn of share ${d.turn}. Read its card back first, then go on with share ${d.index}.`,
  ),
  CARD_CHECKED: rule<{ index: number }>(
    'invalid',
    d =>
      `The card of share ${d.index} has been read back, so the share is not shown again. If the card is lost or was seen by others, abort the ceremony.`,
  ),
  ROOM_UNCHECKED: rule<Record<string, never>>(
    'invalid',
    () => 'The room has not been checked yet. Run the room check first.',
  ),
  ROOM_UNANSWERED: rule<{ check: string }>(
    'invalid',
    d =>
      `The room check "${d.check}" did not pass. Mend it and check again, or write down why the ceremony goes on.`,
  ),
  DICE_FULL: rule<{ limit: number }>(
    'invalid',
    d => `${d.limit} rolls are enough; no more are taken. Go on to the next step.`,
  ),
  PASSPHRASE_DIFFERS: rule<Record<string, never>>(
    'invalid',
    () => 'The two entries of the passphrase differ. Enter it twice again.',
  ),
  KIT_PLACES: rule<{ have: number; need: number }>(
    'invalid',
    d =>
      `The kit is kept in at least ${d.need} different folders, here ${d.have === 1 ? 'is' : 'are'} ${d.have}. Choose another folder, best on another drive.`,
  ),
  RECOVERY_NONE: rule<Record<string, never>>(
    'invalid',
    () => 'No recovery is under way. Begin one with the kit, or without.',
  ),
  RECOVERY_RUNNING: rule<Record<string, never>>(
    'invalid',
    () => 'A recovery is under way. End it first: that clears its shares from memory.',
  ),
  RECOVERY_ORDER: rule<{ step: string; need: string }>(
    'invalid',
    d => `This belongs to the step "${d.need}" of a recovery; it is at "${d.step}".`,
  ),
  CORRECTIONS_PENDING: rule<Record<string, never>>(
    'invalid',
    () => 'The corrections of the last card are not answered yet. Confirm or reject them first.',
  ),
  CORRECTIONS_NONE: rule<Record<string, never>>(
    'invalid',
    () => 'There are no corrections to answer. Enter a card first.',
  ),
  SHARE_ABSENT: rule<{ index: number }>(
    'invalid',
    d => `Share ${d.index} is not among those entered.`,
  ),
  KEY_EXPORTED: rule<{ label: string }>(
    'invalid',
    d =>
      `The key "${d.label}" was exported in this session already. To export it again, end the session and begin another.`,
  ),
  BACKUP_DIGEST: rule<{ path: string }>(
    'damaged',
    d =>
      `"${d.path}" is not the file that was written: its SHA-256 differs. Do not rely on it; make the backup again, on another drive.`,
  ),

  // People, what they sign, the policy, and the record
  PEOPLE_NONE: rule<Record<string, never>>(
    'invalid',
    () =>
      'This vault has no people, so nobody can sign here. Name an administrator and a witness first: keyclave people found, or People in the window.',
  ),
  PEOPLE_EXIST: rule<Record<string, never>>(
    'invalid',
    () =>
      'This vault has people already. Add further ones with the signatures of an administrator and a witness: keyclave people add, or People in the window.',
  ),
  PEOPLE_FEW: rule<{ missing: readonly string[] }>(
    'invalid',
    d =>
      `The first people of a vault are at least an administrator and a witness. Missing: ${listOf(d.missing)}.`,
  ),
  PERSON_NAME: rule<{ name: string; problem: string }>(
    'invalid',
    d => `"${d.name}" cannot be the name of this person: it ${d.problem}. Choose another name.`,
  ),
  PERSON_ROLES: rule<{ name: string; problem: string }>(
    'invalid',
    d =>
      `${d.name} cannot have these roles: ${d.problem}. Change the roles, or the profile of the policy.`,
  ),
  PERSON_UNKNOWN: rule<{ person: string }>(
    'invalid',
    d => `The vault knows nobody by "${d.person}". Look at its list of people.`,
  ),
  PERSON_STATE: rule<{ name: string; state: PersonState }>(
    'invalid',
    d => `${d.name} is ${d.state}. ${WHAT_A_STATE_MEANS[d.state]}`,
  ),
  PERSON_LAST: rule<{ name: string; role: string }>(
    'invalid',
    d =>
      `${d.name} is the last active ${d.role}, without whom nobody could ever be added again. Add another ${d.role} first.`,
  ),
  DRAFT_UNKNOWN: rule<Record<string, never>>(
    'invalid',
    () =>
      'The new key is not there any more. Have the person choose their PIN or passphrase again.',
  ),
  PIN_SHORT: rule<{ need: number }>(
    'invalid',
    d =>
      `A PIN has at least ${d.need} digits. Choose a longer one, or a passphrase of 10 characters or more.`,
  ),
  PIN_TRIVIAL: rule<Record<string, never>>(
    'invalid',
    () =>
      'This PIN is among the first that anybody would try: it repeats or counts. Choose another.',
  ),
  PIN_DIFFERS: rule<Record<string, never>>(
    'invalid',
    () => 'The two entries differ. Enter the PIN or passphrase twice again.',
  ),
  PIN_SHARED: rule<{ names: readonly string[] }>(
    'invalid',
    d =>
      `${listOf(d.names)} have the same PIN or passphrase, so each could sign for the other. Nothing was recorded: let each choose one that nobody else knows.`,
  ),
  PIN_WRONG: rule<{ name: string; left: number }>('passphrase', d =>
    d.left === 0
      ? `This is not the PIN or passphrase of ${d.name}, for the last time: the key is locked. An administrator and a witness can give ${d.name} a new one.`
      : `This is not the PIN or passphrase of ${d.name}. ${d.left} more wrong ${d.left === 1 ? 'entry locks' : 'entries lock'} the key.`,
  ),
  PIN_WAIT: rule<{ name: string; seconds: number }>(
    'passphrase',
    d =>
      `After wrong entries, ${d.name} has to wait ${d.seconds} more ${d.seconds === 1 ? 'second' : 'seconds'}. Nothing was tried.`,
  ),
  PIN_LOCKED: rule<{ name: string }>(
    'passphrase',
    d =>
      `The key of ${d.name} is locked after ten wrong entries. An administrator and a witness can give ${d.name} a new one.`,
  ),
  APPROVAL_NEEDED: rule<Approval>(
    'invalid',
    d =>
      `This vault has people, and nothing is done without their signatures. ${titlesOf(d)} ${d.also ? 'take' : 'takes'} ${listOf(d.missing)}.`,
  ),
  APPROVAL_SHORT: rule<Approval>(
    'invalid',
    d => `Not enough people have signed for ${titlesOf(d)}. Still missing: ${listOf(d.missing)}.`,
  ),
  APPROVAL_UNKNOWN: rule<Record<string, never>>(
    'invalid',
    () => 'These signatures were used, withdrawn, or too old. Ask for them again.',
  ),
  APPROVAL_VOID: rule<{ action: Action }>(
    'invalid',
    d =>
      `What was signed for "${ACTION_TITLES[d.action]}" is not what is to be done now. The signatures are void: ask for them again.`,
  ),
  SIGNATURE_MISSING: rule<{ action: string }>(
    'invalid',
    d =>
      `This vault has people, and ${d.action} is recorded with a signature only. Nothing was done: name who signs.`,
  ),
  SIGN_FORMAT: rule<{ option: string; position: number }>(
    'usage',
    d =>
      `${d.option} number ${d.position} is not NAME=FILE. Name a person and the file with their PIN.`,
  ),
  SIGN_VAULT: rule<Record<string, never>>(
    'usage',
    () =>
      'Signatures are checked and recorded in a vault, and no vault was named. Nothing was done. Name it with --vault, or leave out --sign.',
  ),
  PLAN_VAULT: rule<Record<string, never>>(
    'invalid',
    () =>
      'The plan names people, and without a vault nobody can sign. Nothing was done. Open the vault that has these people (--vault on the command line), or take "people" out of the plan.',
  ),
  PLAN_PEOPLE: rule<{ where: string; problem: string }>(
    'invalid',
    d =>
      `This plan cannot be run in this vault: ${d.where} ${d.problem}. Change the plan, or the people of the vault.`,
  ),
  ABSENT: rule<{ names: readonly string[] }>(
    'invalid',
    d => `Not everyone whom this needs is in the room: ${listOf(d.names)}. Let them sign in first.`,
  ),
  WORDS_UNKNOWN: rule<{ word: number }>(
    'invalid',
    d => `Word ${d.word} is not in the PGP word list. Look at it again.`,
  ),
  WORDS_ORDER: rule<{ word: number }>(
    'invalid',
    d =>
      `Word ${d.word} cannot stand there: words of two and three syllables take turns. At it or before it a word was left out, repeated, or exchanged with its neighbour.`,
  ),
  WORDS_COUNT: rule<{ have: number; need: number }>(
    'invalid',
    d => `A hash is ${d.need} words, here are ${d.have}. Enter all of them, in order.`,
  ),
  HEAD_FORMAT: rule<Record<string, never>>(
    'invalid',
    () =>
      'The head of a log is its number of entries, then 32 words or 64 hex digits. Enter it as it is printed.',
  ),
  RECORD_FORMAT: rule<{ where: string; problem: string }>(
    'invalid',
    d =>
      `This is not a ceremony record: ${d.where} ${d.problem}. Use an unaltered copy of its file.`,
  ),
  RECORD_TAMPERED: rule<{ where: string }>(
    'damaged',
    d =>
      `The ceremony record was altered or damaged: ${d.where} does not match the rest. Use another copy, and compare it with the printed one.`,
  ),
  RECORD_UNSIGNED: rule<{ missing: readonly string[] }>(
    'damaged',
    d => `The ceremony record lacks signatures that its policy asks for: ${listOf(d.missing)}.`,
  ),

  // The boundary between window and main side, and the shells
  CALL_FORBIDDEN: rule<Record<string, never>>(
    'invalid',
    () => 'Only the main frame of Keyclave’s own window may call Keyclave. Nothing was done.',
  ),
  CALL_UNKNOWN: rule<Record<string, never>>(
    'invalid',
    () => 'The window asked for something Keyclave does not know. Restart Keyclave.',
  ),
  CALL_INPUT: rule<{ call: string; field: string }>(
    'invalid',
    d =>
      `What the window sent for ${d.call} has the wrong form at ${d.field}. Nothing was done. Check this field and try again.`,
  ),
  INTERNAL: rule<Record<string, never>>(
    'io',
    () =>
      'Something went wrong inside Keyclave, and it did not go on. Restart Keyclave and do this step again; what was stored before is untouched.',
  ),
  WINDOW_CONTENT: rule<{ path: string }>(
    'damaged',
    d =>
      `The window’s file ${d.path} is not the one that was built. Nothing was shown. Build or install Keyclave again.`,
  ),
  WINDOW_BUILD: rule<Record<string, never>>(
    'io',
    () =>
      'The window could not be built; the reason stands above. Run npm ci, then start Keyclave again.',
  ),
  SWITCH_UNKNOWN: rule<{ position: number }>(
    'usage',
    d =>
      `Keyclave’s window takes no arguments, but argument ${d.position} is one. Start it without; for the terminal, see keyclave --help.`,
  ),
  SANDBOX_OFF: rule<Record<string, never>>(
    'usage',
    () =>
      'Keyclave was started with --no-sandbox, and does not run without its sandbox. The AppImage asks for that where the system gives programs no namespaces of their own. Install the .deb package, which brings what it needs, or have the administrator allow user namespaces.',
  ),
  WINDOW_OPEN: rule<Record<string, never>>(
    'io',
    () => 'Keyclave is already open in this session. Go on in its window, or close it first.',
  ),
  DISPLAY_MISSING: rule<{ command: string }>(
    'io',
    d =>
      `Here is no display to open a window on. Start Keyclave from a desktop session, or work in this terminal: ${d.command}`,
  ),
  BROWSER_MISSING: rule<{ command: string }>(
    'io',
    d =>
      `Neither Electron’s runtime nor a Chromium is installed, so there is no window. Install one: ${d.command}`,
  ),
} as const

export type ErrorCode = keyof typeof RULES
export type DataOf<C extends ErrorCode> = (typeof RULES)[C] extends Rule<infer D> ? D : never

/**
 * A refusal. `message` is the sentence for a person; `data` says where. A `source` in the data names the
 * file that the refusal is about, and the sentence begins with it.
 */
export class KeyclaveError extends Error {
  readonly code: ErrorCode
  readonly data: ErrorData

  constructor(code: ErrorCode, data: ErrorData) {
    const sentence = (RULES[code].sentence as (data: ErrorData) => string)(data)
    super(typeof data.source === 'string' ? `${data.source}: ${sentence}` : sentence)
    this.name = 'KeyclaveError'
    this.code = code
    this.data = data
  }

  get exitCode(): number {
    return EXIT_CODES[RULES[this.code].exit]
  }

  /** The same refusal, saying which of several files it is about. */
  about(source: string): KeyclaveError {
    return new KeyclaveError(this.code, { ...this.data, source })
  }
}

/**
 * Makes the error of one rule, for `throw refuse('SHARE_WORD_UNKNOWN', { word: 17 })`.
 */
export const refuse = <C extends ErrorCode>(code: C, data: DataOf<C>): KeyclaveError =>
  new KeyclaveError(code, data)

/** How an error crosses a boundary (worker, window): code and position; the sentence is made anew. */
export interface WireError {
  readonly code: ErrorCode
  readonly data: ErrorData
}

export const toWire = (error: KeyclaveError): WireError => ({ code: error.code, data: error.data })
export const fromWire = (wire: WireError): KeyclaveError => new KeyclaveError(wire.code, wire.data)

/** Marks the branch that no value reaches; a new member of a union makes it a compile error. */
export function assertNever(value: never): never {
  throw new TypeError(`unexpected value: ${typeof value}`)
}
