import type {
  ArchiveProblem,
  BackupDamage,
  backupCodes,
  CompressionProblem,
  EntryProblem,
  ManifestProblem,
} from '../../../codes/backup.ts'
import type { ErrorMessages } from '../../wording/messages.ts'
import { documentFault } from '../phrases/document.ts'

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
  mode: 'its mode is impossible',
  time: 'its time is impossible',
  'not-utf8': 'it is not valid UTF-8',
  'name-taken-by-drive': 'this drive takes its name for that of another entry',
}

function entryFault(problem: EntryProblem): string {
  if (typeof problem === 'string') return ENTRY[problem]
  return 'special' in problem
    ? `it is special (${problem.special})`
    : `it is longer than ${problem.longerThan} bytes`
}

const KINDS = {
  socket: 'socket',
  pipe: 'named pipe',
  device: 'device',
  special: 'special file',
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
  BACKUP_SOURCE_SPECIAL: d =>
    `"${d.path}" is a ${KINDS[d.kind]}; a backup holds files, folders and symbolic links. Move it away, or back up the folders beside it.`,
  BACKUP_SOURCE_TWICE: d =>
    `Two of the given paths are named "${d.name}", so they would be one in the backup. Back up the folder that holds both, or make two backups.`,
  BACKUP_SOURCE_NAMELESS: d =>
    `"${d.path}" has no name that a backup could keep. Name a file or a folder.`,
  BACKUP_OUTPUT_INSIDE: d =>
    `The backup would be written to "${d.path}", inside what it backs up. Write it somewhere else.`,
  BACKUP_DIGEST: d =>
    `"${d.path}" is not the file that was written: its SHA-256 differs. Do not rely on it; make the backup again, on another drive.`,
}
