import type { FolderNameProblem, fileCodes, SpecialKind } from '../../../codes/file.ts'
import type { ErrorMessages } from '../../wording/messages.ts'
import { atTerminal } from '../phrases/at-terminal.ts'
import { named } from '../phrases/listing.ts'

const NAMES: { readonly [problem in FolderNameProblem]: string } = {
  'another-folder': 'stands for another folder',
  characters: 'contains a slash or a character that cannot be seen',
  ends: 'begins or ends with a space, or ends with a dot',
  'too-long': 'is too long',
}

const SPECIAL: { readonly [kind in SpecialKind]: string } = {
  socket: 'a socket',
  pipe: 'a pipe with a name',
  device: 'a device',
  special: 'no ordinary file',
}

const CHECK_DRIVE = 'Check the drive, then try again.'
const CONNECT = 'Connect the drive again, look at what is on it, then try again.'
const OTHER_DRIVE = 'Use a drive with another file system.'

type Failure = readonly [why: string, toDo: string]
const GONE: Failure = ['the drive is not there any more', CONNECT]
const IN_USE: Failure = ['something else is using it', 'Close what uses it, then try again.']
const CANNOT: Failure = ['the file system of this drive cannot do that', OTHER_DRIVE]
const NO_SUCH_NAME: Failure = ['the file system of this drive cannot hold such a name', OTHER_DRIVE]

/** What systems say in codes (errno). */
const SYSTEM = new Map<string, Failure>(
  Object.entries({
    EIO: [
      'the drive answered with an error',
      `${CHECK_DRIVE} A drive that does so again is not to be relied on.`,
    ],
    ...{ ENODEV: GONE, ENXIO: GONE, ENOTCONN: GONE, ESTALE: GONE, EHOSTDOWN: GONE, EBADF: GONE },
    ...{ ECONNABORTED: GONE, ENOMEDIUM: GONE, EREMOTEIO: GONE, ESHUTDOWN: GONE },
    EUCLEAN: [
      'the file system of this drive is damaged',
      'Use another drive, and have this one checked (fsck) before anything is written to it.',
    ],
    ...{ EBUSY: IN_USE, ETXTBSY: IN_USE },
    ...{ ENOTSUP: CANNOT, EOPNOTSUPP: CANNOT, ENOSYS: CANNOT, EMLINK: CANNOT, EINVAL: CANNOT },
    EFBIG: ['it is larger than a file on this drive can be', OTHER_DRIVE],
    ENAMETOOLONG: ['the name is longer than this drive can hold', 'Choose a shorter name or path.'],
    EILSEQ: NO_SUCH_NAME,
    ELOOP: ['links lead in a circle there', 'Name the place itself instead of a link to it.'],
    EMFILE: ['too many files are open', 'Close other programs, then try again.'],
    ENFILE: ['too many files are open', 'Close other programs, then try again.'],
  } satisfies { readonly [code: string]: Failure }),
)

export const fileErrors: ErrorMessages<typeof fileCodes> = {
  FOLDER_NOT_EMPTY: d =>
    `The folder ${named(d.path)} is not empty. Name a folder that does not exist, or an empty one.`,
  FILE_MISSING: d =>
    `There is no "${named(d.path)}". Check the path, and that the drive is connected.`,
  FILE_VOLUME: (d, desk) =>
    `"${named(d.path)}" is missing. ${atTerminal(
      desk,
      'Name one in each folder where some lie, or bring all into one folder, one drive after the other: keyclave backup gather. If it is lost, "keyclave backup repair" makes it again from recovery files.',
      'Choose the backup file again, and bring all its volumes together, one drive after the other. If it is lost, a repair makes it again from recovery files.',
    )}`,
  FILE_VOLUME_SIZE: (d, desk) =>
    `"${named(d.path)}" has ${d.size} bytes, where each volume of this backup but the last has ${d.expected}. It is cut short or another backup's, or it has another volume's number, or those after it are another backup's. Bring another copy of it; ${atTerminal(desk, '"keyclave backup repair"', 'a repair')} makes it again from recovery files, and ${atTerminal(desk, '"keyclave recover backup --salvage"', 'a salvage')} restores what is whole.`,
  FILE_VOLUMES: (d, desk) =>
    `"${named(d.path)}" would be more than ${d.limit} volumes. Nothing was kept; choose larger volumes${atTerminal(desk, ' (--volume-size)')}.`,
  FILE_EXISTS: d =>
    `"${named(d.path)}" exists already and is not overwritten. Choose another name or move it away.`,
  FILE_DENIED: d =>
    `The system denies access to "${named(d.path)}". Check its permissions, whose it is, and that the drive is not write-protected.`,
  FILE_IS_FOLDER: d => `"${named(d.path)}" is a folder; here a file is needed. Name a file in it.`,
  FILE_SPECIAL: (d, desk) =>
    `"${named(d.path)}" is ${SPECIAL[d.kind]}, and reading it might never end. Name an ordinary file${atTerminal(desk, '; "-" takes what is piped in')}.`,
  FILE_NOT_FOLDER: d =>
    `"${named(d.path)}" leads through something that is not a folder. Check the path.`,
  FILE_FULL: d =>
    `There is no space left for "${named(d.path)}". Free some space or use another drive.`,
  FILE_TOO_LARGE: d =>
    `"${named(d.path)}" is too large: at most ${d.limit} bytes are possible here, it has ${d.have} or more. Check that it is the right file.`,
  FILE_IO: d => {
    const [why, toDo] = SYSTEM.get(d.code) ?? [`the system says ${d.code}`, CHECK_DRIVE]
    return `Reading or writing "${named(d.path)}" failed: ${why}. ${toDo}`
  },
  FILE_NOT_ABSOLUTE: d =>
    `"${d.path}" is not a whole path. Choose the file or folder from the list.`,
  CHOICE_UNKNOWN:
    'What was chosen here does not hold any more: the window has been shown anew, or something else was chosen for. Choose the file or folder once more.',
  LEFTOVER_OTHER: d =>
    `"${named(d.path)}" is nothing that a program of Keyclave left behind, or it is still at work there. Nothing was removed.`,
  FILE_NAME: d => `This is no name for a folder: it ${NAMES[d.problem]}. Choose another name.`,
}
