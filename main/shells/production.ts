import { statSync } from 'node:fs'
import { availableParallelism, homedir, tmpdir, uptime, userInfo } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { RunScan } from '../paper/reading/index.ts'
import { machineSocketOf } from '../services/ceremony-machine/index.ts'
import { printSystemOf } from '../services/printing/index.ts'
import { settingsFileIn } from '../services/settings/index.ts'
import { createWindowServices } from '../window-services.ts'
import type { MakeServices } from './desktop.ts'
import { nodeAnswer, thisNode } from './node-binary.ts'
import { stateFolder } from './state-folder.ts'

/** The services with the real clock and the real machine, for the entry points of the shells. */
export const productionServices =
  (root: string, version: string, runScan: RunScan): MakeServices =>
  surroundings =>
    createWindowServices(
      {
        now: () => new Date(),
        monotonic: () => performance.now(),
        uptime: () => 1000 * uptime(),
        threads: availableParallelism(),
        software: `keyclave ${version}`,
        programDate: statSync(path.join(root, 'package.json')).mtime,
        platform: process.platform,
        homeFolder: homedir(),
        stateFolder: stateFolder(homedir(), process.platform),
        programFolder: root,
        packageFile: process.env.APPIMAGE ?? null,
        temporaryFolder: tmpdir(),
        systemRoot: '/',
        settingsFile: settingsFileIn(homedir(), process.platform),
        printSystem: printSystemOf(process.platform, () => userInfo().username),
        machineSocket: machineSocketOf(process.platform),
        runScan,
        programAnswer: nodeAnswer(thisNode()),
        pause,
      },
      surroundings,
    )
