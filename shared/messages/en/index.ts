import type { Wording } from '../wording.ts'
import { deeds } from './deeds.ts'
import { log } from './log.ts'
import { policy } from './policy.ts'
import { record } from './record.ts'

/** Everything that is said in English. */
export const en: Wording = { deeds, log, policy, record }
