import path from 'node:path'
import { buildWindow, isWindowBuilt } from '../../main/build/window.ts'
import { BUILT_WINDOW } from './built-window.ts'

/** Before the tests: the window is built from what stands in renderer/ now. */
async function build(): Promise<void> {
  const project = path.resolve(import.meta.dirname, '../..')
  if (!isWindowBuilt(project, BUILT_WINDOW)) await buildWindow(project, BUILT_WINDOW)
}
// biome-ignore lint/style/noDefaultExport: Playwright runs a set-up so
export default build
