/** The real window: the built page in the shell that is installed, with the real services behind it. */
import { rmSync } from 'node:fs'
import path from 'node:path'
import { type Page, test } from '@playwright/test'
import { findChromium } from '../../main/shells/chromium/find.ts'
import { openChromiumShell } from '../../main/shells/chromium/shell.ts'
import { loadContent } from '../../main/shells/content.ts'
import { findElectron } from '../../main/shells/electron/find.ts'
import { cleanEnvironment } from '../../main/shells/environment.ts'
import type { WindowEnvironment, WindowServices } from '../../main/window-services.ts'
import { createClient } from '../../shared/client.ts'
import { type CallByPath, chosenLater } from '../fixtures/choosing.ts'
import { windowServices } from '../services/window-fixture.ts'
import { drawFrom } from '../setup/seed.ts'
import { BUILT_WINDOW, PROJECT } from './built-window.ts'
import { type OpenPage, openElectron, type PlainEnvironment } from './electron-window.ts'
import { temporaryFolder } from './temporary-folder.ts'

export interface RealWindow {
  readonly page: Page
  /** A folder of its own, which the picker shows as home. */
  readonly home: string
  readonly at: (...names: string[]) => string
  /** Brings things to where a test begins, past the screens. The window must be loaded anew then. */
  readonly call: CallByPath
  readonly reload: () => Promise<void>
  readonly close: () => Promise<void>
}

/**
 * Opens it in Electron where its runtime is installed, otherwise in the system's Chromium. What a test
 * gives as a function (a clock, a printer), or a Chromium of its own, stays in this process and so takes
 * the Chromium shell.
 *
 * @param home       what lies there is used again; without it, an empty folder is made
 * @param executable Chromium, or what stands in for it
 * @param display    the display on which Chromium's window is seen, by its name; null: on none
 */
export async function openRealWindow(
  environment: Partial<WindowEnvironment> = {},
  home: string = temporaryFolder('keyclave-e2e-'),
  executable: string | null = null,
  display: string | null = null,
): Promise<RealWindow> {
  drawFrom(test.info().titlePath.join(' › '))
  const electron = findElectron(PROJECT)
  const { page, close, choose } =
    electron !== null && executable === null && display === null && isPlain(environment)
      ? await openElectron(electron, { homeFolder: home, ...environment })
      : await openChromium(
          executable ?? findChromium(),
          { homeFolder: home, ...environment },
          display,
        )
  await page.waitForSelector('#app > *')
  const client = createClient({
    call: (name, input) =>
      page.evaluate(
        `window.keyclave.call(${JSON.stringify(name)}, ${JSON.stringify(input)})`,
      ) as Promise<unknown>,
    onEvent: () => () => {},
  })
  return {
    page,
    home,
    at: (...names) => path.join(home, ...names),
    call: async (name, input) => client.call(name, await chosenLater(name, input, choose)),
    reload: async () => {
      // A reload would be asked about, as closing is.
      await page.evaluate('window.onbeforeunload = null')
      await page.reload()
      await page.waitForSelector('#app > *')
    },
    close,
  }
}

const isPlain = (environment: Partial<WindowEnvironment>): environment is PlainEnvironment =>
  Object.values(environment).every(value => typeof value === 'string' || typeof value === 'number')

async function openChromium(
  executable: string | null,
  environment: Partial<WindowEnvironment>,
  display: string | null,
): Promise<OpenPage> {
  if (executable === null) throw new Error('the tests need Chromium')
  const profile = temporaryFolder('keyclave-profile-')
  const make = windowServices(environment)
  let services: WindowServices | null = null
  const shell = await openChromiumShell({
    executable,
    profile,
    content: loadContent(BUILT_WINDOW),
    makeServices: surroundings => {
      services = make(surroundings)
      return services
    },
    version: '0.1.0',
    platform: 'linux',
    root: process.getuid?.() === 0,
    headless: display === null,
    renews: false,
    environment: {
      ...cleanEnvironment(process.env),
      ...(display === null ? {} : { DISPLAY: display }),
    },
  })
  return {
    page: shell.page as unknown as Page,
    choose: (kind, at) => services?.files.choices.token(kind, at) ?? '',
    close: async () => {
      await shell.close()
      rmSync(profile, { recursive: true, force: true, maxRetries: 20 })
    },
  }
}
