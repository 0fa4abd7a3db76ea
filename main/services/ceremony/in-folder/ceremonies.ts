import { wipe } from '../../../core/bytes/index.ts'
import { generatePassphrase } from '../../../core/passphrase/index.ts'
import { writeNewFile } from '../../files/index.ts'
import type { Watch } from '../../tasks/index.ts'
import { type PlanPage, writePlanPage } from '../index.ts'
import { type LookedAtPlan, lookAtPlan } from './look-at-plan.ts'
import { type RunRequest, type RunResult, type RunTools, runInFolder } from './run-in-folder.ts'

/** Words of a generated passphrase: 90 bits from the EFF large word list. */
const PASSPHRASE_WORDS = 7

export interface Ceremonies {
  /** Runs a whole ceremony from its plan into a new folder. */
  readonly runInFolder: (request: RunRequest, watch: Watch) => Promise<RunResult>
  /** Reads and judges a plan before the day. @throws as `lookAtPlan` */
  readonly lookAtPlan: (request: {
    readonly plan: string
    readonly vault?: string
  }) => Promise<LookedAtPlan>
  /** Writes a plan as a page to print. @throws FILE_* */
  readonly writePlanPage: (page: PlanPage) => Promise<void>
  /** Writes a random passphrase into a new file that only its owner may read. */
  readonly generatePassphrase: (file: string) => Promise<{ readonly words: number }>
}

export function createCeremonies(tools: RunTools): Ceremonies {
  return {
    runInFolder: (request, watch) => runInFolder(request, tools, watch),
    lookAtPlan: request => lookAtPlan(request, tools),
    writePlanPage: page => writePlanPage(page, tools),
    generatePassphrase: async file => {
      const passphrase = generatePassphrase(tools.random, PASSPHRASE_WORDS)
      try {
        await writeNewFile(file, passphrase, { secret: true })
      } finally {
        wipe(passphrase)
      }
      return { words: PASSPHRASE_WORDS }
    },
  }
}
