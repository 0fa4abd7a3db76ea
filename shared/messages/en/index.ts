import type { Messages } from '../messages.ts'
import { deeds } from './deeds.ts'
import { documentRule } from './document.ts'
import { errors } from './errors/index.ts'
import { planPeople } from './errors/plan.ts'
import { named } from './listing.ts'
import { log } from './log.ts'
import { policy } from './policy.ts'
import { record } from './record.ts'

export const en: Messages = {
  ...{ errors, deeds, log, policy, record },
  inField: {
    PLAN_FORMAT: ({ problem }) => documentRule(problem),
    PLAN_PEOPLE: ({ problem }) => planPeople(problem),
  },
  aboutSource: (source, sentence) => `${named(source)}: ${sentence}`,
}
