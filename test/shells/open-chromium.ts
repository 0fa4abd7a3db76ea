import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findChromium } from '../../main/shells/chromium/find.ts'
import { type ChromiumShell, openChromiumShell } from '../../main/shells/chromium/shell.ts'
import { loadContent } from '../../main/shells/content.ts'
import { cleanEnvironment } from '../../main/shells/environment.ts'
import { windowServices } from '../services/window-fixture.ts'
import { makeContentFolder } from './content-folder.ts'

/**
 * Opens the Chromium shell without a window, on a small page or on `contentFolder`.
 *
 * @param environment what it gets besides, or in place of, the test's own
 */
export async function openHeadless(
  contentFolder?: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<ChromiumShell> {
  const executable = findChromium()
  if (executable === null) throw new Error('the tests need Chromium')
  const folder = contentFolder ?? makeContentFolder()
  const content = loadContent(folder)
  if (contentFolder === undefined) rmSync(folder, { recursive: true })
  const profile = mkdtempSync(path.join(environment.TMPDIR ?? tmpdir(), 'keyclave-profile-'))
  const shell = await openChromiumShell({
    executable,
    profile,
    content,
    makeServices: windowServices(),
    version: '1.2.3',
    platform: 'linux',
    root: process.getuid?.() === 0,
    headless: true,
    renews: true,
    environment: cleanEnvironment({ ...process.env, ...environment }),
  })
  void shell.closed.then(() => rmSync(profile, { recursive: true, force: true, maxRetries: 20 }))
  return shell
}
