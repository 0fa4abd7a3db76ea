/** Files: careful reading and writing, new folders, trees to back up and to restore, the picker and what was chosen in it. */

export { absolutePath } from './absolute-path.ts'
export { AtomicFile, makeFile, refuseExisting, writeNewFile } from './atomic-file.ts'
export { checkoutAround } from './checkout.ts'
export type { Choices } from './choices.ts'
export {
  type Difference,
  type Fit,
  type FitChoice,
  fitToDrive,
  NOTHING_CHOSEN,
} from './drive-fit.ts'
export { createFileScreen, type FileScreen } from './file-screen.ts'
export { filesBelow, type Unread } from './files-below.ts'
export { hashOnDrive } from './hash-on-drive.ts'
export {
  type AskHidden,
  type AskShown,
  aboutInput,
  createInput,
  type Input,
  namingInput,
  STANDARD_INPUT,
  type Terminal,
  terminalOf,
} from './input.ts'
export { ioError, onPath } from './io-error.ts'
export {
  type ClearedLeftover,
  clearLeftovers,
  findLeftovers,
  removeLeftover,
} from './leftovers.ts'
export { isAlive } from './live-process.ts'
export { createNewFolder, type NewFolder, type PreparedFiles } from './new-folder.ts'
export {
  type BackupOutput,
  makeFiles,
  makeVolumes,
  refuseBackup,
  removeFiles,
} from './new-volumes.ts'
export { openInput } from './open-input.ts'
export { freeSpace } from './picker.ts'
export {
  type FolderFile,
  hashOfFile,
  type PreparedFolder,
  prepareFolder,
} from './prepared-folder.ts'
export { findChanged, type PublishedFile, publishFolder, requireRoomFor } from './publish-folder.ts'
export { type ModeChoice, RestoreTree } from './restore-tree.ts'
export { openSeekable, type SeekableFile } from './seekable-file.ts'
export { openSource, type Repeated, readSourceTree, type SourceTree } from './source-tree.ts'
export { type Left, leaving, orTakeBack } from './take-back.ts'
export {
  type BackupPlace,
  filesOf,
  type JoinedSource,
  nameOfBackup,
  oneBackup,
  openJoined,
  type PlacedBackup,
  pathOfBackup,
  placeOf,
  placesBeside,
  placesOf,
  readJoined,
  type Volume,
  volumeNamed,
} from './volumes.ts'
export { WriteQueue } from './write-queue.ts'
