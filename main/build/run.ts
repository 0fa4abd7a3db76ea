/**
 * Builds what a checkout needs to open a window, and no more than is out of date.
 *
 *   node main/build/run.ts            the window
 *   node main/build/run.ts --electron the window, and the main side as JavaScript
 */
import path from 'node:path'
import { buildMainSide } from './main-side.ts'
import { buildWindow, isWindowBuilt } from './window.ts'

const project = path.join(import.meta.dirname, '../..')
const app = path.join(project, 'dist/app')
const window = path.join(app, 'renderer')

if (!isWindowBuilt(project, window)) {
  process.stderr.write('building the window …\n')
  await buildWindow(project, window)
}
if (process.argv.includes('--electron')) buildMainSide(project, app)
