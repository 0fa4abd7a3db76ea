import type { Messages } from '../wording/messages.ts'
import { errors } from './errors/index.ts'
import { planPeople } from './errors/plan.ts'
import { cards, notices, warnings, work } from './notices.ts'
import { documentRule } from './phrases/document.ts'
import { named } from './phrases/listing.ts'
import { replaced } from './replaced.ts'
import { room } from './room.ts'

export const en: Messages = {
  ...{ cards, errors, notices, replaced, room, warnings, work },
  inField: {
    PLAN_FORMAT: ({ problem }) => documentRule(problem),
    PLAN_PEOPLE: ({ problem }) => planPeople(problem),
  },
  aboutSource: (source, sentence) => `${named(source)}: ${sentence}`,
}
