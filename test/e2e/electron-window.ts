/** The real window in Electron's shell, where its runtime is installed. */
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { _electron, type Page } from '@playwright/test'
import { cleanEnvironment } from '../../main/shells/environment.ts'
import type { WindowEnvironment } from '../../main/window-services.ts'
import type { ChoiceKind } from '../../shared/chosen.ts'
import type { Choose } from '../fixtures/choosing.ts'
import { PROJECT } from './built-window.ts'

/** The variable in which a test's environment crosses to Electron's process, as JSON. */
export const ENVIRONMENT_OF_TEST = 'KEYCLAVE_TEST_ENVIRONMENT'

/** What crosses to another process: values, and no functions. */
export type PlainEnvironment = {
  readonly [Name in keyof WindowEnvironment as WindowEnvironment[Name] extends string | number
    ? Name
    : never]?: WindowEnvironment[Name]
}

/** What a test adds to Electron's main process, by which it chooses files past the picker. */
export type Chooser = { keyclaveChoose: (kind: ChoiceKind, path: string) => string }

export interface OpenPage {
  readonly page: Page
  /** Has something chosen past the picker. */
  readonly choose: Choose<string | Promise<string>>
  readonly close: () => Promise<void>
}

/** @param runtime Electron's executable */
export async function openElectron(
  runtime: string,
  environment: PlainEnvironment,
): Promise<OpenPage> {
  const build = ['--disable-warning=ExperimentalWarning', 'main/build/run.ts', '--electron']
  const { status } = spawnSync(process.execPath, build, { cwd: PROJECT, stdio: 'inherit' })
  if (status !== 0) throw new Error('the main side could not be built for Electron')
  const app = await _electron.launch({
    executablePath: runtime,
    args: [path.join(import.meta.dirname, 'electron-entry.ts')],
    // Playwright would switch the sandbox off on Linux; only root has none.
    chromiumSandbox: process.getuid?.() !== 0,
    env: {
      ...cleanEnvironment(process.env),
      [ENVIRONMENT_OF_TEST]: JSON.stringify(environment),
    },
  })
  return {
    page: await app.firstWindow(),
    choose: (kind, at) =>
      app.evaluate(
        (_, [of, where]) => (globalThis as unknown as Chooser).keyclaveChoose(of, where),
        [kind, at] as const,
      ),
    close: () => app.close(),
  }
}
