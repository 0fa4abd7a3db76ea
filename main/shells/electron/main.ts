/** Electron's entry point: hands the real Electron and the real surroundings to the shell. */
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as electron from 'electron'
import { productionServices } from '../production.ts'
import { makeProfileFolder, profilePlaces } from '../profile-folder.ts'
import { electronScans } from './card-process.ts'
import { startElectronShell } from './shell.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  version: string
}

// Not awaited: Electron is not ready before this module is evaluated, and the shell waits for that.
void startElectronShell(electron, {
  argv: process.argv,
  platform: process.platform,
  version,
  makeServices: productionServices(
    root,
    version,
    electronScans((...given) => electron.utilityProcess.fork(...given)),
  ),
  contentFolder: path.join(root, 'renderer'),
  preload: path.join(import.meta.dirname, 'preload.cjs'),
  renews: true,
  commandLine: electron.app.isPackaged
    ? path.join(process.resourcesPath, 'program/bin/keyclave')
    : 'npm run keyclave --',
  makeProfile: () => makeProfileFolder(profilePlaces(process.platform, tmpdir()), process.pid),
  say: text => void process.stderr.write(text),
})
