/**
 * Takes docs/images/front-door.png and read-back.png anew, from the scenes as they are now.
 *
 *   node test/e2e/take-images.ts
 */
import { spawnSync } from 'node:child_process'
import { copyFileSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../..')
const SCENES = ['front-door', 'read-back']

const playwright = path.join(root, 'node_modules/.bin/playwright')
const config = path.join(import.meta.dirname, 'playwright.config.ts')
const scenes = ` (${SCENES.join('|')})$`
const { status } = spawnSync(playwright, ['test', '-c', config, 'screens.e2e', '-g', scenes], {
  cwd: root,
  env: { ...process.env, KEYCLAVE_SHOTS: '1' },
  stdio: 'inherit',
})
if (status !== 0) throw new Error('the scenes could not be taken')
for (const scene of SCENES) {
  const shot = path.join(import.meta.dirname, `shots/${scene}-light.png`)
  copyFileSync(shot, path.join(root, `docs/images/${scene}.png`))
}
