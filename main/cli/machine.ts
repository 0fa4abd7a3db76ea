import { statSync } from 'node:fs'
import { availableParallelism, tmpdir, uptime, userInfo } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Environment } from '../app.ts'
import { printSystemOf } from '../services/printing/index.ts'
import { nodeScansHere } from '../shells/card-process.ts'

/**
 * What this machine gives to the services of the command line; what is typed there is the caller's.
 *
 * @param programFolder of the program's own files
 * @param version       for example `0.1.0`
 */
export const thisMachine = (
  programFolder: string,
  version: string,
): Omit<Environment, 'standardInput' | 'askHidden' | 'askShown' | 'tell'> => ({
  now: () => new Date(),
  threads: availableParallelism(),
  software: `keyclave ${version}`,
  programFolder,
  packageFile: process.env.APPIMAGE ?? null,
  temporaryFolder: tmpdir(),
  // The variable of CUPS's own commands; only a socket of this machine counts.
  printSystem: printSystemOf(process.platform, () => userInfo().username, process.env.CUPS_SERVER),
  runScan: nodeScansHere(programFolder),
  pause,
  programDate: statSync(path.join(programFolder, 'package.json')).mtime,
  monotonic: () => performance.now(),
  uptime: () => 1000 * uptime(),
})
