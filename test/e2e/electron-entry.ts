/**
 * What Electron runs in the end-to-end tests: the product's shell, with the services of a test behind it.
 * Playwright steers Electron by command-line switches, which the shell refuses of a person (a test of its
 * own holds that): here it hears of none.
 */
import path from 'node:path'
import * as electron from 'electron'
import { startElectronShell } from '../../main/shells/electron/shell.ts'
import { makeProfileFolder, profilePlaces } from '../../main/shells/profile-folder.ts'
import type { WindowEnvironment } from '../../main/window-services.ts'
import { windowServices } from '../services/window-fixture.ts'
import { BUILT_APP, BUILT_WINDOW } from './built-window.ts'
import { type Chooser, ENVIRONMENT_OF_TEST } from './electron-window.ts'
import { temporaryFolder } from './temporary-folder.ts'

const environment = JSON.parse(
  process.env[ENVIRONMENT_OF_TEST] ?? '{}',
) as Partial<WindowEnvironment>

const make = windowServices({ ...environment, platform: process.platform })

void startElectronShell(electron, {
  argv: [],
  platform: process.platform,
  version: '0.1.0',
  makeServices: surroundings => {
    const services = make(surroundings)
    const { choices } = services.files
    ;(globalThis as unknown as Chooser).keyclaveChoose = (kind, at) => choices.token(kind, at)
    return services
  },
  contentFolder: BUILT_WINDOW,
  preload: path.join(BUILT_APP, 'main/shells/electron/preload.cjs'),
  renews: false,
  makeProfile: () =>
    makeProfileFolder(
      profilePlaces(process.platform, temporaryFolder('keyclave-profile-')),
      process.pid,
    ),
  commandLine: 'npm run keyclave --',
  say: text => void process.stderr.write(text),
})
