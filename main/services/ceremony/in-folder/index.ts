/** The ceremony on the command line: from a plan file into a new folder. */

export { type Ceremonies, createCeremonies } from './ceremonies.ts'
export type { RunResult } from './run-in-folder.ts'
