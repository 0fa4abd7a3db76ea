import type {
  ArchiveProblem,
  BackupDamage,
  BroughtProblem,
  backupCodes,
  CheckFileProblem,
  CompressionProblem,
  EntryProblem,
  ManifestProblem,
  ParityProblem,
  VolumeProblem,
} from '../../../codes/backup.ts'
import type { DataOf } from '../../../codes/index.ts'
import type { Desk, ErrorMessages } from '../../wording/messages.ts'
import { atTerminal } from '../phrases/at-terminal.ts'
import { sayBytes } from '../phrases/bytes.ts'
import { documentFault } from '../phrases/document.ts'
import { isSoAlready, keys } from '../phrases/keys.ts'
import { listOf } from '../phrases/listing.ts'
import { odd } from '../phrases/odd.ts'
import { driveName, isRenamed, unfit } from '../phrases/unfit.ts'

const ARCHIVE: { readonly [problem in ArchiveProblem]: string } = {
  'pax-too-long': 'has pax records that are too long',
  'pax-not-utf8': 'has pax records that are not UTF-8',
  'pax-unreadable': 'has pax records that cannot be read',
  'pax-unexpected': 'has an unexpected pax record',
  'header-unreadable': 'has a header that cannot be read',
  'header-checksum': 'has a header with a wrong checksum',
  size: 'has an impossible size',
  time: 'has an impossible time',
  'folder-with-content': 'has a folder with content',
  'link-with-content': 'has a link with content',
  'ends-early': 'ends too early',
  padding: 'has padding that is not zero',
  'ends-in-file': 'ends inside a file',
  'zeros-inside': 'has a block of zeros in the middle',
  'goes-on': 'goes on after its end',
  'pax-twice': 'has pax records twice',
  'pax-alone': 'has pax records without an entry',
  'manifest-no-file': 'has a manifest that is no file or too large',
  'goes-on-after-manifest': 'goes on after the manifest',
  'no-manifest': 'has no manifest: it is cut short, or not of Keyclave',
}

const COMPRESSION: { readonly [problem in CompressionProblem]: string } = {
  invalid: 'is not valid Zstandard',
  'frame-size': 'holds a frame of another size than it says',
  foreign: 'is not Zstandard',
  'reserved-bit': 'uses a reserved bit',
  'reserved-block': 'has a block of a reserved type',
  'ends-in-frame': 'ends inside a frame',
  'mixed-frames': 'mixes frames of different kinds',
  'frame-too-long': 'has a frame longer than it may be',
  empty: 'is empty',
}

const damage = (problem: BackupDamage): string =>
  'archive' in problem
    ? `the archive ${ARCHIVE[problem.archive]}`
    : `the compressed data ${COMPRESSION[problem.compression]}`

const MANIFEST: { readonly [problem in Extract<ManifestProblem, string>]: string } = {
  'sum-of-bytes': 'its sum of bytes is wrong',
  'number-of-links': 'its number of links that lead out is wrong',
  'another-entry': 'the manifest has another entry here',
  'unknown-entry': 'the manifest does not know it',
  'not-utf8': 'it is not UTF-8',
  'not-json': 'it is not JSON',
  reformatted: 'it is not canonical JSON',
  missing: 'it is missing',
}

function manifestFault(problem: ManifestProblem): string {
  if (typeof problem === 'string') return MANIFEST[problem]
  return 'differs' in problem ? `it has another ${problem.differs}` : documentFault(problem)
}

const ENTRY: { readonly [problem in Extract<EntryProblem, string>]: string } = {
  nameless: 'it has no name',
  absolute: 'it is absolute',
  'zero-byte': 'it holds a zero byte',
  backslash: 'it holds a backslash, which separates folders on other systems',
  'not-unicode': 'it is not valid Unicode',
  'empty-segment': 'it holds an empty segment',
  dots: 'it holds "." or ".."',
  'link-to-nothing': 'it is a link to nothing',
  'link-absolute': 'it is a link to an absolute path',
  'link-characters': 'it is a link with a forbidden character',
  'link-not-unicode': 'it is a link to what is not valid Unicode',
  'link-too-long': 'it is a link with too long a target',
  'link-leaves': 'it is a link that leaves the folder',
  'link-dots': 'it is a link with ".." after a name',
  'name-of-manifest': 'the name is that of the manifest',
  twice: 'it comes twice',
  'folder-not-before': 'the folder it lies in does not come before it',
  'out-of-order': 'it comes after an entry of its folder whose name is to follow it',
  mode: 'its mode is impossible',
  time: 'its time is impossible',
  'not-utf8': 'it is not valid UTF-8',
}

function entryFault(problem: EntryProblem): string {
  if (typeof problem === 'string') return ENTRY[problem]
  return 'special' in problem
    ? `it is special (${problem.special})`
    : `it is longer than ${problem.longerThan} bytes`
}

const VOLUME: { readonly [problem in VolumeProblem]: string } = {
  begin:
    'does not begin as the first volume of a backup does: it is damaged, or another volume has its number',
  payload:
    "does not go on with what the volumes before it hold: it is damaged or another backup's, or has another volume's number",
}

const PARITY: { readonly [problem in ParityProblem]: string } = {
  unusable: 'nothing in them is whole enough to be used',
  other: 'they are of another backup',
  several: 'they protect other files as well, so that par2 itself is to use them',
  digests: 'what they give is not what they say themselves',
}

const BROUGHT: { readonly [problem in BroughtProblem]: (name: string) => string } = {
  'no-volume': () => 'its name does not end in the number of a volume, such as .001',
  name: name => `its name is another; volumes of "${name}" are gathered here`,
  size: () =>
    'its length does not fit the volumes that are here, so that it, or one of them, is cut',
  header: () => 'a first volume of it does not begin so; it may be damaged',
  blocks: () =>
    'nothing in it is as the check file says, so that it is of another backup of that name',
}

const CHECK_FILE: { readonly [problem in CheckFileProblem]: string } = {
  form: 'its first line is not that of one',
  length: 'its length is not that of its backup',
  digests: 'its digests do not fit each other',
}

function oddOf({ kind, count, first }: DataOf<'BACKUP_ODD'>['odd'][number]): string {
  const rest = count - first.length
  const said = [...first.map(path => `"${path}"`), ...(rest > 0 ? [`${rest} more`] : [])]
  return `${odd(kind, count)} (${kind}): ${listOf(said)}`
}

function unfitOf({ kind, count, first }: DataOf<'RESTORE_UNFIT'>['unfit'][number]): string {
  const rest = count - first.length
  const said = [...first.map(path => `"${path}"`), ...(rest > 0 ? [`${rest} more`] : [])]
  return `It cannot hold ${unfit(kind, count)} (${kind}): ${listOf(said)}.`
}

function spaceOf({ unit, needed, free }: NonNullable<DataOf<'RESTORE_UNFIT'>['space']>): string {
  return unit === 'bytes'
    ? `It needs ${sayBytes(needed)} of space, and ${sayBytes(free)} are free.`
    : `It needs room for ${needed} files and folders, and has room for ${free}.`
}

/** What can be chosen for what does not fit. */
function fitChoices({ unfit, space }: DataOf<'RESTORE_UNFIT'>, desk: Desk): string {
  const kinds = unfit.map(({ kind }) => kind)
  const choices = ['Restore to another drive']
  if (kinds.length > 0)
    choices.push(`leave these out${atTerminal(desk, ` (--leave-out ${kinds.join(' ')})`)}`)
  if (kinds.some(isRenamed))
    choices.push(
      `let names become others, with a list of them beside the folder${atTerminal(desk, ' (--rename)')}`,
    )
  if (space !== null)
    choices.push(
      `restore less${atTerminal(desk, ' (--only)')}, or try it all the same, since holes in files take no space${atTerminal(desk, ' (--although space)')}`,
    )
  return `${choices.join('; or ')}.`
}

const BACKUP_KEY_DEEDS = {
  suspend: 'suspended',
  resume: 'resumed',
  compromise: 'marked compromised',
  destroy: 'destroyed',
} as const

const TARGETS = {
  'same-folder': (path: string) =>
    `"${path}" is the old backup itself: the new one would need its name. Name another folder to write to, on another drive if you can.`,
  'same-name': (path: string) =>
    `Two of the backups would both become "${path}". Give them in two commands, with two folders.`,
  'other-file': (path: string) =>
    `"${path}" is there already, and is not this backup encrypted again for the current backup key. It was left as it is: move it away, or name another folder.`,
} as const

export const backupErrors: ErrorMessages<typeof backupCodes> = {
  DEMO_DIFFERS: d =>
    `The restored ${d.path} is not its original. Do not rely on this installation.`,
  BACKUP_DAMAGED: d =>
    `The file opens, but what is in it is not a whole backup: ${damage(d.problem)}. Nothing was restored.`,
  BACKUP_MANIFEST: d =>
    `The backup does not agree with its manifest at "${d.path}": ${manifestFault(d.problem)}. Nothing was restored; use another copy of the backup.`,
  BACKUP_ENTRY_REFUSED: d =>
    `"${d.path}" cannot be part of a backup: ${entryFault(d.problem)}. Nothing was kept.`,
  BACKUP_FILE_CHANGED: d =>
    `"${d.path}" changed while it was being read. Make the backup again when nothing writes to it.`,
  BACKUP_ODD: (d, desk) =>
    `Not everything there can be kept in a backup. ${d.odd.map(oddOf).join('. ')}. Nothing was written. Move these away, or agree to leave them out: the backup then says that they are not in it${atTerminal(desk, ` (--leave-out ${d.odd.map(({ kind }) => kind).join(' ')})`)}.`,
  RESTORE_UNFIT: (d, desk) =>
    [
      `The drive of "${d.path}"${driveName(d.drive)} cannot hold all that would be restored.`,
      ...d.unfit.map(unfitOf),
      ...(d.space === null ? [] : [spaceOf(d.space)]),
      `Nothing was kept. ${fitChoices(d, desk)}`,
    ].join(' '),
  BACKUP_SOURCE_TWICE: d =>
    `Two of the given paths are named "${d.name}", so they would be one in the backup. Back up the folder that holds both, or make two backups.`,
  BACKUP_SOURCE_NAMELESS: d =>
    `"${d.path}" has no name that a backup could keep. Name a file or a folder.`,
  BACKUP_OUTPUT_INSIDE: d =>
    `The backup would be written to "${d.path}", inside what it backs up. Write it somewhere else.`,
  BACKUP_KEY_STATE: (d, desk) =>
    d.deed === 'back-up'
      ? `Backup key ${d.generation} of quorum ${d.setId} is ${keys.states[d.state]}: no backup is made with it. Make the next one first: keyclave backup-key rotate.`
      : isSoAlready(d.deed, d.state)
        ? `Backup key ${d.generation} of quorum ${d.setId} is ${keys.states[d.state]} already: nothing is to be done.`
        : `Backup key ${d.generation} of quorum ${d.setId} is ${keys.states[d.state]}, and cannot be ${BACKUP_KEY_DEEDS[d.deed]} from there.${atTerminal(desk, ' Look with keyclave quorum show.')}`,
  BACKUP_KEY_SUSPECT: (d, desk) =>
    `Whoever takes out backup key ${d.generation} should know: ${keys.exceptions[d.why]}. To take it out all the same, say that you know${atTerminal(desk, ` (--although ${d.why})`)}.`,
  BACKUP_KEY_OCCURRED: d =>
    `Backup key ${d.generation} of quorum ${d.setId} was made on ${d.made}, and today is ${d.today}: it can only have been compromised between the two. Look at the day, and at the clock.`,
  BACKUP_KEY_UNKNOWN_HERE: d =>
    `The vault ${d.path} knows no backup key ${d.generation} of quorum ${d.setId}. List them: keyclave vault info.`,
  COMPROMISE_OF: (_, desk) =>
    `A report is about one thing: name a key, or ${atTerminal(desk, '--backup-key NUMBER, or --quorum SET. List the keys: keyclave key list', 'a backup key, or a quorum')}.`,
  REENCRYPT_TARGET: d => TARGETS[d.problem](d.path),
  REENCRYPT_PARTLY: d =>
    `${d.refused} of ${d.of} backups were not encrypted again; why stands above. The others are done. Keep the old files of those that are not, see to what was wrong, and give the same command again.`,
  BACKUP_LOST: d =>
    `Nothing of "${d.path}" is whole, of ${d.chunks} chunks of 64 KiB. Nothing was restored; use another copy of the backup, or several of them together.`,
  BACKUP_NOT_IN_IT: d =>
    `The backup holds nothing at "${d.path}". Nothing was restored; "keyclave backup list" shows what it holds.`,
  BACKUP_CHECK_FILE: d =>
    `This is not a whole check file: ${CHECK_FILE[d.problem]}. Use another copy of it, or do without it.`,
  BACKUP_ROOT: d =>
    `"${d.path}" is not the check file of this backup: its root is another than the one given. Compare it with the label, and use the right one.`,
  BACKUP_BLOCKS: (d, desk) =>
    `"${d.path}" is damaged: ${d.damaged} of its ${d.blocks} blocks are not as they were written, the first at byte ${d.from}. Make it whole from another copy, or from recovery files, by ${atTerminal(desk, '"keyclave backup repair"', 'a repair')}, on another drive.`,
  BACKUP_SLICES: (d, desk) => {
    const repair = atTerminal(desk, '"keyclave backup repair"', 'a repair')
    const then =
      d.lost <= d.recovery
        ? `which is enough: make it whole by ${repair}, on another drive.`
        : `which is too few: bring another copy, or more of the recovery files, before ${repair}.`
    return `"${d.path}" is damaged: ${d.lost} of its ${d.slices} slices are not as its recovery files say. They stand in for ${d.recovery}, ${then}`
  },
  BACKUP_UNREPAIRED: (d, desk) =>
    `No copy has the bytes ${d.from} to ${d.to - 1} as they were written. "${d.path}" was not made. Bring more copies or the check file; ${atTerminal(desk, '"keyclave recover backup --salvage"', 'a salvage')} restores what is whole.`,
  BACKUP_SEVERAL: d =>
    `"${d.path}" and "${d.other}" are not volumes of one backup. Name one backup, or the volumes of one.`,
  BACKUP_VOLUME: (d, desk) =>
    `"${d.path}" ${VOLUME[d.problem]}. Compare names and dates of the volumes, and bring another copy of this one; ${atTerminal(desk, '"keyclave backup repair"', 'a repair')} makes it again from recovery files, and ${atTerminal(desk, '"keyclave recover backup --salvage"', 'a salvage')} restores what is whole.`,
  VOLUME_OTHER: (d, desk) =>
    `"${d.path}" is no volume of "${d.name}": ${BROUGHT[d.problem](d.name)}. It was not copied. ${
      d.problem === 'name'
        ? `Take it out, and bring one that is called "${d.name}" with its number; or gather that other backup in a folder of its own.`
        : `Look at what stands on its drive, and bring the right one${atTerminal(desk, '; --although damaged takes a first volume that is damaged')}.`
    }`,
  VOLUME_DIFFERS: d =>
    `"${d.path}" and "${d.other}" are one volume by their names and differ: one of them is damaged, or of another backup. Nothing was changed. Move the one here away to have the other in its place; or keep both, each in a folder, and restore from both as copies.`,
  VOLUME_HERE: d =>
    `"${d.path}" is here already, the same to the byte. Its drive may be pulled out. ${d.next === null ? 'All volumes are here' : `Bring "${d.next}"`}.`,
  VOLUME_DAMAGED: (d, desk) =>
    `"${d.path}" is damaged: ${[
      ...(d.damaged === 0
        ? []
        : [`${d.damaged} of ${d.blocks} blocks are not as they were written`]),
      ...(d.unreadable === 0 ? [] : [`${d.unreadable} bytes of it cannot be read`]),
    ].join(
      ', and ',
    )}. It was not copied. Bring another copy of this volume; if there is none, take it as it is for a repair or a salvage${atTerminal(desk, ' (--although damaged)')}.`,
  BACKUP_PARITY: d =>
    `The recovery files beside the backup do not help: ${PARITY[d.problem]}. "${d.path}" was not made. Bring the recovery files (.par2) of this backup, or give more copies and the check file.`,
  BACKUP_PARITY_SHORT: (d, desk) =>
    `${d.lost} of the backup's slices are lost in all copies, and the recovery files stand in for ${d.recovery}. "${d.path}" was not made. Bring more copies or more of the recovery files; ${atTerminal(desk, '"keyclave recover backup --salvage"', 'a salvage')} restores what is whole.`,
  BACKUP_DIGEST: d =>
    `"${d.path}" is not the file that was written: its SHA-256 differs. Do not rely on it; make the backup again, on another drive.`,
}
