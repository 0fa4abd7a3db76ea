import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { nodeScansHere } from '../../main/shells/card-process.ts'
import type { MakeServices } from '../../main/shells/desktop.ts'
import { createWindowServices, type WindowEnvironment } from '../../main/window-services.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

/** The real services, for a window that nobody leaves alone. */
export const windowServices =
  (environment: Partial<WindowEnvironment> = {}): MakeServices =>
  surroundings =>
    createWindowServices(
      {
        now: () => new Date(),
        monotonic: () => performance.now(),
        uptime: () => performance.now(),
        threads: 2,
        software: 'keyclave 0.0.0',
        programDate: new Date('2026-01-01'),
        platform: 'linux',
        homeFolder: tmpdir(),
        stateFolder: null,
        programFolder: ROOT,
        packageFile: null,
        temporaryFolder: tmpdir(),
        systemRoot: '/',
        idleSeconds: 3600,
        settingsFile: path.join(tmpdir(), 'keyclave-without-settings', 'settings.json'),
        printSystem: null,
        machineSocket: null,
        programAnswer: null,
        pause: delay,
        runScan: nodeScansHere(ROOT),
        ...environment,
      },
      surroundings,
    )
