/**
 * Builds what a checkout runs, and no more than is out of date: the window, the command line as few files, the
 * page of a recovery in a browser, and the documents that are printed.
 *
 *   node main/build/run.ts            both
 *   node main/build/run.ts --electron and the main side as JavaScript
 */
import path from 'node:path'
import { builtCommandLine, isCommandLineBuilt } from '../shells/built-command-line.ts'
import { buildBooklets } from './booklets.ts'
import { buildCommandLine } from './command-line.ts'
import { addDocuments, buildMainSide } from './main-side.ts'
import { buildRecoverPage, isRecoverPageBuilt, recoverPageOf } from './recover-page.ts'
import { buildWindow, isWindowBuilt } from './window.ts'

const project = path.join(import.meta.dirname, '../..')
const app = path.join(project, 'dist/app')
const window = path.join(app, 'renderer')

if (!isWindowBuilt(project, window)) {
  process.stderr.write('building the window …\n')
  await buildWindow(project, window)
}
if (!isCommandLineBuilt(project)) {
  await buildCommandLine(project, path.dirname(builtCommandLine(project)))
}
await buildBooklets(project)
if (!isRecoverPageBuilt(project)) await buildRecoverPage(project, recoverPageOf(project))
if (process.argv.includes('--electron')) {
  buildMainSide(project, app, 'electron')
  addDocuments(project, app)
}
