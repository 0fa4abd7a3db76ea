import { statSync } from 'node:fs'
import path from 'node:path'
import type { Plugin } from 'vite'
import { buildWindow, isWindowBuilt } from '../../main/build/window.ts'
import { BUILT_WINDOW, DRAW_AGAIN, SCENES_WINDOW } from './built-window.ts'

const project = path.resolve(import.meta.dirname, '../..')

/** In the place of renderer/main.tsx, which draws the window once. */
const DRAWN_AGAIN = `
import { keepKeys } from './boundary/own-keys.ts'
import { drawWindow } from './draw-window.tsx'
keepKeys(window)
let root = drawWindow()
window.addEventListener(${JSON.stringify(DRAW_AGAIN)}, () => {
  root.unmount()
  root = drawWindow()
})
`
const drawnAgain: Plugin = {
  name: 'the window is drawn again',
  enforce: 'pre',
  load: id => (id.endsWith('/renderer/main.tsx') ? DRAWN_AGAIN : null),
}

/** Before the tests: the window is built from what stands in renderer/ now, for people and for scenes. */
async function build(): Promise<void> {
  if (!isWindowBuilt(project, BUILT_WINDOW)) await buildWindow(project, BUILT_WINDOW)
  const own = statSync(import.meta.filename).mtimeMs
  const made = statSync(SCENES_WINDOW, { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (made < own || !isWindowBuilt(project, SCENES_WINDOW)) {
    await buildWindow(project, SCENES_WINDOW, [drawnAgain])
  }
}
// biome-ignore lint/style/noDefaultExport: Playwright runs a set-up so
export default build
