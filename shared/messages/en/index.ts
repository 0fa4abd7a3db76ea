import type { Messages } from '../messages.ts'
import { documentRule } from './document.ts'
import { errors } from './errors/index.ts'
import { planPeople } from './errors/plan.ts'
import { named } from './listing.ts'

export const en: Messages = {
  errors,
  inField: {
    PLAN_FORMAT: ({ problem }) => documentRule(problem),
    PLAN_PEOPLE: ({ problem }) => planPeople(problem),
  },
  aboutSource: (source, sentence) => `${named(source)}: ${sentence}`,
}
