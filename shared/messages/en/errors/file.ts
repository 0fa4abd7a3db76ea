import type { FolderNameProblem, fileCodes, SpecialKind } from '../../../codes/file.ts'
import type { ErrorMessages } from '../../wording/messages.ts'
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

export const fileErrors: ErrorMessages<typeof fileCodes> = {
  FOLDER_NOT_EMPTY: d =>
    `The folder ${named(d.path)} is not empty. Name a folder that does not exist, or an empty one.`,
  FILE_MISSING: d =>
    `There is no "${named(d.path)}". Check the path, and that the drive is connected.`,
  FILE_EXISTS: d =>
    `"${named(d.path)}" exists already and is not overwritten. Choose another name or move it away.`,
  FILE_DENIED: d =>
    `The system denies access to "${named(d.path)}". Check its permissions, whose it is, and that the drive is not write-protected.`,
  FILE_IS_FOLDER: d => `"${named(d.path)}" is a folder; here a file is needed. Name a file in it.`,
  FILE_SPECIAL: d =>
    `"${named(d.path)}" is ${SPECIAL[d.kind]}, and reading it might never end. Name an ordinary file; on the command line, "-" takes what is piped in.`,
  FILE_NOT_FOLDER: d =>
    `"${named(d.path)}" leads through something that is not a folder. Check the path.`,
  FILE_FULL: d =>
    `There is no space left for "${named(d.path)}". Free some space or use another drive.`,
  FILE_TOO_LARGE: d =>
    `"${named(d.path)}" is too large: at most ${d.limit} bytes are possible here, it has ${d.have} or more. Check that it is the right file.`,
  FILE_IO: d =>
    `Reading or writing "${named(d.path)}" failed (${d.code}). Check the drive, then try again.`,
  FILE_NOT_ABSOLUTE: d =>
    `"${d.path}" is not a whole path. Choose the file or folder from the list.`,
  CHOICE_UNKNOWN:
    'What was chosen here does not hold any more: the window has been shown anew, or something else was chosen for. Choose the file or folder once more.',
  LEFTOVER_OTHER: d =>
    `"${named(d.path)}" is nothing that a program of Keyclave left behind, or it is still at work there. Nothing was removed.`,
  FILE_NAME: d => `This is no name for a folder: it ${NAMES[d.problem]}. Choose another name.`,
}
