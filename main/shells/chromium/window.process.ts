/** The Chromium shell's entry point: started by main/shells/launch.ts, without a network where that is possible. */
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { refuse } from '../../../shared/errors.ts'
import { nodeScansHere } from '../card-process.ts'
import { loadContent } from '../content.ts'
import { cleanEnvironment } from '../environment.ts'
import { lastWords } from '../last-words.ts'
import { refuseDebugger } from '../no-debugger.ts'
import { productionServices } from '../production.ts'
import { makeProfileFolder, profilePlaces } from '../profile-folder.ts'
import { programRoot } from '../program-root.ts'
import { findChromium, INSTALL_CHROMIUM } from './find.ts'
import { sessionFolder, takeInstance } from './instance.ts'
import { openChromiumShell } from './shell.ts'

refuseDebugger()

async function run(): Promise<void> {
  const executable = findChromium()
  if (executable === null) throw refuse('BROWSER_MISSING', { command: INSTALL_CHROMIUM })
  const content = loadContent(path.join(programRoot, 'dist/app/renderer'))
  const { version } = JSON.parse(readFileSync(path.join(programRoot, 'package.json'), 'utf8')) as {
    version: string
  }
  const release = takeInstance(sessionFolder(process.env.XDG_RUNTIME_DIR, tmpdir()), process.pid)
  if (release === null) throw refuse('WINDOW_OPEN', {})
  const profile = makeProfileFolder(profilePlaces(process.platform, tmpdir()), process.pid)
  // From now on a signal closes the window, even one that is only just opening.
  const stop = Promise.withResolvers<void>()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop.resolve())
  try {
    const shell = await openChromiumShell({
      executable,
      profile: profile.folder,
      content,
      makeServices: productionServices(programRoot, version, nodeScansHere(programRoot)),
      version,
      platform: process.platform,
      root: process.getuid?.() === 0,
      headless: false,
      renews: true,
      environment: cleanEnvironment(process.env),
    })
    void stop.promise.then(() => shell.close())
    await shell.closed
  } finally {
    profile.remove()
    release()
  }
}

try {
  await run()
} catch (error) {
  const { text, exitCode } = lastWords(error)
  process.stderr.write(text)
  process.exitCode = exitCode
}
