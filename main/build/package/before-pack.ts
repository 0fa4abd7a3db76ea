/** Makes the command line that lies in the package beside the window: electron-builder calls it before it packs. */
import path from 'node:path'
import { makeProgramFolder } from './program-folder.ts'

export function beforePack(): void {
  const project = path.join(import.meta.dirname, '../../..')
  makeProgramFolder(project, path.join(project, 'dist/resources/program'), 'electron')
}
