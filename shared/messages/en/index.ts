import type { Messages } from '../wording/messages.ts'
import { attention } from './attention.ts'
import { errors } from './errors/index.ts'
import { untypeable } from './errors/passphrase.ts'
import { planPeople } from './errors/plan.ts'
import { help } from './help.ts'
import { log } from './log.ts'
import { cards, notices, warnings, work } from './notices.ts'
import { deeds } from './phrases/deeds.ts'
import { documentRule } from './phrases/document.ts'
import { items } from './phrases/item.ts'
import { named } from './phrases/listing.ts'
import { policy } from './phrases/policy.ts'
import { record } from './record.ts'
import { replaced } from './replaced.ts'
import { room } from './room.ts'

export const en: Messages = {
  ...{ attention, cards, errors, notices, replaced, room, warnings, work },
  ...{ deeds, help, items, log, policy, record, untypeable },
  inField: {
    PLAN_FORMAT: ({ faults }, field) => {
      const fault = faults.find(({ where }) => where === field)
      return fault === undefined ? null : documentRule(fault.problem)
    },
    PLAN_PEOPLE: ({ where, problem }, field) => (where === field ? planPeople(problem) : null),
  },
  aboutSource: (source, sentence) => `${named(source)}: ${sentence}`,
}
