/** Files: careful reading and writing, new folders, trees to back up and to restore, the picker and what was chosen in it. */

export { absolutePath } from './absolute-path.ts'
export { AtomicFile, refuseExisting, writeNewFile } from './atomic-file.ts'
export { checkoutAround } from './checkout.ts'
export type { Choices } from './choices.ts'
export { createFileScreen, type FileScreen } from './file-screen.ts'
export {
  type AskHidden,
  type AskShown,
  aboutInput,
  createInput,
  type Input,
  STANDARD_INPUT,
  type Terminal,
  terminalOf,
} from './input.ts'
export { ioError, onPath } from './io-error.ts'
export { findLeftovers, removeLeftover } from './leftovers.ts'
export { isAlive } from './live-process.ts'
export { createNewFolder, type NewFolder, type PreparedFiles } from './new-folder.ts'
export { freeSpace } from './picker.ts'
export { type ModeChoice, RestoreTree } from './restore-tree.ts'
export { openSource, readSourceTree } from './source-tree.ts'
export { WriteQueue } from './write-queue.ts'
