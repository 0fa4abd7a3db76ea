/**
 * What main/shells/chromium/window.process.ts does, and one line more: says when the front door can be used. Then
 * it ends.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { nodeScansHere } from '../../main/shells/card-process.ts'
import { findChromium } from '../../main/shells/chromium/find.ts'
import { openChromiumShell } from '../../main/shells/chromium/shell.ts'
import { loadContent } from '../../main/shells/content.ts'
import { cleanEnvironment } from '../../main/shells/environment.ts'
import { productionServices } from '../../main/shells/production.ts'

const root = path.resolve(import.meta.dirname, '../..')
const executable = findChromium()
if (executable === null) throw new Error('there is no Chromium')
const profile = mkdtempSync(path.join(tmpdir(), 'keyclave-profile-'))
const shell = await openChromiumShell({
  executable,
  profile,
  content: loadContent(path.join(root, 'dist/app/renderer')),
  makeServices: productionServices(root, '0.0.0', nodeScansHere(root)),
  version: '0.0.0',
  platform: process.platform,
  root: process.getuid?.() === 0,
  headless: false,
  renews: false,
  environment: cleanEnvironment(process.env),
})
// Visible, enabled, still, and nothing in front of it: a click would reach it.
await shell.page.getByRole('button', { name: 'Recover now' }).click({ trial: true })
process.stdout.write('usable\n')
await shell.close()
await shell.closed
rmSync(profile, { recursive: true, force: true, maxRetries: 20 })
